import type { Cure } from './cure.ts'
import { isOf, served } from './shared/served.ts'

/**
 * The installers of python.org bring a Python whose OpenSSL has no certificates at its default place until `Install Certificates.command` is
 * run: it installs certifi and links to it (its ReadMe; Mac/BuildScript/resources/install_certificates.command). It runs pip, which fetches:
 * so it is the user's to run.
 */
export const macosPythonOrg: Cure = {
  id: 'macos-python-org',
  title: 'the certificates of python.org’s Python',
  owner: 'runtime',
  scope: 'machine',
  tried: 'documented',
  plan: async (host, need) => {
    if (host.platform !== 'darwin' || need.add.length === 0) return null
    const own = served(need, isOf('python')).flatMap(({ askings }) => askings)
    const releases = own.flatMap(
      ({ installation: { path } }) => /\/Library\/Frameworks\/Python\.framework\/Versions\/(\d+\.\d+)\//.exec(path)?.[1] ?? [],
    )
    const advice = [...new Set(releases)].flatMap((release) => {
      const command = `/Applications/Python ${release}/Install Certificates.command`
      const isFilled = (host.list(`/Library/Frameworks/Python.framework/Versions/${release}/etc/openssl`) ?? []).includes(
        'cert.pem',
      )
      if (isFilled || host.stat(command) === null) return []
      return [
        {
          owner: 'runtime' as const,
          what: `Python ${release} of python.org has no certificates at all until its own installer for them is run; it brings certifi’s.`,
          command: `open '${command}'`,
        },
      ]
    })
    return advice.length === 0 ? null : { steps: [], advice, deltas: [], notes: [] }
  },
}

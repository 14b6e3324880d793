import type { Runtime } from './runtime.ts'
import { certifiIn } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { gone } from './shared/gone.ts'
import { libraryAt, libraryInstallations, librariesNamed, urllib3Client } from './shared/python-library.ts'
import { requestsSource, requestsVerify } from './shared/requests-verify.ts'
import { packageIn } from './shared/site-packages.ts'

/** Packages that make requests ask the system's store, at the start of every Python of the environment (a `.pth` file). */
const injectors = ['pip_system_certs', 'certifi_win32', 'wincertstore'] as const

/** requests: certifi's bundle, unless a variable names another. What a program passes as `verify=` is its own. */
export const requests: Runtime = {
  id: 'requests',
  title: 'requests (Python)',
  names: ['python-requests'],
  find: async (host) =>
    libraryInstallations(host, 'requests', librariesNamed(host, 'requests'), (found) => urllib3Client(host, found)),
  asks: async (host, installation) => {
    const found = libraryAt(librariesNamed(host, 'requests'), installation)
    if (found === null) return gone(installation)
    const { site } = found.environment
    const verify = requestsVerify(host, [], certifiIn(host, site))
    const injector = injectors.find((name) => packageIn(host, site, name) !== null)
    return {
      installation,
      ...verify,
      unknown: injector === undefined ? verify.unknown : `${injector} makes it ask the system's store as well`,
      withoutEffect: [...verify.withoutEffect, ...foreignVariables(host, ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])],
      dangers: keyLog(host),
      source: requestsSource,
    }
  },
}

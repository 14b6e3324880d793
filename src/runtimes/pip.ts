import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { AskedStore, Asking, Danger, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { certifiIn, certifiTitle } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { gone } from './shared/gone.ts'
import { type PipSetting, pipSettings, pipStoppedBy } from './shared/pip-settings.ts'
import { placeIn } from './shared/place.ts'
import { pythonClient } from './shared/python-defaults.ts'
import { type LibraryIn, libraryAt, libraryInstallations, librariesNamed } from './shared/python-library.ts'
import { isAtLeast } from './shared/release-order.ts'
import { type NamedBundle, requestsVerify } from './shared/requests-verify.ts'
import { builtIn, withoutPasswords } from './shared/setting.ts'
import { packageIn } from './shared/site-packages.ts'
import { systemByTruststore } from './shared/truststore.ts'

/** pip: from 24.2 on Python 3.10 and later the system's store and its own certifi together; before, its own certifi alone. */
export const pip: Runtime = {
  id: 'pip',
  title: 'pip',
  names: ['pip3'],
  find: async (host) =>
    libraryInstallations(host, 'pip', librariesNamed(host, 'pip'), (found) => clientOf(host, found)).map((installation) => {
      const own = ownCertifi(host, installation.path)
      return {
        ...installation,
        note: `${installation.note.replace(/, certifi.*$/, '')}${own === null ? '' : `, its own ${certifiTitle(own)}`}`,
      }
    }),
  asks: async (host, installation) => {
    const found = libraryAt(librariesNamed(host, 'pip'), installation)
    if (found === null) return gone(installation)
    const stopped = pipStoppedBy(host, found.environment.prefix)
    if (stopped !== null)
      return {
        ...gone(installation),
        unknown: `it ends before it asks anything, for it refuses ${stopped}`,
        why: ownList,
        source: pipSource,
      }
    const own = ownCertifi(host, installation.path)
    const certs = pipSettings(host, found.environment.prefix, 'cert')
    const isForAll = ({ section }: PipSetting): boolean => [':env:', 'install', 'global'].includes(section)
    const verify = requestsVerify(
      host,
      certs.filter(isForAll).map((cert) => bundleOf(host, cert)),
      own,
    )
    const system = usesSystem(host, found) ? await systemByTruststore(host, found.environment) : null
    const some = certs
      .filter((cert) => !isForAll(cert))
      .map(({ setting, section }): WithoutEffect => ({ setting, reason: 'some-requests', params: { reach: `pip ${section}` } }))
    const besides = [...some, ...versionMismatch(host, found), ...foreignVariables(host, readsOf(host, system !== null))]
    const dangers = [...trustedHosts(host, found.environment.prefix), ...keyLog(host)]
    const base = { installation, dangers, source: pipSource }
    if (system === null) return { ...base, ...verify, withoutEffect: [...verify.withoutEffect, ...besides] }
    return {
      ...base,
      ...together(
        verify,
        system,
        own === null || !isAtLeast(versionOf(found), '24.2') ? [] : [{ store: own.bundle, ifUnreadable: 'fails' }],
      ),
      unknown: system.unknown,
      withoutEffect: [...system.withoutEffect, ...verify.withoutEffect, ...besides],
    }
  },
}

const ownList = builtIn('its own certifi', '')

const pipSource =
  'observed: pip 23.0.1, 24.2 and 26.2.1 (REQUESTS_CA_BUNDLE, then CURL_CA_BUNDLE, then PIP_CERT, then the section of the command, then global, each file before the one ' +
  'read earlier; with truststore they are added to the system and certifi); pypa/pip: NEWS.rst 24.2, cli/index_command.py, configuration.py'

const versionOf = ({ library }: LibraryIn): string => library.version ?? '0'

const ownCertifi = (host: Host, folder: string): ReturnType<typeof certifiIn> =>
  certifiIn(host, [placeIn(host, folder, '_vendor')])

/** `cert` and PIP_CERT are of the type path: a `~` at the beginning is the user's folder (cli/cmdoptions.py; observed on 26.2.1). */
const bundleOf = (host: Host, { setting, value }: PipSetting): NamedBundle => ({
  setting,
  path: value.replace(/^~(?=[\\/]|$)/, () => host.home),
})

/** Without truststore only what is asked for through requests counts; with it OpenSSL's variables do too, where OpenSSL is used. */
const readsOf = (host: Host, isSystem: boolean): readonly string[] => [
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  ...(isSystem && host.platform !== 'win32' && host.platform !== 'darwin' ? ['SSL_CERT_FILE', 'SSL_CERT_DIR'] : []),
]

const namesFeature = (host: Host, prefix: string, key: string, feature: string): PipSetting | null =>
  pipSettings(host, prefix, key)
    .slice(0, 1)
    .find(({ value }) => value.split(/\s+/).includes(feature)) ?? null

function usesSystem(host: Host, found: LibraryIn): boolean {
  const { prefix, version, site } = found.environment
  if (version === null || !isAtLeast(version, '3.10')) return false
  if (isAtLeast(versionOf(found), '24.2')) return namesFeature(host, prefix, 'use-deprecated', 'legacy-certs') === null
  const hasTruststore = isAtLeast(versionOf(found), '23.3') || packageIn(host, site, 'truststore') !== null
  return isAtLeast(versionOf(found), '22.2') && hasTruststore && namesFeature(host, prefix, 'use-feature', 'truststore') !== null
}

/** Settings that this release does not know yet, or no longer needs. */
function versionMismatch(host: Host, found: LibraryIn): readonly WithoutEffect[] {
  const { prefix, version } = found.environment
  const legacy = namesFeature(host, prefix, 'use-deprecated', 'legacy-certs')
  const feature = namesFeature(host, prefix, 'use-feature', 'truststore')
  const tooOld = (named: PipSetting | null, since: string): readonly WithoutEffect[] =>
    named === null ? [] : [{ setting: named.setting, reason: 'too-old', params: { since } }]
  return [
    ...(isAtLeast(versionOf(found), '24.2') ? [] : tooOld(legacy, '24.2')),
    ...(isAtLeast(versionOf(found), '22.2') ? [] : tooOld(feature, '22.2')),
    ...(version !== null && !isAtLeast(version, '3.10') ? tooOld(feature, 'Python 3.10') : []),
  ]
}

/** truststore verifies with the system's own verifier on Windows and macOS, with OpenSSL elsewhere. */
function clientOf(host: Host, found: LibraryIn): ClientId | null {
  if (usesSystem(host, found) && host.platform === 'win32') return 'schannel'
  if (usesSystem(host, found) && host.platform === 'darwin') return 'sectrust'
  // pip's own urllib3 is of the 1.26 series, which leaves out the flags that came with 3.13.
  const client = pythonClient(found.environment.version, found.environment.openssl)
  return client !== null && isAtLeast(found.environment.version ?? '0', '3.13') ? 'python-3.12' : client
}

/** truststore's context keeps what is loaded into it beside the system's store. */
function together(
  verify: ReturnType<typeof requestsVerify>,
  system: { readonly stores: readonly AskedStore[]; readonly why: Setting; readonly overrides: readonly Setting[] },
  certifi: readonly AskedStore[],
): Pick<Asking, 'stores' | 'why' | 'overrides'> {
  const isNamed = verify.why.kind !== 'built-in'
  const all = [...system.stores, ...certifi, ...(isNamed ? verify.stores : [])]
  const once = all.filter(({ store }, i) => all.findIndex((other) => other.store === store) === i)
  const why = builtIn(
    "truststore: the system's store, with pip's own certifi",
    system.stores.map(({ store }) => store).join(', '),
  )
  return { stores: once, why: isNamed ? verify.why : why, overrides: isNamed ? [...verify.overrides, why] : system.overrides }
}

function trustedHosts(host: Host, prefix: string): readonly Danger[] {
  // Of a whole address pip takes the word before `://` for the host (observed: 23.2.1).
  const namesOf = ({ value }: PipSetting): readonly string[] =>
    value.split(/\s+/).filter((name) => name !== '' && !name.includes('://'))
  const settings = pipSettings(host, prefix, 'trusted-host')
  const [first] = settings
  if (first === undefined) return []
  const excepted = namesOf(first)
  // What the first beats comes back once it is taken away: told where it excepts the same host.
  return settings.flatMap((each) =>
    namesOf(each)
      .filter((name) => excepted.includes(name))
      .map((name): Danger => ({ setting: each.setting, reason: 'host-excepted', reach: withoutPasswords(name) })),
  )
}

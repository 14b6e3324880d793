import type { Host } from '../host/host.ts'
import type { Danger, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { certifiIn } from './shared/certifi.ts'
import { foreignVariables } from './shared/foreign-variables.ts'
import { readIni } from './shared/ini-file.ts'
import { folderOf, placeIn, realPlace, textAt } from './shared/place.ts'
import { requestsVerify, type NamedBundle } from './shared/requests-verify.ts'
import { inFile, variable } from './shared/setting.ts'

/** The Google Cloud command line: its own requests with its own certifi, or `core/custom_ca_certs_file`. */
export const gcloud: Runtime = {
  id: 'gcloud',
  title: 'Google Cloud command line',
  names: ['gsutil', 'bq'],
  find: async (host) =>
    onSearchPath(host, 'gcloud').flatMap((path) => {
      const version = textAt(host, placeIn(host, rootOf(host, path), 'VERSION'))?.trim()
      return version === undefined ? [] : [{ runtime: 'gcloud', path, version, client: null, note: '' }]
    }),
  asks: async (host, installation) => {
    const root = rootOf(host, installation.path)
    const custom = settingsOf(host, root, 'core', 'custom_ca_certs_file')
    const validation = settingsOf(host, root, 'auth', 'disable_ssl_validation')[0]
    const verify = requestsVerify(host, custom, certifiIn(host, [placeIn(host, root, 'lib', 'third_party')]))
    const isOff = /^(true|1|on|yes|y)$/i.test(validation?.path ?? '')
    // requests lets its variables win over a session that is told not to verify.
    const isNamed = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].includes(verify.why.name)
    const off: readonly Danger[] =
      validation !== undefined && isOff && !isNamed
        ? [{ setting: validation.setting, reason: 'verification-off', reach: '' }]
        : []
    const beaten: readonly WithoutEffect[] =
      validation !== undefined && isOff && isNamed
        ? [{ setting: validation.setting, reason: 'beaten', params: { by: verify.why.name } }]
        : []
    const foreign: readonly WithoutEffect[] = foreignVariables(host, [
      'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE',
      'REQUESTS_CA_BUNDLE',
      'CURL_CA_BUNDLE',
    ])
    return {
      installation,
      ...verify,
      withoutEffect: [...verify.withoutEffect, ...beaten, ...foreign],
      dangers: off,
      source:
        'observed: Google Cloud SDK 528.0.0 (REQUESTS_CA_BUNDLE before core/custom_ca_certs_file and before auth/disable_ssl_validation; SSL_CERT_FILE is not read); ' +
        'its lib/googlecloudsdk/core/requests.py and properties.py',
    }
  },
}

/** The folder that the SDK was unpacked into. */
const rootOf = (host: Host, program: string): string => folderOf(folderOf(realPlace(host, program)))

/** A property: CLOUDSDK_<SECTION>_<NAME>, the active configuration, the installation's `properties` (gcloud topic configurations). */
function settingsOf(host: Host, root: string, section: string, key: string): readonly NamedBundle[] {
  const name = `CLOUDSDK_${section}_${key}`.toUpperCase()
  const value = host.env[name] ?? ''
  const { env, home, platform } = host
  const roaming =
    platform === 'win32' ? (env['APPDATA'] ?? placeIn(host, home, 'AppData', 'Roaming')) : placeIn(host, home, '.config')
  const folder = env['CLOUDSDK_CONFIG'] ?? placeIn(host, roaming, 'gcloud')
  const active = env['CLOUDSDK_ACTIVE_CONFIG_NAME'] ?? textAt(host, placeIn(host, folder, 'active_config'))?.trim() ?? 'default'
  const files = [placeIn(host, folder, 'configurations', `config_${active}`), placeIn(host, root, 'properties')]
  const found = files.flatMap((path) =>
    readIni(textAt(host, path) ?? '')
      .filter((entry) => entry.section === section && entry.key === key && entry.value !== '')
      .map((entry) => ({ setting: inFile(`${section}/${key}`, entry.value, path, entry.line), path: entry.value })),
  )
  return value === '' ? found : [{ setting: variable(name, value), path: value }, ...found]
}

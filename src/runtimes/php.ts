import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { isObject, lineOfMember, readJsonObject } from './shared/json-object.ts'
import { ofOthers } from './shared/misnamed.ts'
import { opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import { phpPrograms, phpSettings, phpVersion } from './shared/php-programs.ts'
import { folderOf, placeIn, textAt } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { inFile, variable } from './shared/setting.ts'

/** PHP on the command line: its streams, and Composer; ext/curl is another runtime. A web server's PHP reads a php.ini of its own. */
export const php: Runtime = {
  id: 'php',
  title: 'PHP and Composer',
  names: ['composer'],
  find: async (host) =>
    Promise.all(
      phpPrograms(host).map(async (path) => {
        const version = await phpVersion(host, path)
        return { runtime: 'php', path, version, client: version === null ? null : `php-${version}`, note: 'streams and Composer' }
      }),
    ),
  asks,
}

/** `openssl_get_cert_locations()` without the variables: what that OpenSSL was built with. */
const probe = (path: string): readonly [string, ...string[]] => [
  path,
  '-n',
  '-r',
  "echo openssl_get_cert_locations()['default_cert_file'];",
]

async function asks(host: Host, found: Installation): Promise<Asking> {
  const ini = await phpSettings(host, found.path)
  const built = ((await printed(host, probe(found.path))) ?? '').trim()
  const named = (name: string): Setting | null => ini.find((setting) => setting.name === name) ?? null
  const [file, directory] = [named('openssl.cafile'), named('openssl.capath')]
  const isBuiltKnown = /^([A-Za-z]:)?[\\/]\S*$/.test(built)
  const fallback = opensslVerifyPaths(host, isBuiltKnown ? folderOf(built) : '/nonexistent', '3', found.path)
  const set = [file, directory].filter((setting) => setting !== null)
  const stores: readonly AskedStore[] = [
    ...(file === null ? [] : [{ store: file.value, ifUnreadable: 'fails' as const }]),
    ...(directory === null ? [] : [{ store: directoryStore(host, directory.value, true), ifUnreadable: 'goes-on' as const }]),
  ]
  const [why = fallback.why] = set
  const composer = composerSettings(host)
  return {
    installation: found,
    stores: set.length > 0 ? stores : fallback.stores,
    unknown: set.length > 0 || isBuiltKnown ? '' : `${found.path} did not say which directory its OpenSSL was built with`,
    why,
    overrides: set.length > 0 ? [...set.slice(1), fallback.why, ...fallback.overrides] : fallback.overrides,
    withoutEffect: [
      ...set.flatMap((setting) => pathProblem(host, setting, setting === file ? 'file' : 'hashed-directory') ?? []),
      // Either of php.ini's two keeps OpenSSL's defaults, and so both variables, from being looked at (observed).
      ...(set.length > 0 ? beatenVariables(host, why) : fallback.withoutEffect),
      ...ofCurl(named('curl.cainfo')),
      ...composer.withoutEffect,
      ...ofOthers(
        host,
        ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
        ['CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
        'openssl.cafile',
      ),
    ],
    dangers: composer.dangers,
    source:
      'observed: PHP 8.2.36 (cli) with OpenSSL 3.0 and ext/curl on a loopback server: streams obey openssl.cafile and openssl.capath, ext/curl openssl.cafile and, where that is empty, curl.cainfo; Composer: its documentation, Command-line interface (COMPOSER_CAFILE) and Config (cafile, capath, disable-tls)',
  }
}

const beatenVariables = (host: Host, by: Setting): readonly WithoutEffect[] =>
  ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name] ?? ''
    return value === '' ? [] : [{ setting: variable(name, value), reason: 'beaten', params: { by: `${by.name} in ${by.where}` } }]
  })

/** `curl.cainfo` is for ext/curl alone, which is a runtime of its own: how it stands there is told there. */
const ofCurl = (cainfo: Setting | null): readonly WithoutEffect[] =>
  cainfo === null
    ? []
    : [{ setting: cainfo, reason: 'some-requests', params: { reach: 'ext/curl, not streams', instead: 'openssl.cafile' } }]

/** Composer's own settings: `cafile` and `capath` reach Composer alone; `disable-tls` has it speak without TLS. */
function composerSettings(host: Host): { readonly withoutEffect: readonly WithoutEffect[]; readonly dangers: readonly Danger[] } {
  const paths = configFiles(host)
  const settings = paths.flatMap((path) => jsonSettings(host, path))
  const env = ['COMPOSER_CAFILE'].flatMap((name) => ((host.env[name] ?? '') === '' ? [] : [variable(name, host.env[name] ?? '')]))
  const certificates = [...env, ...settings.filter(({ name }) => name === 'cafile' || name === 'capath')]
  return {
    withoutEffect: certificates.flatMap((setting): readonly WithoutEffect[] => [
      ...[pathProblem(host, setting, setting.name === 'capath' ? 'hashed-directory' : 'file')].filter(
        (problem) => problem !== null,
      ),
      { setting, reason: 'some-requests', params: { reach: 'Composer' } },
    ]),
    dangers: settings
      .filter(({ name, value }) => name === 'disable-tls' && value === 'true')
      .map((setting) => ({ setting, reason: 'verification-off', reach: 'Composer' })),
  }
}

function configFiles(host: Host): readonly string[] {
  const { COMPOSER_HOME: own, APPDATA: roaming, XDG_CONFIG_HOME: xdg } = host.env
  const homes =
    own !== undefined && own !== ''
      ? [own]
      : host.platform === 'win32'
        ? [placeIn(host, roaming ?? placeIn(host, host.home, 'AppData', 'Roaming'), 'Composer')]
        : [placeIn(host, host.home, '.composer'), placeIn(host, xdg ?? placeIn(host, host.home, '.config'), 'composer')]
  return [
    ...homes.map((folder) => placeIn(host, folder, 'config.json')),
    ...(host.cwd === '' ? [] : [placeIn(host, host.cwd, 'composer.json')]),
  ]
}

function jsonSettings(host: Host, path: string): readonly Setting[] {
  const text = textAt(host, path) ?? ''
  const config = readJsonObject(text)?.['config']
  if (!isObject(config)) return []
  return Object.entries(config)
    .filter(([name]) => name === 'cafile' || name === 'capath' || name === 'disable-tls')
    .map(([name, value]) => inFile(name, String(value), path, lineOfMember(text, name)))
}

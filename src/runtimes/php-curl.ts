import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { type LibcurlDefaults, libcurlDefaults } from './shared/libcurl-defaults.ts'
import { isSet } from './shared/misnamed.ts'
import { nixLibcurl } from './shared/nix-libcurl.ts'
import { phpPrograms, phpSettings, phpVersion } from './shared/php-programs.ts'
import { folderOf, kindAt, placeIn } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { builtIn, variable } from './shared/setting.ts'

/** PHP's ext/curl, on which Guzzle, Symfony's client and Composer make their requests: its own library, with stores of its own. */
export const phpCurl: Runtime = {
  id: 'php-curl',
  title: "PHP's ext/curl (Guzzle, Symfony, WordPress)",
  names: ['php', 'guzzle'],
  find: async (host) =>
    (await Promise.all(phpPrograms(host).map((path) => installation(host, path)))).filter((found) => found !== null),
  asks,
}

const script =
  "if (function_exists('curl_version')) { $v = curl_version(); echo 'curl ', $v['version'], ' ', $v['ssl_version']; }"

/** `null`: this PHP has no ext/curl. Asked without its ini files, but for the extension where they load it. */
async function installation(host: Host, path: string): Promise<Installation | null> {
  const isLoaded = (await phpSettings(host, path)).some(({ name }) => name === 'extension')
  // php.net's builds for Windows have their extensions beside the program, and look for them where php.ini says.
  const beside = host.platform === 'win32' ? ['-d', `extension_dir=${placeIn(host, folderOf(path), 'ext')}`] : []
  const flags = isLoaded ? [...beside, '-d', 'extension=curl'] : []
  const text = (await printed(host, [path, '-n', ...flags, '-r', script])) ?? ''
  const [, release, library = ''] = /^curl (\d+(?:\.\d+)+)\S* (.*)$/m.exec(text) ?? []
  if (release === undefined) return null
  return {
    runtime: 'php-curl',
    path,
    version: await phpVersion(host, path),
    // The profile is numbered by the library that verifies.
    client: library.startsWith('OpenSSL/') ? `php-curl-${release}-openssl` : null,
    note: `ext/curl: libcurl ${release}, ${library}`,
  }
}

async function asks(host: Host, found: Installation): Promise<Asking> {
  const settings = await phpSettings(host, found.path)
  const named = ['openssl.cafile', 'curl.cainfo'].flatMap((name) => settings.find((setting) => setting.name === name) ?? [])
  const nix = nixLibcurl(host, found.path, named[0] ?? null)
  const left = named.length === 0 ? nix : null
  const built =
    nix !== null ? null : libcurlDefaults(host, /GnuTLS/.test(found.note) ? ['libcurl-gnutls.so.4'] : ['libcurl.so.4'])
  const own = left?.why ?? builtIn('what libcurl was built with', built?.library ?? '')
  const [why = own, ...beaten] = named
  return {
    installation: found,
    stores: left?.stores ?? storesOf(host, why === own ? null : why.value, built),
    unknown: why === own && built === null && nix === null ? 'which bundle its libcurl was built with is not known' : '',
    why,
    overrides: why === own ? (left?.overrides ?? []) : [...beaten, own],
    withoutEffect: [
      ...(why === own ? [] : [pathProblem(host, why, 'file')].filter((problem) => problem !== null)),
      ...beaten.map((setting): WithoutEffect => ({ setting, reason: 'beaten', params: { by: `${why.name} in ${why.where}` } })),
      ...(nix?.withoutEffect ?? []),
      ...unread(host, settings, left !== null),
    ],
    dangers: [],
    source:
      'observed: ext/curl of PHP 8.2.36 with libcurl 7.88.1 and OpenSSL 3.0.19 on a loopback server: openssl.cafile, else curl.cainfo, else the bundle that libcurl was built with; ' +
      'the directory that it was built with is asked beside each; a file without a certificate stops it; php/php-src: ext/curl/interface.c, _php_curl_set_default_options',
  }
}

/** A bundle that is named does not keep the built-in directory from being asked (observed). */
function storesOf(host: Host, named: string | null, built: LibcurlDefaults | null): readonly AskedStore[] {
  const file = named ?? built?.file ?? null
  // A directory in the place of the bundle stops it (observed, CURLE_SSL_CACERT_BADFILE).
  if (file !== null && kindAt(host, file) === 'directory') return []
  const directory = built?.directory ?? null
  return [
    ...(file === null ? [] : [{ store: file, ifUnreadable: 'fails' as const }]),
    ...(directory === null ? [] : [{ store: directoryStore(host, directory, true), ifUnreadable: 'goes-on' as const }]),
  ]
}

/** What PHP's streams, the program curl and other runtimes obey, and libcurl does not. */
function unread(host: Host, settings: readonly Setting[], readsOpenssl: boolean): readonly WithoutEffect[] {
  const streams = (readsOpenssl ? [] : ['SSL_CERT_FILE', 'SSL_CERT_DIR'])
    .filter((name) => isSet(host, name))
    .map((name) => variable(name, host.env[name] ?? ''))
  const capath = settings.filter(({ name }) => name === 'openssl.capath')
  const others = ['CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].filter((name) => isSet(host, name))
  return [
    ...[...streams, ...capath].map(
      (setting): WithoutEffect => ({
        setting,
        reason: 'some-requests',
        params: { reach: 'streams, not ext/curl', instead: 'curl.cainfo' },
      }),
    ),
    ...others.map(
      (name): WithoutEffect => ({
        setting: variable(name, host.env[name] ?? ''),
        reason: 'other-runtime',
        params: { instead: 'curl.cainfo' },
      }),
    ),
  ]
}

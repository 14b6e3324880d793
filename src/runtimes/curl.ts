import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { type CurlrcLine, curlrc, standing } from './shared/curlrc.ts'
import { installed } from './shared/installed.ts'
import { libcurlDefaults } from './shared/libcurl-defaults.ts'
import { isSet, misnamed, ofOthers } from './shared/misnamed.ts'
import { nixLibcurl } from './shared/nix-libcurl.ts'
import { isOfNix } from './shared/nix-store.ts'
import { folderOf, fromHere, kindAt, placeIn } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'

/** The program `curl`. Programs on top of libcurl are runtimes of their own: libcurl itself reads none of curl's variables. */
export const curl: Runtime = {
  id: 'curl',
  title: 'curl',
  names: [],
  find: async (host) => Promise.all(installed(host, ['curl'], places(host)).map((path) => installation(host, path))),
  asks,
}

const places = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? ['C:\\Windows\\System32\\curl.exe', 'C:\\Program Files\\Git\\mingw64\\bin\\curl.exe']
    : ['/usr/bin/curl', '/opt/homebrew/opt/curl/bin/curl', '/usr/local/opt/curl/bin/curl']

/** TLS libraries by the words of `curl --version`, as they stand at the end of client ids. */
const backends: readonly (readonly [RegExp, string])[] = [
  [/Schannel|WinSSL/, 'schannel'],
  [/SecureTransport/, 'securetransport'],
  [/LibreSSL\//, 'libressl'],
  [/BoringSSL|AWS-LC/, 'boringssl'],
  [/OpenSSL\/|quictls\//, 'openssl'],
  [/GnuTLS\//, 'gnutls'],
  [/wolfSSL\//, 'wolfssl'],
  [/mbedTLS\//, 'mbedtls'],
  [/rustls/, 'rustls'],
  [/NSS\//, 'nss'],
]

interface Build {
  readonly version: string
  readonly backend: string
  /** Those that CURL_SSL_BACKEND may choose instead; empty: it does nothing. */
  readonly others: readonly string[]
  /** curl 8.17 and later on macOS: the system judges unless a bundle is named. */
  readonly isAppleTrust: boolean
}

async function buildOf(host: Host, path: string): Promise<Build | null> {
  const text = await printed(host, [path, '-q', '--version'])
  const version = /^curl (?<version>\d+(?:\.\d+)+)/m.exec(text ?? '')?.groups?.['version']
  if (text === null || version === undefined) return null
  const first = text.split('\n')[0] ?? ''
  // In parentheses stand the libraries that are there and not chosen; the first pair holds the platform.
  const idle = [...first.replace(/^curl \S+ \([^)]*\)/, '').matchAll(/\(([^)]*)\)/g)].map(([, inner = '']) => inner).join(' ')
  const active = first.replace(/\([^)]*\)/g, '')
  const named = (words: string): readonly string[] => backends.filter(([word]) => word.test(words)).map(([, name]) => name)
  const isMulti = /^Features:.*\bMultiSSL\b/m.test(text)
  const others = isMulti ? named(idle) : []
  const chosen = (host.env['CURL_SSL_BACKEND'] ?? '').toLowerCase().replace(/^secure-transport$/, 'securetransport')
  const backend = others.includes(chosen) ? chosen : (named(active)[0] ?? '')
  return { version, backend, others, isAppleTrust: /^Features:.*\bAppleSecTrust\b/m.test(text) }
}

async function installation(host: Host, path: string): Promise<Installation> {
  const build = await buildOf(host, path)
  const ids = ['openssl', 'gnutls', 'schannel']
  const id = build === null ? null : build.isAppleTrust ? 'sectrust' : ids.includes(build.backend) ? build.backend : null
  const client = build === null || id === null ? null : `curl-${build.version}-${id}`
  return { runtime: 'curl', path, version: build?.version ?? null, client, note: build?.backend ?? '' }
}

const ownNames = ['CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
const aliases = {
  CURL_CA_FILE: 'CURL_CA_BUNDLE',
  CURL_CAINFO: 'CURL_CA_BUNDLE',
  CURL_CA_PATH: 'SSL_CERT_DIR',
  CURL_CACERT: 'CURL_CA_BUNDLE',
  CURL_CERT_FILE: 'CURL_CA_BUNDLE',
}

/** A bundle and a directory, each with what decides it; `null`: it is left to the build. */
interface Choice {
  readonly file: Setting | null
  readonly directory: Setting | null
  /** Settings that would come next. */
  readonly passed: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

async function asks(host: Host, found: Installation): Promise<Asking> {
  const build = await buildOf(host, found.path)
  const lines = curlrc(host, { folder: folderOf(found.path), version: build?.version ?? null })
  const insecure = standing(lines, 'insecure').at(-1)
  const choice = chosen(host, build, lines, insecure)
  const named = [choice.file, choice.directory]
  const first = choice.file ?? choice.directory
  const nix = build?.backend === 'openssl' ? nixLibcurl(host, found.path, first) : null
  const isLeft = nix !== null && first === null && standing(lines, 'ca-native').length === 0
  const { stores, why, overrides, unknown } = isLeft ? { ...nix, unknown: '' } : withDefaults(host, found, build, choice, lines)
  return {
    installation: found,
    stores,
    unknown,
    why,
    overrides,
    withoutEffect: [
      ...choice.withoutEffect,
      ...(nix?.withoutEffect ?? []),
      ...named.flatMap((setting) => {
        if (setting === null) return []
        if (setting === choice.directory && build?.backend === 'openssl')
          return setting.value
            .split(host.platform === 'win32' ? ';' : ':')
            .flatMap((folder) => pathProblem(host, setting, 'hashed-directory', folder) ?? [])
        const problem = pathProblem(
          host,
          setting,
          setting === choice.file ? 'file' : build?.backend === 'gnutls' ? 'directory' : 'hashed-directory',
        )
        return problem === null ? [] : [problem]
      }),
      ...misnamed(host, ownNames, aliases),
      ...ofOthers(host, ownNames, ['REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'GIT_SSL_CAINFO'], 'CURL_CA_BUNDLE'),
      ...backendWithoutEffect(host, build),
    ],
    dangers: reaches.flatMap(([name, reach]) =>
      standing(lines, name)
        .toReversed()
        .map(({ setting }) => ({ setting, reason: 'verification-off', reach })),
    ),
    source:
      'observed: curl 7.88.1 with OpenSSL on a loopback server; Schannel, Windows and 8.3 or later: curl/curl 5c61e16869 (2026-08), src/tool_operate.c, cacertpaths; the release 8.3 is from memory',
  }
}

/** Switches that turn verification off, each with which connections it reaches. */
const reaches = [
  ['insecure', ''],
  ['proxy-insecure', 'the connection to an HTTPS proxy'],
  ['doh-insecure', 'DNS over HTTPS'],
] as const

/** The order of curl: what the configuration file says, CURL_CA_BUNDLE, then SSL_CERT_DIR and SSL_CERT_FILE. */
function chosen(host: Host, build: Build | null, lines: readonly CurlrcLine[], insecure: CurlrcLine | undefined): Choice {
  const [file, directory] = ['cacert', 'capath'].map((wanted) => lines.findLast(({ name }) => name === wanted)?.setting ?? null)
  const set = ownNames.filter((name) => isSet(host, name)).map((name) => variable(name, host.env[name] ?? ''))
  const beaten = (by: string): Omit<Choice, 'file' | 'directory'> => ({
    passed: set,
    withoutEffect: set.map((setting) => ({ setting, reason: 'beaten', params: { by } })),
  })
  const filed = file ?? directory ?? null
  if (filed !== null) return { file: file ?? null, directory: directory ?? null, ...beaten(`${filed.name} in ${filed.where}`) }
  if (insecure !== undefined) return { file: null, directory: null, ...beaten(`insecure in ${insecure.setting.where}`) }
  if (build?.backend === 'schannel') {
    const withoutEffect = set.map((setting) => ({
      setting,
      reason: 'other-backend' as const,
      params: { by: 'Schannel', instead: '--cacert' },
    }))
    return { file: null, directory: null, passed: [], withoutEffect }
  }
  return fromVariables(set, build)
}

function fromVariables(set: readonly Setting[], build: Build | null): Choice {
  const named = (name: string): Setting | null => set.find((setting) => setting.name === name) ?? null
  const [bundle, directory, file] = [named('CURL_CA_BUNDLE'), named('SSL_CERT_DIR'), named('SSL_CERT_FILE')]
  const lose = (settings: readonly (Setting | null)[], by: string): Pick<Choice, 'passed' | 'withoutEffect'> => {
    const passed = settings.filter((setting) => setting !== null)
    return { passed, withoutEffect: passed.map((setting) => ({ setting, reason: 'beaten', params: { by } })) }
  }
  if (bundle !== null) return { file: bundle, directory: null, ...lose([directory, file], 'CURL_CA_BUNDLE') }
  const takesBoth = build !== null && isAtLeast(build.version, '8.3')
  if (directory !== null && !takesBoth) return { file: null, directory, ...lose([file], 'SSL_CERT_DIR') }
  return { file, directory, passed: [], withoutEffect: [] }
}

type Decided = Pick<Asking, 'stores' | 'why' | 'overrides' | 'unknown'>

/** Half of a pair that nothing names stays as it was built: a named bundle does not keep the built-in directory from being asked. */
function withDefaults(
  host: Host,
  found: Installation,
  build: Build | null,
  choice: Choice,
  lines: readonly CurlrcLine[],
): Decided {
  const fallback = defaultsOf(host, found, build)
  const isNamed = choice.file !== null || choice.directory !== null
  const isAsked = standing(lines, 'ca-native').length > 0
  const isNative = isAsked || (fallback.isSystem && !isNamed)
  const file = choice.file === null ? (isNamed && fallback.isSystem ? null : fallback.file) : fromHere(host, choice.file.value)
  const directory = choice.directory?.value ?? fallback.directory
  const isHashed = build?.backend !== 'gnutls'
  // OpenSSL takes a list of directories (observed); the other libraries one.
  const folders = directory === null ? [] : isHashed ? directory.split(host.platform === 'win32' ? ';' : ':') : [directory]
  // A directory in the place of the bundle stops curl before anything is asked (observed, status 77).
  const isStopped = file !== null && kindAt(host, file) === 'directory'
  const all: readonly AskedStore[] = [
    ...(file === null ? [] : [{ store: file, ifUnreadable: 'fails' as const }]),
    ...folders.map((folder) => ({
      store: directoryStore(host, fromHere(host, folder), isHashed),
      ifUnreadable: 'goes-on' as const,
    })),
    ...(isNative ? [{ store: 'system', ifUnreadable: 'fails' as const }] : []),
  ]
  const stores = isStopped ? [] : all
  const why = choice.file ?? choice.directory ?? fallback.why
  const overrides = [...(choice.file === null || choice.directory === null ? [] : [choice.directory]), ...choice.passed]
  return {
    stores,
    why,
    overrides: why === fallback.why ? overrides : [...overrides, fallback.why],
    unknown: isStopped || (all.length > 0 && (isNamed || fallback.unknown === '')) ? '' : fallback.unknown,
  }
}

interface Defaults {
  readonly file: string | null
  readonly directory: string | null
  readonly isSystem: boolean
  readonly why: Setting
  readonly unknown: string
}

function defaultsOf(host: Host, found: Installation, build: Build | null): Defaults {
  const none = { file: null, directory: null, isSystem: false, unknown: '' }
  if (build?.backend === 'schannel')
    return { ...none, isSystem: true, why: builtIn('Schannel', 'the Windows certificate stores') }
  if (build?.isAppleTrust === true || build?.backend === 'securetransport')
    return { ...none, isSystem: true, why: builtIn('the system judges', 'macOS keychains') }
  // Without a bundle (nixLibcurl); with GnuTLS it has a directory (NixOS/nixpkgs 06028a8aa5: by-name/cu/curlMinimal).
  if (isOfNix(host, found.path)) {
    const directory = build?.backend === 'gnutls' ? '/etc/ssl/certs' : null
    return { ...none, directory, why: builtIn('what libcurl was built with', directory ?? '') }
  }
  if (host.platform === 'win32') return besideProgram(host, found)
  if (host.platform === 'darwin') return onMac(host, found)
  const name = build?.backend === 'gnutls' ? 'libcurl-gnutls.so.4' : 'libcurl.so.4'
  const library = libcurlDefaults(host, [name, 'libcurl.so.4'])
  if (library !== null)
    return {
      ...none,
      file: library.file,
      directory: library.directory,
      why: builtIn('what libcurl was built with', library.library),
    }
  return {
    ...none,
    isSystem: true,
    why: builtIn('what libcurl was built with', ''),
    unknown: 'which bundle this curl was built with is not known; distributions build it with their own',
  }
}

/** FindWin32CACert: the program's own folder, the system's two, then the search path; a build may look in its own folder alone. */
function besideProgram(host: Host, found: Installation): Defaults {
  const folders = [
    folderOf(found.path),
    'C:\\Windows\\System32',
    'C:\\Windows',
    ...(host.env['Path'] ?? host.env['PATH'] ?? '').split(';').filter((folder) => /^[A-Za-z]:/.test(folder)),
  ]
  const file = folders.map((folder) => placeIn(host, folder, 'curl-ca-bundle.crt')).find((path) => kindAt(host, path) === 'file')
  const git = /^(?<git>.*\\mingw64)\\bin\\/.exec(found.path)?.groups?.['git']
  const bundled = [`${git}\\etc\\ssl\\certs\\ca-bundle.crt`, `${git}\\ssl\\certs\\ca-bundle.crt`].find(
    (path) => kindAt(host, path) === 'file',
  )
  const chosenFile = file ?? (git === undefined ? undefined : bundled) ?? null
  return {
    file: chosenFile,
    directory: null,
    isSystem: false,
    why: builtIn(file === undefined ? 'what libcurl was built with' : 'curl-ca-bundle.crt', chosenFile ?? ''),
    unknown:
      chosenFile === null ? 'there is no curl-ca-bundle.crt where this curl looks, and what it was built with is not known' : '',
  }
}

/** Apple's curl: LibreSSL with /etc/ssl/cert.pem, and what that does not know Apple's change asks the system. From memory. */
function onMac(host: Host, found: Installation): Defaults {
  const isApple = found.path === '/usr/bin/curl'
  const brew = ['/opt/homebrew/etc/ca-certificates/cert.pem', '/usr/local/etc/ca-certificates/cert.pem']
  const file = isApple ? '/etc/ssl/cert.pem' : (brew.find((path) => kindAt(host, path) === 'file') ?? null)
  return {
    file,
    directory: null,
    isSystem: isApple,
    why: builtIn('what libcurl was built with', file ?? ''),
    unknown: file === null ? 'which bundle this curl was built with is not known' : '',
  }
}

/** CURL_SSL_BACKEND is heeded by builds with several libraries alone (curl_global_sslset). */
function backendWithoutEffect(host: Host, build: Build | null): readonly WithoutEffect[] {
  const value = host.env['CURL_SSL_BACKEND'] ?? ''
  if (value === '' || build === null || build.backend === value.toLowerCase() || build.others.length > 0) return []
  return [{ setting: variable('CURL_SSL_BACKEND', value), reason: 'other-backend', params: { by: build.backend } }]
}

import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { AskedServer, Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { isTrue } from './shared/git-config.ts'
import { type GitSetting, gitSettings, gitStops } from './shared/git-settings.ts'
import { settingsFor } from './shared/git-url-match.ts'
import { installed } from './shared/installed.ts'
import { libcurlDefaults } from './shared/libcurl-defaults.ts'
import { mentions } from './shared/mentions.ts'
import { misnamed, ofOthers } from './shared/misnamed.ts'
import { nixLibcurl } from './shared/nix-libcurl.ts'
import { isOfNix } from './shared/nix-store.ts'
import { folderOf, fromHere, kindAt, placeIn, realPlace } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { builtIn, variable } from './shared/setting.ts'
import { holdsCertificates } from './shared/trust-variable.ts'

/** git over HTTPS: libcurl with what git's own settings say. */
export const git: Runtime = {
  id: 'git',
  title: 'git over HTTPS',
  names: [],
  find: async (host) => Promise.all(installed(host, ['git'], places(host)).map((path) => installation(host, path))),
  asks: async (host, found, server) => asks(host, found, buildOf(host, found), server),
}

const places = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? [
        'C:\\Program Files\\Git\\cmd\\git.exe',
        'C:\\Program Files (x86)\\Git\\cmd\\git.exe',
        placeIn(host, host.home, 'AppData', 'Local', 'Programs', 'Git', 'cmd', 'git.exe'),
      ]
    : ['/usr/bin/git', '/opt/homebrew/bin/git', '/usr/local/bin/git']

async function installation(host: Host, path: string): Promise<Installation> {
  const text = (await printed(host, [path, 'version'])) ?? ''
  const version = /git version (?<version>\d+(?:\.\d+)+)/.exec(text)?.groups?.['version'] ?? null
  const note = /\.windows\./.test(text) ? 'Git for Windows' : text.includes('Apple Git') ? 'Apple' : ''
  const plain: Installation = { runtime: 'git', path, version, client: null, note }
  const { backend } = backendOf(buildOf(host, plain), gitSettings(host, systemFiles(host, plain)))
  // Of git with OpenSSL there is no profile of its own.
  const client = version !== null && (backend === 'gnutls' || backend === 'schannel') ? `git-${version}-${backend}` : null
  return { ...plain, client }
}

interface Build {
  readonly backend: string
  readonly file: string | null
  readonly directory: string | null
  readonly why: Setting
  readonly unknown: string
  /** Whether http.sslBackend may choose: only Git for Windows is built so. */
  readonly isMulti: boolean
}

/** The root of a Git for Windows, from any of its programs. */
const windowsRoot = (path: string): string => path.replace(/\\(cmd|bin|mingw(64|32)\\bin)\\[^\\]*$/i, '')

const systemFiles = (host: Host, { path }: Installation): readonly string[] => {
  if (host.platform === 'win32') return ['C:\\ProgramData\\Git\\config', `${windowsRoot(path)}\\etc\\gitconfig`]
  if (host.platform !== 'darwin') return [path.startsWith('/usr/local/') ? '/usr/local/etc/gitconfig' : '/etc/gitconfig']
  if (path.startsWith('/opt/homebrew/')) return ['/opt/homebrew/etc/gitconfig']
  if (path.startsWith('/usr/local/')) return ['/usr/local/etc/gitconfig']
  const developer = ['/Library/Developer/CommandLineTools', '/Applications/Xcode.app/Contents/Developer']
  return [...developer.map((folder) => `${folder}/usr/share/git-core/gitconfig`), '/etc/gitconfig']
}

function buildOf(host: Host, found: Installation): Build {
  const none = { file: null, directory: null, unknown: '', isMulti: false }
  if (isOfNix(host, found.path)) return { ...none, backend: 'openssl', why: builtIn('what libcurl was built with', '') }
  if (host.platform === 'win32') {
    const root = windowsRoot(found.path)
    const bundles = ['mingw64\\etc\\ssl\\certs', 'mingw64\\ssl\\certs', 'mingw32\\ssl\\certs', 'usr\\ssl\\certs']
    const file =
      bundles.map((folder) => `${root}\\${folder}\\ca-bundle.crt`).find((path) => kindAt(host, path) === 'file') ?? null
    const unknown = file === null ? 'the bundle of this Git for Windows was not found' : ''
    return {
      ...none,
      backend: 'openssl',
      file,
      unknown,
      isMulti: true,
      why: builtIn('the bundle of Git for Windows', file ?? ''),
    }
  }
  if (host.platform === 'darwin') {
    const isApple = found.path === '/usr/bin/git' || found.note === 'Apple'
    const file = isApple ? '/etc/ssl/cert.pem' : null
    const unknown = isApple ? '' : 'which bundle the libcurl of this git was built with is not known'
    return { ...none, backend: '', file, unknown, why: builtIn('what libcurl was built with', file ?? '') }
  }
  return onUnix(host, found)
}

/** git's helper for HTTP says which libcurl it needs, and that library which paths it was built with. */
function onUnix(host: Host, { path }: Installation): Build {
  const prefix = folderOf(folderOf(realPlace(host, path)))
  const helpers = ['lib/git-core', 'libexec/git-core'].map((folder) => `${prefix}/${folder}/git-remote-http`)
  const helper = helpers.find((file) => kindAt(host, file) === 'file')
  const flavour =
    helper === undefined ? null : mentions(host, helper, ['libcurl-gnutls.so.4', 'libcurl-nss.so.4', 'libcurl.so.4'])
  const library = flavour === null ? null : libcurlDefaults(host, [flavour])
  const needs = library === null ? null : mentions(host, library.library, ['libgnutls.so', 'libssl.so'])
  const backend = flavour === 'libcurl-gnutls.so.4' || needs === 'libgnutls.so' ? 'gnutls' : flavour === null ? '' : 'openssl'
  return {
    backend,
    file: library?.file ?? null,
    directory: library?.directory ?? null,
    why: builtIn('what libcurl was built with', library?.library ?? ''),
    unknown: library === null ? 'which bundle the libcurl of this git was built with is not known' : '',
    isMulti: false,
  }
}

/** The TLS library that answers, and the setting that chose it. */
function backendOf(build: Build, http: readonly GitSetting[]): { readonly backend: string; readonly by: GitSetting | null } {
  const by = http.findLast(({ key, url }) => key === 'sslbackend' && url === '') ?? null
  return build.isMulti && by !== null ? { backend: (by.value ?? '').toLowerCase(), by } : { backend: build.backend, by }
}

/** The last one of those that are for all requests. */
const lastOf = (http: readonly GitSetting[], key: string): GitSetting | null =>
  http.findLast((entry) => entry.key === key) ?? null

function asks(host: Host, found: Installation, build: Build, server: AskedServer | undefined): Asking {
  const all = gitSettings(host, systemFiles(host, found))
  const http = settingsFor(all, server)
  const { backend, by } = backendOf(build, http)
  const isSchannel = backend === 'schannel'
  const [file, directory] = [
    decided(host, http, 'sslcainfo', 'GIT_SSL_CAINFO'),
    decided(host, http, 'sslcapath', 'GIT_SSL_CAPATH'),
  ]
  const usesFile = !isSchannel || isTrue(lastOf(http, 'schannelusesslcainfo')?.value ?? 'false')
  const isHashed = backend !== 'gnutls'
  const filePath = usesFile ? (file.first?.path ?? (isSchannel ? null : build.file)) : null
  const directoryPath = isSchannel ? null : (directory.first?.path ?? build.directory)
  // No file, an empty name or a directory in the place of the bundle: every request fails (observed).
  const isStopped = filePath === '' || (filePath !== null && kindAt(host, filePath) === 'directory')
  // GnuTLS takes a file without a certificate, and asks the directory (observed); OpenSSL does not.
  const isTaken =
    backend === 'gnutls' && filePath !== null && kindAt(host, filePath) !== null && !holdsCertificates(host, filePath)
  const asked: readonly AskedStore[] = [
    ...(filePath === null ? [] : [{ store: filePath, ifUnreadable: isTaken ? ('goes-on' as const) : ('fails' as const) }]),
    ...(directoryPath === null
      ? []
      : [{ store: directoryStore(host, directoryPath, isHashed), ifUnreadable: 'goes-on' as const }]),
    ...(isSchannel && filePath === null ? [{ store: 'system', ifUnreadable: 'fails' as const }] : []),
  ]
  const named = [...(usesFile ? [file.first] : []), ...(isSchannel ? [] : [directory.first])].filter((each) => each !== null)
  const nix = nixLibcurl(host, found.path, named[0]?.setting ?? null)
  const left = named.length === 0 ? nix : null
  const broken = gitStops(host, systemFiles(host, found))
  const stores = isStopped || broken !== null ? [] : (left?.stores ?? asked)
  const isUnknown = (asked.length === 0 && !isStopped) || (named.length === 0 && !isSchannel)
  const fallback = isSchannel && by !== null ? by.setting : (left?.why ?? build.why)
  const why = named[0]?.setting ?? fallback
  const overrides = [...named.slice(1), ...file.rest, ...directory.rest].map(({ setting }) => setting)
  return {
    installation: found,
    stores,
    unknown: broken === null ? (isUnknown ? build.unknown : '') : `every command fails: git cannot read ${broken}`,
    why,
    overrides: why === fallback ? [...overrides, ...(left?.overrides ?? [])] : [...overrides, fallback],
    withoutEffect: [
      ...named.flatMap((each) => pathProblem(host, each.setting, kindFor(each, file.first, isHashed), each.path) ?? []),
      ...beaten(file),
      ...beaten(directory),
      ...(usesFile || file.first === null ? [] : [unusedBySchannel(file.first.setting)]),
      ...(build.isMulti || by === null || (by.value ?? '') === backend ? [] : [otherBackend(by.setting, backend)]),
      ...forSomeUrls(all.filter((each) => !http.includes(each))),
      ...(nix?.withoutEffect ?? []),
      ...ofEnvironment(host, backend, left !== null),
    ],
    dangers: dangers(host, all, server),
    source:
      'observed: git 2.39.5 with libcurl-gnutls 7.88.1 on a loopback server; Schannel: git/git 1a3e64c6c4 (2026-08), http.c; macOS and other builds from memory',
  }
}

interface Named {
  readonly setting: Setting
  readonly path: string
}

/** What decides a path, then what it beats: the variable, also when it is empty, before any file; of files the last. */
interface Decision {
  readonly first: Named | null
  readonly rest: readonly Named[]
}

function decided(host: Host, http: readonly GitSetting[], key: string, name: string): Decision {
  const value = host.env[name]
  // git_config_pathname: a leading `~/` is the user's folder; a variable is taken as it stands.
  const filed = http
    .filter((entry) => entry.key === key)
    .map(({ setting, value: text }) => ({
      setting,
      path: fromHere(
        host,
        (text ?? '').replace(/^~(?=[\\/])/, () => host.home),
      ),
    }))
    .toReversed()
  const all = value === undefined ? filed : [{ setting: variable(name, value), path: fromHere(host, value) }, ...filed]
  return { first: all[0] ?? null, rest: all.slice(1) }
}

const kindFor = (each: Named, file: Named | null, isHashed: boolean) =>
  each === file ? ('file' as const) : isHashed ? ('hashed-directory' as const) : ('directory' as const)

const beaten = ({ first, rest }: Decision): readonly WithoutEffect[] =>
  first === null
    ? []
    : rest.map(({ setting }) => {
        const by = first.setting.where === '' ? first.setting.name : `${first.setting.name} in ${first.setting.where}`
        return { setting, reason: 'beaten', params: { by } }
      })

const unusedBySchannel = (setting: Setting): WithoutEffect => ({
  setting,
  reason: 'other-backend',
  params: { by: 'Schannel', instead: 'http.schannelUseSSLCAInfo' },
})

/** A libcurl with one library stops at the name of another (observed: `Unsupported SSL backend`). */
const otherBackend = (setting: Setting, by: string): WithoutEffect => ({
  setting,
  reason: 'other-backend',
  params: by === '' ? {} : { by },
})

const forSomeUrls = (http: readonly GitSetting[]): readonly WithoutEffect[] =>
  http
    .filter(({ key, url }) => url !== '' && (key === 'sslcainfo' || key === 'sslcapath'))
    .map(({ setting, url }) => ({ setting, reason: 'some-requests', params: { reach: url } }))

const ownNames = ['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH']
const aliases = {
  GIT_SSL_CA_FILE: 'GIT_SSL_CAINFO',
  GIT_SSL_CAFILE: 'GIT_SSL_CAINFO',
  GIT_SSL_CA_BUNDLE: 'GIT_SSL_CAINFO',
  GIT_SSL_CERT_FILE: 'GIT_SSL_CAINFO',
  GIT_CA_INFO: 'GIT_SSL_CAINFO',
  GIT_CAINFO: 'GIT_SSL_CAINFO',
}

/** Neither libcurl nor git reads curl's variables (observed). A libcurl with OpenSSL that was built with a bundle does not read OpenSSL's either. */
function ofEnvironment(host: Host, backend: string, readsOpenssl: boolean): readonly WithoutEffect[] {
  const instead = backend === 'schannel' ? 'http.schannelUseSSLCAInfo' : 'GIT_SSL_CAINFO'
  const openssl = readsOpenssl ? [] : ['SSL_CERT_FILE', 'SSL_CERT_DIR']
  const others = ['CURL_CA_BUNDLE', ...openssl, 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']
  return [...misnamed(host, ownNames, aliases), ...ofOthers(host, ownNames, others, instead)]
}

function dangers(host: Host, http: readonly GitSetting[], server: AskedServer | undefined): readonly Danger[] {
  const off = (setting: Setting, reach: string): Danger => ({ setting, reason: 'verification-off', reach })
  const value = host.env['GIT_SSL_NO_VERIFY']
  // Any value turns it off, `0` and nothing at all too (observed). What the files say holds again once it is taken away.
  const set = value === undefined ? [] : [off(variable('GIT_SSL_NO_VERIFY', value), '')]
  const verify = http.filter(({ key }) => key === 'sslverify')
  // Of those for every request, or every one to the server, the last decides; those that say the same before it would decide without it.
  const forAll = settingsFor(verify, server)
  const deciding = forAll.slice(forAll.findLastIndex((each) => isTrue(each.value)) + 1).toReversed()
  const others = verify.filter((each) => !forAll.includes(each))
  const ofUrls = [...new Map(others.map((each) => [each.url, each])).values()].filter((each) => !isTrue(each.value))
  return [...set, ...deciding.map(({ setting }) => off(setting, '')), ...ofUrls.map(({ setting, url }) => off(setting, url))]
}

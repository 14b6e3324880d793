import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { gnutlsDefaults } from './shared/gnutls-defaults.ts'
import { installed } from './shared/installed.ts'
import { misnamed, ofOthers } from './shared/misnamed.ts'
import { isOfNix } from './shared/nix-store.ts'
import { opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import { isAbsolutePlace, nameOf, placeIn, textAt } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { inFile, variable } from './shared/setting.ts'

/** GNU Wget, and its successor Wget2, with GnuTLS or OpenSSL. */
export const wget: Runtime = {
  id: 'wget',
  title: 'Wget and Wget2',
  names: ['wget2'],
  find: async (host) => Promise.all(installed(host, ['wget', 'wget2'], places(host)).map((path) => installation(host, path))),
  asks,
}

const places = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? ['C:\\msys64\\usr\\bin\\wget.exe', 'C:\\cygwin64\\bin\\wget.exe', 'C:\\ProgramData\\chocolatey\\bin\\wget.exe']
    : ['/usr/bin/wget', '/usr/bin/wget2', '/opt/homebrew/bin/wget', '/usr/local/bin/wget']

async function installation(host: Host, path: string): Promise<Installation> {
  const text = (await printed(host, [path, '--version'], { WGETRC: '', HOME: '/nonexistent' })) ?? ''
  const version = /^GNU Wget2? (?<version>\d+(?:\.\d+)+)/m.exec(text)?.groups?.['version'] ?? null
  const backend = /\+ssl\/(?<backend>\w+)/.exec(text)?.groups?.['backend'] ?? ''
  const isTwo = /^GNU Wget2/m.test(text)
  const client = version !== null && backend === 'gnutls' && !isTwo ? `wget-${version}-gnutls` : null
  return { runtime: 'wget', path, version, client, note: [isTwo ? 'Wget2' : '', backend].filter((t) => t !== '').join(', ') }
}

/** A line of a wgetrc that bears on trust; the last counts. */
interface Line {
  readonly key: string
  readonly value: string
  readonly setting: Setting
}

/** Names without `-` and `_`, whose use and case are free (wget: src/init.c, dehyphen). */
const wanted = ['cacertificate', 'cadirectory', 'checkcertificate']

function linesOf(host: Host, path: string): readonly Line[] {
  return (textAt(host, path, 'text') ?? '').split(/\r?\n/).flatMap((text, i) => {
    const groups = /^[ \t]*(?<name>[\w-]+)\s*=\s*(?<value>.*?)\s*$/.exec(text)?.groups
    const name = groups?.['name'] ?? ''
    const key = name.toLowerCase().replace(/[-_]/g, '')
    const value = groups?.['value'] ?? ''
    return wanted.includes(key) ? [{ key, value, setting: inFile(name, value, path, i + 1) }] : []
  })
}

/** A line of another form, also a byte order mark before the first: `Syntax error`, and exit 2 (wget: src/init.c, parse_line; observed, 1.21.3). A name that it does not know ends it too, and is not told here. */
const isForeign = (line: string): boolean => !/^[ \t\v\f\r]*(?:#|$|[\w-]+[ \t\v\f\r]*=)/.test(line)

/** The first file and line that Wget cannot read; `null`: it reads them all. Wget2 has another reader. */
const brokenIn = (host: Host, paths: readonly string[]): string | null =>
  paths.flatMap((path) => {
    const at = (textAt(host, path, 'text') ?? '').split('\n').findIndex(isForeign)
    return at === -1 ? [] : [`${path}:${at + 1}`]
  })[0] ?? null

/** The system's file, then one of the user: a variable keeps the one in his folder from being read (observed). */
function files(host: Host, isTwo: boolean): readonly string[] {
  const [variableName, file] = isTwo ? ['WGET2RC', '.wget2rc'] : ['WGETRC', '.wgetrc']
  const own = host.env[variableName] ?? ''
  const system = isTwo ? ['/etc/wget2rc'] : ['/etc/wgetrc', '/usr/local/etc/wgetrc', '/opt/homebrew/etc/wgetrc']
  const mine = own === '' ? placeIn(host, host.home, file) : own
  const ini = !isTwo && host.platform === 'win32' ? [placeIn(host, host.home, 'wget.ini')] : []
  return [...(host.platform === 'win32' ? [] : system), ...ini, mine]
}

async function asks(host: Host, found: Installation): Promise<Asking> {
  const isTwo = found.note.startsWith('Wget2')
  const isGnutls = found.note.includes('gnutls')
  const lines = files(host, isTwo).flatMap((path) => linesOf(host, path))
  const last = (key: string): Line | null => lines.findLast((line) => line.key === key) ?? null
  const [file, directory] = [last('cacertificate'), last('cadirectory')]
  const checks = lines.filter(({ key }) => key === 'checkcertificate')
  const fallback = isGnutls || found.note === '' ? ofGnutls(host, found) : ofOpenssl(host, found)
  const isBeside = !isTwo && found.note !== '' && !isGnutls
  // A file is asked beside what is built in. A directory takes its place with GnuTLS, and stands beside it with OpenSSL (observed with both).
  const stores: readonly AskedStore[] = [
    // It goes on with what is built in (observed with 1.21.3 and 1.25.0); with OpenSSL without the directory, which is not told here.
    ...(file === null
      ? []
      : [{ store: file.value, ifUnreadable: isGnutls || isBeside ? ('goes-on' as const) : ('fails' as const) }]),
    ...(directory === null
      ? []
      : [{ store: directoryStore(host, directory.value, !isGnutls), ifUnreadable: 'goes-on' as const }]),
    ...(directory === null || isBeside ? fallback.stores : []),
  ]
  const named = [file, directory].filter((line) => line !== null)
  const broken = isTwo ? null : brokenIn(host, files(host, false))
  const why = named[0]?.setting ?? fallback.why
  // The last one decides; those before it that say the same would decide without it.
  const lastOn = checks.findLastIndex(({ value }) => !/^(off|no|0|quiet)$/i.test(value))
  return {
    installation: found,
    stores: broken === null ? stores : [],
    unknown:
      broken !== null
        ? `every request fails: Wget cannot read ${broken}`
        : directory === null || isBeside
          ? fallback.unknown
          : '',
    why,
    overrides: [
      ...named.slice(1).map(({ setting }) => setting),
      ...((directory === null || isBeside) && named.length > 0 ? [fallback.why] : []),
      ...fallback.overrides,
    ],
    withoutEffect: [
      ...named.flatMap(
        (line) => pathProblem(host, line.setting, line === file ? 'file' : isGnutls ? 'directory' : 'hashed-directory') ?? [],
      ),
      ...lines
        .filter((line) => line.key !== 'checkcertificate' && line !== file && line !== directory)
        .map((line) => beaten(line, last(line.key))),
      ...(isGnutls ? ofOpensslNames(host) : []),
      ...fallback.withoutEffect,
      ...unread(host, isTwo),
      ...misnamed(host, [isTwo ? 'WGET2RC' : 'WGETRC'], { WGET_RC: isTwo ? 'WGET2RC' : 'WGETRC' }),
      ...ofOthers(host, [], ['CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'], 'ca_certificate'),
    ],
    dangers: checks
      .slice(lastOn + 1)
      .toReversed()
      .map(({ setting }) => ({ setting, reason: 'verification-off', reach: '' })),
    source:
      'observed: Wget 1.21.3 and Wget2 1.99.1 with GnuTLS, Wget 1.21.3 and 1.25.0 with OpenSSL, on a loopback server; src/openssl.c',
  }
}

interface Fallback extends Pick<Asking, 'stores' | 'why' | 'unknown' | 'overrides' | 'withoutEffect'> {}

/** gnutls_certificate_set_x509_system_trust, and /etc/ssl/certs where that gives nothing. */
const ofGnutls = (host: Host, { path, note }: Installation): Fallback => ({
  ...gnutlsDefaults(host, path),
  unknown: note === '' ? 'which TLS library this Wget was built with is not known' : '',
})

/** SSL_CTX_set_default_verify_paths; which directory that OpenSSL was built with, Wget does not tell. */
function ofOpenssl(host: Host, { path: program }: Installation): Fallback {
  const folders = ['/usr/lib/ssl', '/etc/pki/tls', '/etc/ssl', '/opt/homebrew/etc/openssl@3', '/usr/local/etc/openssl@3']
  const folder = folders.find((path) => textAt(host, placeIn(host, path, 'openssl.cnf')) !== null)
  const unknown =
    folder === undefined && !isOfNix(host, program) ? 'which directory the OpenSSL of this Wget was built with is not known' : ''
  return { ...opensslVerifyPaths(host, folder ?? '/usr/lib/ssl', '3', program), unknown }
}

const beaten = (line: Line, by: Line | null): WithoutEffect => ({
  setting: line.setting,
  reason: 'beaten',
  params: { by: by === null ? '' : `${by.setting.name} in ${by.setting.where}` },
})

/** GnuTLS reads none of OpenSSL's variables (observed). */
const ofOpensslNames = (host: Host): readonly WithoutEffect[] =>
  ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name] ?? ''
    if (value === '') return []
    const instead = name === 'SSL_CERT_FILE' ? 'ca_certificate' : 'ca_directory'
    return [{ setting: variable(name, value), reason: 'other-backend', params: { by: 'GnuTLS', instead } }]
  })

/** Settings about trust in files that this program does not read: those of the other Wget, and `~/.wgetrc` beside the variable. */
function unread(host: Host, isTwo: boolean): readonly WithoutEffect[] {
  const own = host.env[isTwo ? 'WGET2RC' : 'WGETRC'] ?? ''
  const mine = placeIn(host, host.home, isTwo ? '.wget2rc' : '.wgetrc')
  const name = isTwo ? 'WGET2RC' : 'WGETRC'
  const behind =
    own === '' || own === mine
      ? []
      : linesOf(host, mine).map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: name } }))
  const others = isTwo
    ? linesOf(host, placeIn(host, host.home, '.wgetrc')).map(
        ({ setting }): WithoutEffect => ({ setting, reason: 'other-runtime', params: { by: 'wget', instead: nameOf(mine) } }),
      )
    : []
  // Wget stops when the variable names nothing (observed).
  const lost: readonly WithoutEffect[] =
    own !== '' && isAbsolutePlace(host, own) && textAt(host, own) === null
      ? [{ setting: variable(name, own), reason: 'no-such-file', params: { path: own } }]
      : []
  return [...behind, ...others, ...lost]
}

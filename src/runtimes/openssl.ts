import type { Host } from '../host/host.ts'
import type { Asking, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { installed } from './shared/installed.ts'
import { opensslFolderIn, opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import { nameOf, placeIn, textAt } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { builtIn, inFile, variable } from './shared/setting.ts'

/** The program `openssl`, of OpenSSL and of LibreSSL; a machine often has several. */
export const openssl: Runtime = {
  id: 'openssl',
  title: 'openssl s_client and verify',
  names: ['libressl'],
  find: async (host) => Promise.all(installed(host, ['openssl'], places(host)).map((path) => installation(host, path))),
  asks,
}

const places = (host: Host): readonly string[] => {
  const condas = ['miniconda3', 'anaconda3', 'miniforge3']
  if (host.platform === 'win32')
    return [
      'C:\\Program Files\\Git\\mingw64\\bin\\openssl.exe',
      'C:\\Program Files\\Git\\usr\\bin\\openssl.exe',
      'C:\\Program Files\\OpenSSL-Win64\\bin\\openssl.exe',
      'C:\\Strawberry\\c\\bin\\openssl.exe',
      ...condas.map((name) => placeIn(host, host.home, name, 'Library', 'bin', 'openssl.exe')),
    ]
  return [
    '/usr/bin/openssl',
    ...['openssl@3', 'openssl@1.1', 'libressl'].flatMap((name) =>
      ['/opt/homebrew/opt', '/usr/local/opt'].map((folder) => `${folder}/${name}/bin/openssl`),
    ),
    '/opt/conda/bin/openssl',
    ...condas.map((name) => placeIn(host, host.home, name, 'bin', 'openssl')),
  ]
}

/** `OpenSSL 3.0.19 27 Jan 2026`, `OpenSSL 1.1.1w  11 Sep 2023`, `LibreSSL 3.3.6`. */
const firstLine = /^(?<library>OpenSSL|LibreSSL) (?<version>\d+(?:\.\d+)*[a-z]*)/m

async function installation(host: Host, path: string): Promise<Installation> {
  const groups = firstLine.exec((await printed(host, [path, 'version', '-a'])) ?? '')?.groups
  const version = groups?.['version'] ?? null
  const isLibre = groups?.['library'] === 'LibreSSL'
  const number = version?.replace(/[a-z]+$/, '')
  const client = number === undefined ? null : isLibre ? `libressl-${number}` : `openssl-s_client-${number}`
  return { runtime: 'openssl', path, version, client, note: isLibre ? 'LibreSSL' : noteOf(path) }
}

const noteOf = (path: string): string =>
  /[\\/]Git[\\/]/.test(path)
    ? 'Git for Windows'
    : /conda|miniforge/.test(path)
      ? 'conda'
      : path.includes('Strawberry')
        ? 'Strawberry Perl'
        : /homebrew|\/usr\/local\/opt\//.test(path)
          ? 'Homebrew'
          : ''

async function asks(host: Host, found: Installation): Promise<Asking> {
  const text = await printed(host, [found.path, 'version', '-a'])
  const folder = opensslFolderIn(text ?? '')
  const common = { installation: found, dangers: [] }
  if (folder === null)
    return {
      ...common,
      stores: [],
      unknown: `${found.path} did not say which directory it was built with`,
      why: builtIn('the directory that OpenSSL was built with', ''),
      overrides: [],
      withoutEffect: [],
      source: 'openssl version -a',
    }
  if (found.note === 'LibreSSL') return { ...common, ...libre(host, folder) }
  return {
    ...common,
    ...opensslVerifyPaths(host, folder, found.version ?? '', found.path),
    unknown: levelOf(host, folder),
    source:
      'observed: openssl s_client 3.0.19 on a loopback server; -CAfile and -CApath beat both variables and the built-in pair',
  }
}

/** LibreSSL heeds no variable (libressl/portable#747, the maintainer's word; X509_LOOKUP_new(3), ENVIRONMENT). */
function libre(host: Host, folder: string): Omit<Asking, 'installation' | 'dangers'> {
  const file = placeIn(host, folder, 'cert.pem')
  const ignored = ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name]
    return value === undefined
      ? []
      : [{ setting: variable(name, value), reason: 'other-backend', params: { by: 'LibreSSL', instead: '-CAfile' } }]
  })
  return {
    stores: [{ store: file, ifUnreadable: 'goes-on' }],
    unknown: '',
    why: builtIn('the file that LibreSSL was built with', file),
    overrides: [],
    withoutEffect: ignored,
    source: 'documented: X509_LOOKUP_new(3) of LibreSSL, ENVIRONMENT',
  }
}

/** A security level in openssl.cnf that is not the one which the profiles assume: 2, Debian's and Fedora's. */
function levelOf(host: Host, folder: string): string {
  const path = host.env['OPENSSL_CONF'] ?? placeIn(host, folder, 'openssl.cnf')
  const lines = (textAt(host, path) ?? '').split(/\r?\n/)
  for (const [i, line] of lines.entries()) {
    const level = /^\s*CipherString\s*=.*@SECLEVEL=(?<level>\d)/.exec(line)?.groups?.['level']
    if (level === undefined || level === '2') continue
    const { where } = inFile('CipherString', line.trim(), path, i + 1)
    return `${nameOf(path)} sets security level ${level} (${where}); verdicts are for level 2`
  }
  return ''
}

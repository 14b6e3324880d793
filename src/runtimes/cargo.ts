import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { pathProblem } from './shared/ca-path.ts'
import { installed } from './shared/installed.ts'
import { misnamed, ofOthers } from './shared/misnamed.ts'
import { folderOf, fromHere, isAbsolutePlace, kindAt, placeIn, textAt } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { builtIn, inFile, variable } from './shared/setting.ts'
import { readTomlEntries } from './shared/toml-entries.ts'

/** Cargo: a libcurl of its own with OpenSSL (Linux), Schannel (Windows) or SecureTransport (macOS). */
export const cargo: Runtime = {
  id: 'cargo',
  title: 'Cargo and rustup',
  names: ['rustup', 'rustc'],
  find: async (host) => Promise.all(installed(host, ['cargo'], places(host)).map((path) => installation(host, path))),
  asks: async (host, found) => asks(host, found),
}

const places = (host: Host): readonly string[] => [
  placeIn(host, cargoHome(host), 'bin', host.platform === 'win32' ? 'cargo.exe' : 'cargo'),
  '/usr/bin/cargo',
]

const cargoHome = (host: Host): string => host.env['CARGO_HOME'] ?? placeIn(host, host.home, '.cargo')

async function installation(host: Host, path: string): Promise<Installation> {
  const program = behindProxy(host, path)
  const text = program === null ? '' : ((await printed(host, [program, '--version', '--verbose'])) ?? '')
  const version = /^cargo (?<version>\d+(?:\.\d+)+)/m.exec(text)?.groups?.['version'] ?? null
  // Distributions build it with their own libcurl, which may be another library's; Windows' and macOS' have none of OpenSSL's.
  const client = version !== null && /^libcurl: .*\bssl:OpenSSL\//m.test(text) ? `cargo-${version}` : null
  return { runtime: 'cargo', path, version, client, note: '' }
}

/**
 * The program of the toolchain that rustup would start: its proxy writes its own settings when it is run (observed, rustup 1.28).
 * `null`: it is not known which.
 */
function behindProxy(host: Host, path: string): string | null {
  if (!/[\\/]rustup(?:\.exe)?$/i.test(host.realPath(path) ?? path)) return path
  const home = host.env['RUSTUP_HOME'] ?? placeIn(host, host.home, '.rustup')
  const settings = textAt(host, placeIn(host, home, 'settings.toml')) ?? ''
  const toolchain = /^default_toolchain\s*=\s*"([^"]+)"/m.exec(settings)?.[1]
  if (toolchain === undefined) return null
  const program = placeIn(host, home, 'toolchains', toolchain, 'bin', host.platform === 'win32' ? 'cargo.exe' : 'cargo')
  return kindAt(host, program) === 'file' ? program : null
}

/** A setting of Cargo with the path that it means. */
interface Named {
  readonly setting: Setting
  readonly path: string
}

/** From the folder that the shell stands in upwards, then the one of CARGO_HOME; the first that says something counts, a variable before all. */
function named(host: Host, key: string, name: string): readonly Named[] {
  const value = host.env[name]
  // Also an empty one, and a relative path, mean something below the folder that one stands in (observed).
  return [
    ...(value === undefined ? [] : [{ setting: variable(name, value), path: fromHere(host, value) }]),
    ...fromFiles(host, key),
  ]
}

function fromFiles(host: Host, key: string): readonly Named[] {
  const folders: string[] = []
  for (let folder = host.cwd; isAbsolutePlace(host, folder); folder = folderOf(folder)) {
    folders.push(placeIn(host, folder, '.cargo'))
    if (folderOf(folder) === folder || /^[A-Za-z]:$/.test(folder)) break
  }
  return [...new Set([...folders, cargoHome(host)])].flatMap((folder): readonly Named[] => {
    // Of both names the one without an ending is read.
    const path = ['config', 'config.toml']
      .map((file) => placeIn(host, folder, file))
      .find((file) => kindAt(host, file) === 'file')
    const entry = readTomlEntries(path === undefined ? '' : (textAt(host, path) ?? '')).find((e) => e.key === key)
    if (path === undefined || entry === undefined) return []
    const value = String(entry.value)
    // A relative path starts at the folder that `.cargo` stands in.
    return [
      {
        setting: inFile(key, value, path, entry.line),
        path: isAbsolutePlace(host, value) ? value : placeIn(host, folderOf(folder), value),
      },
    ]
  })
}

/** What is asked as a file, and what as a folder of hash names beside it; `null`: none. */
interface Probed {
  readonly file: Named | null
  readonly folder: Named | null
  readonly problems: readonly WithoutEffect[]
}

/**
 * Where a libcurl that was built without a list of its own looks, by way of openssl-probe: SSL_CERT_FILE and SSL_CERT_DIR each for itself, else what
 * the first of the well-known folders holds. One does not take the place of the other (observed).
 */
function probed(host: Host): Probed {
  const at = (name: string): Named | null => {
    const value = host.env[name] ?? ''
    return value === '' ? null : { setting: variable(name, value), path: value }
  }
  const [file, folder] = [at('SSL_CERT_FILE'), at('SSL_CERT_DIR')]
  return {
    file,
    folder,
    problems: [
      file === null ? null : pathProblem(host, file.setting, 'file'),
      folder === null ? null : pathProblem(host, folder.setting, 'hashed-directory'),
    ].filter((problem) => problem !== null),
  }
}

/** The folder that openssl-probe finds first, as far as systems have one (observed on Debian 12; the places: openssl-probe, src/lib.rs). */
const folders = ['/usr/lib/ssl/certs', '/etc/pki/tls/certs', '/etc/ssl/certs'] as const

function asks(host: Host, found: Installation): Asking {
  const cainfo = named(host, 'http.cainfo', 'CARGO_HTTP_CAINFO')
  const cli = named(host, 'net.git-fetch-with-cli', 'CARGO_NET_GIT_FETCH_WITH_CLI')[0]
  const isProbed = host.platform === 'linux' || host.platform === 'other'
  const { file, folder, problems } = isProbed ? probed(host) : { file: null, folder: null, problems: [] }
  const [first, ...rest] = [...cainfo, ...(file === null ? [] : [file])]
  const own = cainfo[0]
  const system: AskedStore = { store: 'system', ifUnreadable: 'fails' }
  const beside = folder?.path ?? folders.find((path) => kindAt(host, path) === 'directory')
  const fallback = isProbed ? builtIn("the system's bundle, as openssl-probe finds it", '') : builtIn('the system judges', '')
  return {
    installation: found,
    stores: [
      first === undefined ? system : { store: first.path, ifUnreadable: 'fails' },
      // What lies in the folder is trusted too, whatever names the file.
      ...(isProbed && beside !== undefined && (first !== undefined || folder !== null)
        ? [{ store: `openssl-dir:${beside}`, ifUnreadable: 'goes-on' as const }]
        : []),
    ],
    unknown: '',
    why: first?.setting ?? folder?.setting ?? fallback,
    overrides: first === undefined ? [] : [...rest.map(({ setting }) => setting), fallback],
    withoutEffect: [
      ...(own === undefined ? [] : [pathProblem(host, own.setting, 'file', own.path)].filter((problem) => problem !== null)),
      ...rest.map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: nameOfFirst(first) } })),
      ...problems.filter(({ setting }) => own === undefined || setting !== file?.setting),
      ...(isProbed ? [] : ofOthers(host, [], ['SSL_CERT_FILE', 'SSL_CERT_DIR'], 'CARGO_HTTP_CAINFO')),
      ...(own !== undefined && cli?.setting.value === 'true'
        ? [
            {
              setting: own.setting,
              reason: 'some-requests' as const,
              params: { reach: 'what cargo fetches itself, not what it has the program git fetch', instead: 'GIT_SSL_CAINFO' },
            },
          ]
        : []),
      ...rustup(host),
      ...misnamed(host, ['CARGO_HTTP_CAINFO'], {
        CARGO_CAINFO: 'CARGO_HTTP_CAINFO',
        CARGO_HTTP_CA_FILE: 'CARGO_HTTP_CAINFO',
        CARGO_CA_BUNDLE: 'CARGO_HTTP_CAINFO',
      }),
      ...ofOthers(
        host,
        ['CARGO_HTTP_CAINFO', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
        ['CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'REQUESTS_CA_BUNDLE'],
        'CARGO_HTTP_CAINFO',
      ),
    ],
    dangers: [],
    source:
      'observed: Cargo 1.95.0 of rustup on Debian 12, a sparse registry on loopback; rust-lang/cargo af373f761 (2026-08): src/util/network/http.rs, src/sources/git/oxide.rs, doc/book/src/reference/config.md; Windows and macOS from memory',
  }
}

const nameOfFirst = (first: Named | undefined): string =>
  first === undefined ? '' : first.setting.where === '' ? first.setting.name : `${first.setting.name} in ${first.setting.where}`

/**
 * `http.cainfo` is Cargo's alone: rustup downloads with the trust of the system (its changelog, 1.28: rustls with the platform's verifier), on
 * Linux through rustls-native-certs, which SSL_CERT_FILE moves.
 */
const rustup = (host: Host): readonly WithoutEffect[] =>
  (host.env['CARGO_HTTP_CAINFO'] ?? '') === ''
    ? []
    : [
        {
          setting: variable('CARGO_HTTP_CAINFO', host.env['CARGO_HTTP_CAINFO'] ?? ''),
          reason: 'some-requests',
          params: { reach: 'cargo, not rustup', instead: 'SSL_CERT_FILE' },
        },
      ]

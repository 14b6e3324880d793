import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { pathProblem } from './shared/ca-path.ts'
import { installed } from './shared/installed.ts'
import { misnamed, ofOthers } from './shared/misnamed.ts'
import { folderOf, isAbsolutePlace, kindAt, placeIn, textAt } from './shared/place.ts'
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
  const text = program === null ? '' : ((await printed(host, [program, '--version'])) ?? '')
  const version = /^cargo (?<version>\d+(?:\.\d+)+)/m.exec(text)?.groups?.['version'] ?? null
  return { runtime: 'cargo', path, version, client: null, note: '' }
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
  const value = host.env[name] ?? ''
  return [...(value === '' ? [] : [{ setting: variable(name, value), path: value }]), ...fromFiles(host, key)]
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

/** Where a libcurl that was built without a bundle of its own looks on Linux, by way of openssl-probe: the variables, then well-known places. */
function probed(host: Host): {
  readonly stores: readonly AskedStore[]
  readonly why: Setting
  readonly withoutEffect: readonly WithoutEffect[]
} {
  if (host.platform !== 'linux' && host.platform !== 'other')
    return {
      stores: [{ store: 'system', ifUnreadable: 'fails' }],
      why: builtIn('the system judges', ''),
      withoutEffect: ofOthers(host, [], ['SSL_CERT_FILE', 'SSL_CERT_DIR'], 'CARGO_HTTP_CAINFO'),
    }
  const set = ['SSL_CERT_FILE', 'SSL_CERT_DIR']
    .filter((name) => (host.env[name] ?? '') !== '')
    .map((name) => variable(name, host.env[name] ?? ''))
  const problems = set.map((setting) =>
    pathProblem(host, setting, setting.name === 'SSL_CERT_FILE' ? 'file' : 'hashed-directory'),
  )
  const usable = set.filter((_, i) => problems[i]?.reason !== 'no-such-file')
  return {
    stores:
      usable.length === 0
        ? [{ store: 'system', ifUnreadable: 'fails' }]
        : usable.map(({ name, value }) => ({
            store: name === 'SSL_CERT_DIR' ? `openssl-dir:${value}` : value,
            ifUnreadable: 'fails',
          })),
    why: usable[0] ?? builtIn("the system's bundle, as openssl-probe finds it", ''),
    withoutEffect: problems.filter((problem) => problem !== null),
  }
}

function asks(host: Host, found: Installation): Asking {
  const cainfo = named(host, 'http.cainfo', 'CARGO_HTTP_CAINFO')
  const cli = named(host, 'net.git-fetch-with-cli', 'CARGO_NET_GIT_FETCH_WITH_CLI')[0]
  const fallback = probed(host)
  const [first, ...rest] = cainfo
  const lost = fallback.why.kind === 'variable' && first !== undefined
  return {
    installation: found,
    stores: first === undefined ? fallback.stores : [{ store: first.path, ifUnreadable: 'fails' }],
    unknown: '',
    why: first?.setting ?? fallback.why,
    overrides: first === undefined ? [] : [...rest.map(({ setting }) => setting), fallback.why],
    withoutEffect: [
      ...(first === undefined
        ? []
        : [pathProblem(host, first.setting, 'file', first.path)].filter((problem) => problem !== null)),
      ...rest.map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: nameOfFirst(first) } })),
      ...(lost
        ? [{ setting: fallback.why, reason: 'beaten' as const, params: { by: nameOfFirst(first) } }]
        : fallback.withoutEffect),
      ...(first !== undefined && cli?.setting.value === 'true'
        ? [
            {
              setting: first.setting,
              reason: 'some-requests' as const,
              params: { reach: 'not what the program git fetches', instead: 'GIT_SSL_CAINFO' },
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
      'rust-lang/cargo af373f761 (2026-08): src/util/network/http.rs, src/sources/git/oxide.rs, doc/book/src/reference/config.md; SSL_CERT_FILE: a maintainer in rust-lang/cargo#1180; the rest from memory',
  }
}

const nameOfFirst = (first: Named | undefined): string =>
  first === undefined ? '' : first.setting.where === '' ? first.setting.name : `${first.setting.name} in ${first.setting.where}`

/** `http.cainfo` is Cargo's alone: rustup downloads with the trust of the system, or of SSL_CERT_FILE. From memory. */
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

import type { Host } from '../../host/host.ts'
import type { Asking, AskedStore, Danger, Setting, WithoutEffect } from '../../model/machine.ts'
import { askedFor } from './asked-version.ts'
import { opensslDefaults, type OpensslPaths } from './openssl-environment.ts'
import { lateVariables } from './late-variables.ts'
import { isOfNix, nixBundle } from './nix-store.ts'
import { kindAt } from './place.ts'
import { nodeWords } from './quoted-words.ts'
import { isAtLeast } from './release-order.ts'
import { builtIn, variable } from './setting.ts'
import { ledTo } from './led-to.ts'

/** What the tls module of one Node trusts when a program names no list of its own. */
export type NodeTrust = Omit<Asking, 'installation'>

const source =
  'observed: Node 12.22.12, 16.20.2, 20.20.2, 22.15.0, 22.23.3, 24.6.0, 24.21.0, 25.9.0 and 26.10.0 on Linux, a server for each store; ' +
  'nodejs/node 22: src/crypto/crypto_context.cc, doc/api/cli.md'

/** Where the OpenSSL within Node's own builds looks. nodejs/node: deps/openssl/openssl_common.gypi, OPENSSLDIR; on Linux observed. Nix' Node has nixpkgs'. */
function opensslPaths(host: Host, program: string): OpensslPaths {
  if (isOfNix(host, program)) return { file: nixBundle(host), folder: '', takesFileAsFolder: true }
  if (host.platform === 'win32') {
    const folder = 'C:\\Program Files\\Common Files\\SSL'
    return { file: `${folder}\\cert.pem`, folder: `${folder}\\certs`, takesFileAsFolder: false }
  }
  const folder = host.platform === 'darwin' ? '/System/Library/OpenSSL' : '/etc/ssl'
  return { file: `${folder}/cert.pem`, folder: `${folder}/certs`, takesFileAsFolder: false }
}

/** Which of Node's lists are on. */
interface Switches {
  readonly bundled: boolean
  readonly openssl: boolean
  readonly system: boolean
  /** Why it refuses to start; empty: it does start. */
  readonly refuses: string
  readonly why: Setting
  readonly withoutEffect: readonly WithoutEffect[]
}

/** What the Node at a path trusts, of a release that is `null` where it is not known. */
export async function nodeTrust(host: Host, program: string, version: string | null): Promise<NodeTrust> {
  const paths = opensslPaths(host, program)
  const asksOpenssl = (await builtFor(host, program)) === 'openssl'
  const own = builtIn(
    asksOpenssl ? "built to use OpenSSL's list" : 'the list that is compiled into it',
    asksOpenssl ? [paths.file, paths.folder].filter((path) => path !== '').join(', ') : version === null ? '' : `Node ${version}`,
  )
  const on = switches(host, version, asksOpenssl, own)
  const openssl = on.openssl ? opensslDefaults(host, paths, program) : null
  const system = on.system ? systemStores(host, paths, !on.openssl) : null
  const extra = extraCertificates(host)
  const bundled: readonly AskedStore[] = on.bundled ? [{ store: listOf(host, program, version), ifUnreadable: 'fails' }] : []
  const stores = [...bundled, ...(openssl?.stores ?? []), ...(system?.stores ?? []), ...extra.stores]
  const deciding = [...(on.why === own ? [] : [on.why]), ...moved(openssl), ...(system?.set ?? []), ...extra.set, own]
  return {
    stores: on.refuses === '' ? unique(stores) : [],
    unknown: on.refuses,
    why: deciding[0] ?? own,
    overrides: on.refuses === '' ? deciding.slice(1) : [],
    withoutEffect: [
      ...on.withoutEffect,
      ...(openssl?.withoutEffect ?? []),
      ...(system?.withoutEffect ?? []),
      ...extra.withoutEffect,
      ...(on.openssl || (on.system && isUnix(host)) ? [] : opensslOnly(host)),
      ...misspelt(host),
      ...lateVariables(host),
    ],
    dangers: dangers(host),
    source,
  }
}

const moved = (openssl: ReturnType<typeof opensslDefaults> | null): readonly Setting[] =>
  openssl === null ? [] : [openssl.why, ...openssl.overrides].filter(({ kind }) => kind === 'variable')

/** The same folder may stand in both lists. */
const unique = (stores: readonly AskedStore[]): readonly AskedStore[] =>
  stores.filter(({ store }, i) => stores.findIndex((other) => other.store === store) === i)

const isUnix = (host: Host): boolean => host.platform === 'linux' || host.platform === 'other'

/** The list of the Node that runs this program has a name of its own: it needs no second process. */
const listOf = (host: Host, program: string, version: string | null): string =>
  version !== null && host.runtime === `Node ${version}` ? 'node' : `node:${program}`

/** Distributions build with --openssl-use-def-ca-store; the help marks the default. Builds that cannot be asked are taken for Node's own. */
async function builtFor(host: Host, program: string): Promise<'bundled' | 'openssl'> {
  if (!isUnix(host) && !isOfNix(host, program)) return 'bundled'
  return /--use-openssl-ca\s[^-]*\(default\)/.test((await askedFor(host, program, ['--help'])) ?? '') ? 'openssl' : 'bundled'
}

function switches(host: Host, version: string | null, asksOpenssl: boolean, own: Setting): Switches {
  const options = host.env['NODE_OPTIONS'] ?? ''
  const set = variable('NODE_OPTIONS', options)
  const words = nodeWords(options)
  const has = (flag: string): boolean => words?.some((word) => word.split('=')[0]?.replaceAll('_', '-') === flag) ?? false
  const [wantsOpenssl, wantsBundled] = [has('--use-openssl-ca'), has('--use-bundled-ca')]
  const system = systemSwitch(host, version, has)
  const openssl = wantsOpenssl || (asksOpenssl && !wantsBundled)
  const quoted = (words ?? []).filter((word) => /^['"]?'--use-(openssl|system|bundled)-ca/.test(word))
  const isSet = wantsOpenssl || wantsBundled
  return {
    bundled: !openssl,
    openssl,
    system: system.isOn,
    refuses: refusal(words, wantsOpenssl, wantsBundled, system, version),
    why: isSet || system.by === 'flag' || words === null ? set : system.by === 'variable' ? system.variable : own,
    withoutEffect: [
      ...system.withoutEffect,
      ...quoted.map(
        (word): WithoutEffect => ({
          setting: set,
          reason: 'not-expanded',
          params: { path: word, instead: word.replaceAll("'", '') },
        }),
      ),
    ],
  }
}

interface SystemSwitch {
  readonly isOn: boolean
  readonly by: 'flag' | 'variable' | null
  readonly isTooOld: boolean
  readonly variable: Setting
  readonly withoutEffect: readonly WithoutEffect[]
}

/** `--use-system-ca`: 23.9 and 22.15 (Windows and macOS: 23.8). NODE_USE_SYSTEM_CA: 24.6 and 22.19. `--no-use-system-ca` beats both. */
function systemSwitch(host: Host, version: string | null, has: (flag: string) => boolean): SystemSwitch {
  const major = Number(version?.split('.')[0])
  const flagSince = major === 22 ? '22.15.0' : isUnix(host) ? '23.9.0' : '23.8.0'
  const variableSince = major === 22 ? '22.19.0' : '24.6.0'
  const [flag, no] = [has('--use-system-ca'), has('--no-use-system-ca')]
  const value = host.env['NODE_USE_SYSTEM_CA'] ?? ''
  const setting = variable('NODE_USE_SYSTEM_CA', value)
  const knows = isAtLeast(version, variableSince)
  const isOn = !no && (flag || (value === '1' && knows))
  const lost = (reason: WithoutEffect['reason'], params: Readonly<Record<string, string>>): readonly WithoutEffect[] => [
    { setting, reason, params },
  ]
  const withoutEffect =
    value === '' || value === '0'
      ? []
      : !knows
        ? lost('too-old', { since: variableSince })
        : value !== '1'
          ? lost('wrong-name', { instead: 'NODE_USE_SYSTEM_CA=1' })
          : no
            ? lost('beaten', { by: 'NODE_OPTIONS=--no-use-system-ca' })
            : []
  return {
    isOn,
    by: flag || no ? 'flag' : isOn ? 'variable' : null,
    isTooOld: (flag || no) && !isAtLeast(version, flagSince),
    variable: setting,
    withoutEffect: [
      ...withoutEffect,
      ...(flag && !isAtLeast(version, flagSince)
        ? [
            {
              setting: variable('NODE_OPTIONS', host.env['NODE_OPTIONS'] ?? ''),
              reason: 'too-old',
              params: { since: flagSince },
            } as const,
          ]
        : []),
    ],
  }
}

function refusal(
  words: readonly string[] | null,
  openssl: boolean,
  bundled: boolean,
  system: SystemSwitch,
  version: string | null,
): string {
  if (words === null) return 'it does not start: a quote in NODE_OPTIONS is not closed'
  if (system.isTooOld) return 'it does not start: it does not know --use-system-ca, which stands in NODE_OPTIONS'
  if (openssl && bundled) return 'it does not start: NODE_OPTIONS has --use-openssl-ca and --use-bundled-ca'
  if (!openssl || !system.isOn) return ''
  // 24.6.0 and 22.23.3 take both, 24.21.0, 25.9.0 and 26.10.0 refuse.
  if (isAtLeast(version, '24.21.0')) return 'it does not start: it was told to use the list of OpenSSL and that of the system'
  return isAtLeast(version, '24.7.0')
    ? 'whether this release starts with --use-openssl-ca and the list of the system at once'
    : ''
}

/** What `--use-system-ca` adds. On Linux OpenSSL's places, of whose folder every file counts, hash names or not (PR 57009). */
function systemStores(
  host: Host,
  { file, folder }: OpensslPaths,
  isAlone: boolean,
): {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
} {
  const stores = (...names: readonly string[]): readonly AskedStore[] =>
    names.map((store) => ({ store, ifUnreadable: 'goes-on' }))
  if (host.platform === 'win32') return { stores: stores('windows:ROOT', 'windows:CA'), set: [], withoutEffect: [] }
  if (host.platform === 'darwin') return { stores: stores('system'), set: [], withoutEffect: [] }
  const parts = (
    [
      ['SSL_CERT_FILE', file, 'file'],
      ['SSL_CERT_DIR', folder, 'directory'],
    ] as const
  ).map(([name, usual, kind]) => {
    const value = host.env[name] ?? ''
    if (value === '') return { stores: kindAt(host, usual) === kind ? stores(usual) : [], set: [], withoutEffect: [] }
    const setting = variable(name, value)
    const led = ledTo(host, setting, value, kind)
    return 'lost' in led
      ? { stores: [], set: [setting], withoutEffect: isAlone ? [led.lost] : [] }
      : { stores: stores(led.path), set: [setting], withoutEffect: [] }
  })
  return {
    stores: parts.flatMap((p) => p.stores),
    set: isAlone ? parts.flatMap((p) => p.set) : [],
    withoutEffect: parts.flatMap((p) => p.withoutEffect),
  }
}

/** NODE_EXTRA_CA_CERTS: PEM in one file, added to whichever list is on. What cannot be read is passed over, with a warning where it is not there. */
function extraCertificates(host: Host): {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
} {
  const value = host.env['NODE_EXTRA_CA_CERTS'] ?? ''
  if (value === '') return { stores: [], set: [], withoutEffect: [] }
  const setting = variable('NODE_EXTRA_CA_CERTS', value)
  const led = ledTo(host, setting, value, 'file')
  if ('lost' in led) return { stores: [], set: [], withoutEffect: [led.lost] }
  return { stores: [{ store: led.path, ifUnreadable: 'goes-on' }], set: [setting], withoutEffect: [] }
}

/** Node looks at these with OpenSSL's list alone, or with the system's on Linux. */
const opensslOnly = (host: Host): readonly WithoutEffect[] =>
  ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name) => {
    const value = host.env[name] ?? ''
    if (value === '') return []
    return [
      { setting: variable(name, value), reason: 'other-runtime', params: { by: 'OpenSSL', instead: 'NODE_EXTRA_CA_CERTS' } },
    ]
  })

/** Names that nobody reads. The first stands in npm/cli issue 7592. */
const wrongNames = [
  'EXTRA_NODE_CA_CERTS',
  'NODE_EXTRA_CA_CERT',
  'NODE_EXTRA_CA',
  'NODE_EXTRA_CERTS',
  'NODE_EXTRA_CA_CERTS_FILE',
  'NODE_EXTRA_CACERTS',
  'NODE_CA_CERTS',
  'NODE_CA_FILE',
  'NODE_SSL_CERT_FILE',
]

const misspelt = (host: Host): readonly WithoutEffect[] =>
  wrongNames.flatMap((name) => {
    const value = host.env[name] ?? ''
    return value === ''
      ? []
      : [{ setting: variable(name, value), reason: 'wrong-name', params: { instead: 'NODE_EXTRA_CA_CERTS' } }]
  })

/** NODE_TLS_REJECT_UNAUTHORIZED turns verification off with the value 0 alone; `false` does nothing. */
function dangers(host: Host): readonly Danger[] {
  const value = host.env['NODE_TLS_REJECT_UNAUTHORIZED'] ?? ''
  const options = host.env['NODE_OPTIONS'] ?? ''
  const logs = (nodeWords(options) ?? []).some((word) => word.startsWith('--tls-keylog'))
  return [
    ...(value === '0'
      ? [{ setting: variable('NODE_TLS_REJECT_UNAUTHORIZED', value), reason: 'verification-off', reach: '' } as const]
      : []),
    ...(logs ? [{ setting: variable('NODE_OPTIONS', options), reason: 'key-material-logged', reach: '' } as const] : []),
  ]
}

import type { Host } from '../host/host.ts'
import type { Asking, AskedStore, Danger, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { askedFor } from './shared/asked-version.ts'
import { programsOf } from './shared/managed-programs.ts'
import { placeIn } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'
import { ledTo } from './shared/led-to.ts'

const source =
  'observed: Deno 2.9.6 on Linux, a server for each store; denoland/deno 2: cli/args/mod.rs (get_root_cert_store); release notes of 2.8 for NODE_EXTRA_CA_CERTS'

/** Deno: rustls with the list of the crate webpki-roots, the system's, or both. */
export const deno: Runtime = {
  id: 'deno',
  title: 'Deno',
  names: [],
  find: async (host) => {
    const program = host.platform === 'win32' ? 'deno.exe' : 'deno'
    const own = placeIn(host, host.env['DENO_INSTALL'] ?? placeIn(host, host.home, '.deno'), 'bin', program)
    const managed = [{ manager: 'asdf', folder: placeIn(host, host.home, '.asdf', 'installs', 'deno'), below: ['bin', program] }]
    const programs = programsOf(host, 'deno', [own, '/opt/homebrew/bin/deno', '/usr/local/bin/deno'], managed)
    return Promise.all(
      programs.map(async ({ path, version, note }) => {
        const release = version ?? /^deno (\d+\.\d+\.\d+)/.exec((await askedFor(host, path, ['--version'])) ?? '')?.[1] ?? null
        return { runtime: 'deno', path, version: release, client: release === null ? 'deno' : `deno-${release}`, note }
      }),
    )
  },
  asks: async (host, installation): Promise<Asking> => {
    const lists = listsOf(host, installation.path)
    const added = [certificateOf(host), extraOf(host, installation.version)]
    const own = builtIn('the list that is compiled into it', 'mozilla')
    const both = added.every(({ set }) => set.length > 0) ? (added[0]?.set ?? []) : []
    const unknown = [lists.unknown, ...added.map((part) => part.unknown)].find((text) => text !== '') ?? ''
    const deciding = [...lists.set, ...added.flatMap(({ set }) => set), own]
    return {
      installation,
      stores: unknown === '' ? [...lists.stores, ...added.flatMap(({ stores }) => stores)] : [],
      unknown,
      why: deciding[0] ?? own,
      overrides: deciding.slice(1),
      withoutEffect: [
        ...lists.withoutEffect,
        ...added.flatMap((part) => part.withoutEffect),
        // Observed with 2.9.6: node:https takes the one and leaves the other.
        ...both.map(
          (setting): WithoutEffect => ({
            setting,
            reason: 'some-requests',
            params: { reach: 'fetch, not node:https while NODE_EXTRA_CA_CERTS is set' },
          }),
        ),
        ...nodeOnly(host),
        ...(lists.asksSystem ? [] : systemOnly(host)),
      ],
      dangers: dangers(host),
      source,
    }
  },
}

interface Part {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly unknown: string
  readonly withoutEffect: readonly WithoutEffect[]
}

const none: Part = { stores: [], set: [], unknown: '', withoutEffect: [] }
const asked = (store: string): AskedStore => ({ store, ifUnreadable: 'goes-on' })

/** DENO_TLS_CA_STORE: names with commas between, in lower case; another name fails every request, no name leaves no list at all. */
function listsOf(host: Host, program: string): Part & { readonly asksSystem: boolean } {
  const value = host.env['DENO_TLS_CA_STORE']
  const setting = variable('DENO_TLS_CA_STORE', value ?? '')
  const names =
    value === undefined
      ? ['mozilla']
      : value
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '')
  const strange = names.find((name) => name !== 'mozilla' && name !== 'system')
  const base = value === undefined ? none : { ...none, set: [setting] }
  if (strange !== undefined) {
    const withoutEffect: readonly WithoutEffect[] = [
      { setting, reason: 'wrong-name', params: { instead: 'DENO_TLS_CA_STORE=mozilla,system' } },
    ]
    return { ...base, unknown: `every request fails: it knows no list ${strange}`, withoutEffect, asksSystem: false }
  }
  const parts = names.map(
    (name): Part =>
      name === 'mozilla' ? { ...none, stores: [{ store: `deno:${program}`, ifUnreadable: 'fails' }] } : systemPart(host),
  )
  return {
    stores: parts.flatMap(({ stores }) => stores),
    set: [...base.set, ...parts.flatMap(({ set }) => set)],
    unknown: '',
    withoutEffect: parts.flatMap(({ withoutEffect }) => withoutEffect),
    asksSystem: names.includes('system'),
  }
}

/**
 * rustls-native-certs, as Deno 2 has it: SSL_CERT_FILE takes the place of the system's bundle, on every platform but macOS, where Deno asks
 * the keychains itself; SSL_CERT_DIR is not looked at.
 */
function systemPart(host: Host): Part {
  const value = host.env['SSL_CERT_FILE'] ?? ''
  const folder = host.env['SSL_CERT_DIR'] ?? ''
  const ignored: readonly WithoutEffect[] =
    folder === ''
      ? []
      : [
          {
            setting: variable('SSL_CERT_DIR', folder),
            reason: 'other-runtime',
            params: { by: 'OpenSSL', instead: 'SSL_CERT_FILE' },
          },
        ]
  if (value === '' || host.platform === 'darwin') {
    const store = host.platform === 'win32' ? 'windows:ROOT' : 'system'
    return { ...none, stores: [asked(store)], withoutEffect: ignored }
  }
  const setting = variable('SSL_CERT_FILE', value)
  const led = ledTo(host, setting, value, 'file')
  return 'lost' in led
    ? { ...none, set: [setting], withoutEffect: [led.lost, ...ignored] }
    : { ...none, stores: [asked(led.path)], set: [setting], withoutEffect: ignored }
}

/** DENO_CERT: one PEM file, added to the lists. One that cannot be opened fails every request. */
function certificateOf(host: Host): Part {
  const value = host.env['DENO_CERT'] ?? ''
  if (value === '') return none
  const setting = variable('DENO_CERT', value)
  const led = ledTo(host, setting, value, 'file')
  if (!('lost' in led)) return { ...none, stores: [asked(led.path)], set: [setting] }
  const stops = led.lost.reason !== 'no-certificate'
  return {
    ...none,
    set: stops ? [setting] : [],
    unknown: stops ? 'every request fails: DENO_CERT names no file' : '',
    withoutEffect: [led.lost],
  }
}

function extraOf(host: Host, version: string | null): Part {
  const value = host.env['NODE_EXTRA_CA_CERTS'] ?? ''
  if (value === '') return none
  const setting = variable('NODE_EXTRA_CA_CERTS', value)
  if (!isAtLeast(version, '2.8.0'))
    return { ...none, withoutEffect: [{ setting, reason: 'too-old', params: { since: '2.8.0', instead: 'DENO_CERT' } }] }
  const led = ledTo(host, setting, value, 'file')
  return 'lost' in led ? { ...none, withoutEffect: [led.lost] } : { ...none, stores: [asked(led.path)], set: [setting] }
}

/** SSL_CERT_FILE is read with the system's list alone. */
const systemOnly = (host: Host): readonly WithoutEffect[] =>
  ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name] ?? ''
    return value === ''
      ? []
      : [{ setting: variable(name, value), reason: 'other-runtime', params: { by: 'OpenSSL', instead: 'DENO_CERT' } }]
  })

/** Switches of Node that Deno does not look at; observed with 2.9.6. */
function nodeOnly(host: Host): readonly WithoutEffect[] {
  const options = host.env['NODE_OPTIONS'] ?? ''
  const names = [
    ...(/--use[-_](openssl|system)[-_]ca/.test(options) ? ['NODE_OPTIONS'] : []),
    ...(host.env['NODE_USE_SYSTEM_CA'] === '1' ? ['NODE_USE_SYSTEM_CA'] : []),
  ]
  return names.map((name) => ({
    setting: variable(name, host.env[name] ?? ''),
    reason: 'other-runtime',
    params: { by: 'Node.js', instead: 'DENO_TLS_CA_STORE=system' },
  }))
}

/** Observed with 2.9.6: requests of node:https obey it, fetch does not. */
function dangers(host: Host): readonly Danger[] {
  const value = host.env['NODE_TLS_REJECT_UNAUTHORIZED'] ?? ''
  return value === '0'
    ? [{ setting: variable('NODE_TLS_REJECT_UNAUTHORIZED', value), reason: 'verification-off', reach: 'node:https and node:tls' }]
    : []
}

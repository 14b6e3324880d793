import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { AskedStore, Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { kindAt, placeIn, realPlace } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable, withoutPasswords } from './shared/setting.ts'
import { followed } from './shared/trust-variable.ts'
import { type UvSetting, uvSettings } from './shared/uv-settings.ts'

/** uv: Mozilla's roots as they were compiled in, SSL_CERT_FILE and SSL_CERT_DIR instead of them, or the system's store when told so. */
export const uv: Runtime = {
  id: 'uv',
  title: 'uv',
  names: ['uvx'],
  find: async (host) => Promise.all(places(host).map((path) => installed(host, path))),
  asks: async (host, installation) => {
    const { version } = installation
    const settings = uvSettings(host)
    const custom = customCertificates(host, version)
    const system = systemCertificates(host, version, settings)
    return {
      installation,
      ...decided(host, custom, system),
      withoutEffect: [
        ...custom.withoutEffect,
        ...system.withoutEffect,
        ...(custom.set.length > 0 && system.on !== null
          ? [{ setting: system.on, reason: 'beaten' as const, params: { by: custom.set[0]?.name ?? '' } }]
          : []),
        ...foreignVariables(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR']),
      ],
      dangers: [...insecureHosts(host, settings), ...keyLog(host)],
      source:
        'astral-sh/uv at 0.12.5: crates/uv-client/src/tls.rs and base_client.rs, crates/uv/src/settings.rs; its CHANGELOG at 0.1.19, 0.9.10, 0.11.0 and 0.12.0',
    }
  },
}

function places(host: Host): readonly string[] {
  const program = host.platform === 'win32' ? 'uv.exe' : 'uv'
  const usual = host.home === '' ? [] : ['.local', '.cargo'].map((folder) => placeIn(host, host.home, folder, 'bin', program))
  const all = [...onSearchPath(host, 'uv'), ...usual.filter((path) => kindAt(host, path) === 'file')]
  return all.filter((path, i) => all.findIndex((other) => realPlace(host, other) === realPlace(host, path)) === i)
}

async function installed(host: Host, path: string): Promise<Installation> {
  const ran = await host.run([path, '--version'], { timeout: 5000, env: {} })
  const version = ran.kind === 'ended' ? (/^uv (\d+\.\d+\.\d+)/.exec(ran.stdout)?.[1] ?? null) : null
  return { runtime: 'uv', path, version, client: clientOf(host, version), note: '' }
}

/** From 0.11 the system's own verifier judges where the system's store is asked (Windows, macOS). */
function clientOf(host: Host, version: string | null): ClientId {
  const isSystem =
    isAtLeast(version, '0.11') &&
    customCertificates(host, version).set.length === 0 &&
    systemCertificates(host, version, uvSettings(host)).on !== null
  if (isSystem && host.platform === 'win32') return 'schannel'
  return isSystem && host.platform === 'darwin' ? 'sectrust' : 'rustls-0.23'
}

interface Custom {
  /** Variables that take the place of what is built in. */
  readonly set: readonly Setting[]
  readonly stores: readonly AskedStore[]
  readonly withoutEffect: readonly WithoutEffect[]
}

/** Before 0.12 a variable that led nowhere was passed over; from then on nothing is trusted. SSL_CERT_DIR is read from 0.9.10 on. */
function customCertificates(host: Host, version: string | null): Custom {
  const isStrict = isAtLeast(version, '0.12')
  const parts = [
    { name: 'SSL_CERT_FILE', kind: 'file', since: '0.1.19' },
    { name: 'SSL_CERT_DIR', kind: 'directory', since: '0.9.10' },
  ] as const
  const found = parts.flatMap(({ name, kind, since }): readonly Custom[] => {
    const value = host.env[name] ?? ''
    if (value === '') return []
    const setting = variable(name, value)
    if (!isAtLeast(version, since))
      return [{ set: [], stores: [], withoutEffect: [{ setting, reason: 'too-old', params: { since } }] }]
    const list = kind === 'file' ? [value] : value.split(host.platform === 'win32' ? ';' : ':')
    const led = list.map((one) => followed(host, setting, one, kind))
    const stores = led.flatMap((one): readonly AskedStore[] =>
      'lost' in one ? [] : [{ store: one.path, ifUnreadable: 'goes-on' }],
    )
    const lost = led.flatMap((one) => ('lost' in one ? [one.lost] : []))
    return [{ set: isStrict || stores.length > 0 ? [setting] : [], stores, withoutEffect: lost }]
  })
  return {
    set: found.flatMap((f) => f.set),
    stores: found.flatMap((f) => f.stores),
    withoutEffect: found.flatMap((f) => f.withoutEffect),
  }
}

interface System {
  /** What turned it on; `null`: nothing. */
  readonly on: Setting | null
  readonly withoutEffect: readonly WithoutEffect[]
}

const isYes = (value: string): boolean => /^(1|true|t|yes|y|on)$/i.test(value)

/** A variable turns it on and never off: one that says no leaves it to the files (settings.rs). */
function systemCertificates(host: Host, version: string | null, settings: readonly UvSetting[]): System {
  const variables = [
    { name: 'UV_SYSTEM_CERTS', since: '0.11' },
    { name: 'UV_NATIVE_TLS', since: '0.1.19' },
  ].flatMap(({ name, since }) =>
    (host.env[name] ?? '') === '' ? [] : [{ since, setting: variable(name, host.env[name] ?? '') }],
  )
  const usable = variables.filter(({ since }) => isAtLeast(version, since))
  const key =
    settings.find(({ name }) => name === 'system-certs' && isAtLeast(version, '0.11')) ??
    settings.find(({ name }) => name === 'native-tls')
  const fileSays = key?.value === true ? key.setting : null
  const yes = usable.find(({ setting }) => isYes(setting.value))?.setting ?? null
  const no = usable.filter(({ setting }) => !isYes(setting.value))
  return {
    on: yes ?? fileSays,
    withoutEffect: [
      ...variables
        .filter(({ since }) => !isAtLeast(version, since))
        .map(
          ({ setting, since }): WithoutEffect => ({ setting, reason: 'too-old', params: { since, instead: 'UV_NATIVE_TLS' } }),
        ),
      ...(yes === null && fileSays !== null
        ? no.map(
            ({ setting }): WithoutEffect => ({
              setting,
              reason: 'beaten',
              params: { by: `${fileSays.name} in ${fileSays.where}` },
            }),
          )
        : []),
    ],
  }
}

function decided(host: Host, custom: Custom, system: System): Pick<Asking, 'stores' | 'unknown' | 'why' | 'overrides'> {
  const own = builtIn("Mozilla's roots as compiled into uv", '')
  const [first, ...rest] = custom.set
  if (first !== undefined) {
    const overrides = [...rest, ...(system.on === null ? [] : [system.on]), own]
    return { stores: custom.stores, unknown: '', why: first, overrides }
  }
  if (system.on !== null) {
    const store = host.platform === 'win32' ? 'windows:ROOT' : 'system'
    return { stores: [{ store, ifUnreadable: 'goes-on' }], unknown: '', why: system.on, overrides: [own] }
  }
  return { stores: [], unknown: 'the list of roots that is compiled into uv cannot be read', why: own, overrides: [] }
}

function insecureHosts(host: Host, settings: readonly UvSetting[]): readonly Danger[] {
  const value = host.env['UV_INSECURE_HOST'] ?? ''
  const named = value === '' ? [] : [{ setting: variable('UV_INSECURE_HOST', value), hosts: value.split(/[\s,]+/) }]
  const listed = settings.flatMap(({ name, setting, value: list }) =>
    name === 'allow-insecure-host' && Array.isArray(list) ? [{ setting, hosts: list.map(String) }] : [],
  )
  return [...named, ...listed].flatMap(({ setting, hosts }) =>
    hosts
      .filter((name) => name !== '')
      .map((name): Danger => ({ setting, reason: 'host-excepted', reach: withoutPasswords(name) })),
  )
}

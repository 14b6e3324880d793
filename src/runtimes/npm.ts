import type { Host } from '../host/host.ts'
import type { Asking, AskedStore, Danger, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { nodeOf, scriptTrust, usualPrefix } from './shared/node-of.ts'
import type { NodeTrust } from './shared/node-trust.ts'
import { type Npmrc, type NpmSetting, npmPath, npmrcAt, npmVariables } from './shared/npmrc.ts'
import { packageOf } from './shared/package-version.ts'
import { placeIn, textAt } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { projectFolder } from './shared/project-folder.ts'
import { ledTo } from './shared/led-to.ts'

const source =
  'observed: npm 6.14.18 and 11.19.1 and pnpm 10 on Node 20.20.2, a server for each store (cafile and ca take the place of the whole list; ' +
  'variable, project, user, global; a file that is not there counts for nothing, one without a certificate for an empty list); ' +
  '@npmcli/config 10: lib/definitions/definitions.js'

/** npm and pnpm, which reads npm's files. */
export const npm: Runtime = {
  id: 'npm',
  title: 'npm and pnpm',
  names: ['pnpm', 'npx', 'pnpx'],
  find: async (host) => {
    const found: Installation[] = []
    for (const tool of ['npm', 'pnpm'])
      for (const path of onSearchPath(host, tool)) {
        const version = packageOf(host, path, [tool])?.version ?? null
        const node = await nodeOf(host, path)
        const client = node === null ? null : node.version === null ? 'node' : `node-${node.version}`
        found.push({ runtime: 'npm', path, version, client, note: tool === 'npm' ? '' : tool })
      }
    return found
  },
  asks: async (host, installation) => {
    const base = await scriptTrust(host, installation.path)
    return asking(host, installation, base)
  },
}

interface Level {
  readonly settings: readonly NpmSetting[]
  readonly wrongNames: Npmrc['wrongNames']
}

function asking(host: Host, installation: Installation, base: NodeTrust | null): Asking {
  const levels = levelsOf(host, installation)
  const all = levels.flatMap(({ settings }) => settings)
  const { decides, led, beaten, lost } = decided(host, installation, levels)
  const withoutEffect: readonly WithoutEffect[] = [
    ...lost,
    ...(decides === undefined
      ? []
      : beaten.map(
          ({ setting }): WithoutEffect => ({
            setting,
            reason: 'beaten',
            params: { by: decides.setting.where || decides.setting.name },
          }),
        )),
    ...levels.flatMap((level) =>
      level.wrongNames.map(({ setting, instead }): WithoutEffect => ({ setting, reason: 'wrong-name', params: { instead } })),
    ),
    ...wrongVariables(host),
  ]
  const shared = {
    installation,
    // `null` is a value of its own here, and verification is on (observed).
    dangers: dangersOf(all.filter(({ key }) => key === 'strict-ssl')),
    source: base === null ? source : `${source}; ${base.source}`,
  }
  const below = base === null ? [] : [base.why, ...base.overrides]
  if (decides !== undefined && decides.value !== 'null')
    return {
      ...shared,
      stores: led?.stores ?? [],
      unknown: led !== null ? led.unknown : 'the certificates stand in the setting itself, and no store has its name',
      why: decides.setting,
      overrides: [...beaten.map(({ setting }) => setting), ...below],
      // What the Node below would add is not looked at any more.
      withoutEffect: [...withoutEffect, ...replaced(base, decides)],
    }
  if (base === null)
    return { ...shared, stores: [], unknown: 'no Node was found that would run it', why: nothing, overrides: [], withoutEffect }
  return {
    ...shared,
    stores: base.stores,
    unknown: base.unknown,
    why: base.why,
    overrides: base.overrides,
    withoutEffect: [...withoutEffect, ...base.withoutEffect],
  }
}

const nothing = { kind: 'built-in', name: 'the list of the Node that runs it', value: '', where: '' } as const

/** Which setting takes the place of the list, what a `cafile` among them leads to, and which lose. `ca` of `null` gives the list back. */
interface Decided {
  readonly decides: NpmSetting | undefined
  readonly led: Replacing | null
  readonly beaten: readonly NpmSetting[]
  readonly lost: readonly WithoutEffect[]
}

/**
 * From 7 on the highest level decides that has either, and of both in one level the one that stands behind the other (@npmcli/config 10.12.0:
 * `flat` in lib/index.js, `ca` and `cafile` in lib/definitions/definitions.js; observed with 11.19.1). Before, and in pnpm, each key is looked
 * for by itself, and cafile beats ca.
 */
function decided(host: Host, { note, version }: Installation, levels: readonly Level[]): Decided {
  const isLayered = note !== 'pnpm' && (version === null || isAtLeast(version, '7'))
  const keys = isLayered
    ? levels.flatMap(({ settings }) => settings.filter(({ key }) => key === 'ca' || key === 'cafile').toReversed())
    : ['cafile', 'ca'].flatMap((key) => levels.flatMap(({ settings }) => settings.filter((s) => s.key === key)))
  const isNone = ({ key, value }: NpmSetting): boolean => value === 'null' && !(isLayered && key === 'ca')
  const named = keys.filter((setting) => !isNone(setting))
  const lost: WithoutEffect[] = []
  for (const [i, setting] of named.entries()) {
    const led = setting.key === 'cafile' ? replacing(host, setting) : null
    if (led?.lost !== undefined) lost.push(led.lost)
    const beaten = named.slice(i + 1)
    // Of an empty file nothing is taken.
    const isVoid = isLayered && led !== null && textAt(host, npmPath(host, setting.value)) === ''
    if (led === null || (led.counts && !isVoid)) return { decides: setting, led, beaten, lost }
    // Before 7 no other level's cafile stands in for one that is not there.
    if (!isLayered) {
      const decides = beaten.find(({ key }) => key === 'ca')
      return { decides, led: null, beaten: beaten.filter((other) => other !== decides), lost }
    }
  }
  return { decides: undefined, led: null, beaten: [], lost }
}

interface Replacing {
  readonly counts: boolean
  readonly stores: readonly AskedStore[]
  readonly unknown: string
  readonly lost?: WithoutEffect
}

/** A cafile in the place of the list. One that is no file keeps npm from any request. */
function replacing(host: Host, { value, setting }: NpmSetting): Replacing {
  const path = npmPath(host, value)
  const led = ledTo(host, setting, path, 'file')
  if (!('lost' in led)) return { counts: true, stores: [{ store: led.path, ifUnreadable: 'fails' }], unknown: '' }
  const { lost } = led
  if (lost.reason === 'wrong-kind')
    return { counts: true, stores: [], unknown: 'it makes no request: cafile must name a file', lost }
  if (lost.reason === 'no-certificate')
    return { counts: true, stores: [{ store: path, ifUnreadable: 'goes-on' }], unknown: '', lost }
  return { counts: false, stores: [], unknown: '', lost }
}

/** NODE_EXTRA_CA_CERTS and what else moves the list of the Node below. */
const replaced = (base: NodeTrust | null, by: NpmSetting): readonly WithoutEffect[] => [
  ...[base?.why, ...(base?.overrides ?? [])].flatMap((setting): readonly WithoutEffect[] =>
    setting === undefined || setting.kind !== 'variable'
      ? []
      : [{ setting, reason: 'beaten', params: { by: by.setting.where || by.setting.name } }],
  ),
  ...(base?.withoutEffect ?? []),
]

/** `strict-ssl=false` of the level that decides, and of those that would decide the same without it. NODE_TLS_REJECT_UNAUTHORIZED=0 does not reach npm: it asks for verification itself. */
function dangersOf(settings: readonly NpmSetting[]): readonly Danger[] {
  const on = settings.findIndex(({ value }) => value !== 'false')
  return settings.slice(0, on === -1 ? undefined : on).map(({ setting }) => ({ setting, reason: 'verification-off', reach: '' }))
}

function wrongVariables(host: Host): readonly WithoutEffect[] {
  return ['NPM_CAFILE', 'NPM_CA_FILE', 'npm_cafile', 'CAFILE', 'NPM_CONFIG_CA_FILE', 'npm_config_ca_file'].flatMap(
    (name): readonly WithoutEffect[] => {
      const value = host.env[name] ?? ''
      const setting = { kind: 'variable', name, value, where: '' } as const
      return value === '' ? [] : [{ setting, reason: 'wrong-name', params: { instead: 'npm_config_cafile' } }]
    },
  )
}

/** Variables, project, user, global and the package's own, in the order of what counts first. */
function levelsOf(host: Host, installation: Installation): readonly Level[] {
  const project = projectFolder(host)
  const user = setFor(host, 'userconfig') ?? placeIn(host, host.home, '.npmrc')
  const global = setFor(host, 'globalconfig') ?? placeIn(host, globalPrefix(host, installation, user), 'etc', 'npmrc')
  const own = packageOf(host, installation.path, ['npm'])
  const files = [
    ...(project === null ? [] : [placeIn(host, project, '.npmrc')]),
    user,
    ...(installation.note === 'pnpm' ? [pnpmRc(host)] : []),
    global,
    ...(own === null ? [] : [placeIn(host, own.folder, 'npmrc')]),
  ]
  const once = files.filter((path, i) => files.indexOf(path) === i)
  return [
    { settings: lowerFirst(npmVariables(host, ['npm_config_'])), wrongNames: [] },
    ...once.map((path) => npmrcAt(host, path)),
  ]
}

/** Of two spellings of a variable npm takes that in lower case; observed with 11.19.1. */
const lowerFirst = (settings: readonly NpmSetting[]): readonly NpmSetting[] =>
  settings.toSorted((a, b) => Number(b.setting.name.startsWith('npm')) - Number(a.setting.name.startsWith('npm')))

const setFor = (host: Host, key: string): string | null =>
  host.env[`npm_config_${key}`] || host.env[`NPM_CONFIG_${key.toUpperCase()}`] || null

/** `prefix` of the variables or the user's file; else the folder above the Node that runs npm, on Windows %APPDATA%\npm. */
function globalPrefix(host: Host, installation: Installation, user: string): string {
  const line = /^\s*prefix\s*=\s*(.*?)\s*$/m.exec(textAt(host, user) ?? '')?.[1]
  const told = setFor(host, 'prefix') ?? (line === undefined ? null : npmPath(host, line)) ?? host.env['PREFIX'] ?? null
  return told ?? usualPrefix(host, installation.path)
}

/** pnpm's own global file. pnpm.io/npmrc: `rc` in its configuration folder. */
function pnpmRc(host: Host): string {
  if (host.platform === 'win32') return placeIn(host, host.env['LOCALAPPDATA'] ?? '', 'pnpm', 'config', 'rc')
  if (host.platform === 'darwin') return placeIn(host, host.home, 'Library', 'Preferences', 'pnpm', 'rc')
  return placeIn(host, host.env['XDG_CONFIG_HOME'] ?? placeIn(host, host.home, '.config'), 'pnpm', 'rc')
}

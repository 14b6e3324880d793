import type { Host } from '../host/host.ts'
import type { Asking, AskedStore, Danger, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { askedFor } from './shared/asked-version.ts'
import { programsOf } from './shared/managed-programs.ts'
import { npmrcAt } from './shared/npmrc.ts'
import { oneFolder } from './shared/openssl-environment.ts'
import { kindAt, placeIn, textAt } from './shared/place.ts'
import { projectFolder } from './shared/project-folder.ts'
import { nodeWords } from './shared/quoted-words.ts'
import { builtIn, inFile, variable } from './shared/setting.ts'
import { ledTo } from './shared/led-to.ts'

const source =
  'observed: Bun 1.4.5 on Linux, a server for each store (its own list always; NODE_EXTRA_CA_CERTS and, where they are set, SSL_CERT_FILE and SSL_CERT_DIR are ' +
  'added; NODE_USE_SYSTEM_CA=1 or --use-system-ca adds the system; --use-openssl-ca and --use-bundled-ca change nothing)'

/** Bun: BoringSSL with a list of its own. */
export const bun: Runtime = {
  id: 'bun',
  title: 'Bun',
  names: ['bunx'],
  find: async (host) => {
    const program = host.platform === 'win32' ? 'bun.exe' : 'bun'
    const own = placeIn(host, host.env['BUN_INSTALL'] ?? placeIn(host, host.home, '.bun'), 'bin', program)
    const managed = [{ manager: 'asdf', folder: placeIn(host, host.home, '.asdf', 'installs', 'bun'), below: ['bin', program] }]
    const programs = programsOf(host, 'bun', [own, '/opt/homebrew/bin/bun', '/usr/local/bin/bun'], managed)
    return Promise.all(
      programs.map(async ({ path, version, note }) => {
        const release = version ?? /^(\d+\.\d+\.\d+)/.exec((await askedFor(host, path, ['--version'])) ?? '')?.[1] ?? null
        return { runtime: 'bun', path, version: release, client: release === null ? 'bun' : `bun-${release}`, note }
      }),
    )
  },
  asks: async (host, installation): Promise<Asking> => {
    const parts = added(host)
    const own = builtIn('the list that is compiled into it', '')
    const deciding = [...parts.flatMap(({ set }) => set), own]
    const conflict = conflictIn(host)
    return {
      installation,
      stores:
        conflict === ''
          ? [{ store: `bun:${installation.path}`, ifUnreadable: 'fails' }, ...parts.flatMap(({ stores }) => stores)]
          : [],
      unknown: conflict,
      why: deciding[0] ?? own,
      overrides: deciding.slice(1),
      withoutEffect: [...parts.flatMap((part) => part.withoutEffect), ...switchesOf(host), ...installOnly(host)],
      dangers: dangers(host),
      source,
    }
  },
}

interface Part {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

const bunOptions = (host: Host): readonly string[] => nodeWords(host.env['BUN_OPTIONS'] ?? '') ?? []

/** Of the three switches only one may stand. */
function conflictIn(host: Host): string {
  const stores = ['--use-system-ca', '--use-openssl-ca', '--use-bundled-ca'].filter((flag) => bunOptions(host).includes(flag))
  return stores.length > 1 ? `it does not start: BUN_OPTIONS has ${stores.join(' and ')}` : ''
}

/** What switches the system's stores on; none: they are off. */
function systemSwitch(host: Host): readonly Setting[] {
  const flag = bunOptions(host).includes('--use-system-ca')
  return [
    ...(flag ? [variable('BUN_OPTIONS', host.env['BUN_OPTIONS'] ?? '')] : []),
    ...(host.env['NODE_USE_SYSTEM_CA'] === '1' ? [variable('NODE_USE_SYSTEM_CA', '1')] : []),
  ]
}

/** Folders of the system that are read whole; observed: Bun 1.4.5 opens them. */
const systemFolders = ['/etc/ssl/certs', '/etc/pki/tls/certs', '/usr/local/etc/openssl/certs', '/etc/openssl/certs']

/** What is added to the list. What cannot be read is passed over. */
function added(host: Host): readonly Part[] {
  const on = systemSwitch(host)
  const isUnix = host.platform === 'linux' || host.platform === 'other'
  const own = host.platform === 'win32' ? ['windows:ROOT', 'windows:CA'] : ['system']
  const system: Part = { stores: on.length > 0 && !isUnix ? own.map(asked) : [], set: on, withoutEffect: [] }
  const usualFolders = systemFolders.filter((folder) => kindAt(host, folder) === 'directory')
  return [
    system,
    named(host, 'NODE_EXTRA_CA_CERTS') ?? nothing,
    named(host, 'SSL_CERT_FILE') ?? (on.length > 0 && isUnix ? { ...nothing, stores: [asked('system')] } : nothing),
    folders(host, on.length > 0) ?? (on.length > 0 && isUnix ? { ...nothing, stores: usualFolders.map(asked) } : nothing),
  ]
}

const nothing: Part = { stores: [], set: [], withoutEffect: [] }
const asked = (store: string): AskedStore => ({ store, ifUnreadable: 'goes-on' })

/** A file that a variable names; `null`: it is not set. */
function named(host: Host, name: string): Part | null {
  const value = host.env[name] ?? ''
  if (value === '') return null
  const setting = variable(name, value)
  const led = ledTo(host, setting, value, 'file')
  return 'lost' in led
    ? { ...nothing, withoutEffect: [led.lost] }
    : { stores: [asked(led.path)], set: [setting], withoutEffect: [] }
}

/** SSL_CERT_DIR, a list: with the system's stores every file counts, without them only those with hash names. `null`: it is not set. */
function folders(host: Host, isWhole: boolean): Part | null {
  const value = host.env['SSL_CERT_DIR'] ?? ''
  if (value === '') return null
  const setting = variable('SSL_CERT_DIR', value)
  const parts = value.split(host.platform === 'win32' ? ';' : ':').map((folder): Omit<Part, 'set'> => {
    if (!isWhole) return oneFolder(host, setting, folder)
    const led = ledTo(host, setting, folder, 'directory')
    return 'lost' in led ? { stores: [], withoutEffect: [led.lost] } : { stores: [asked(led.path)], withoutEffect: [] }
  })
  const stores = parts.flatMap((part) => part.stores)
  return { stores, set: stores.length > 0 ? [setting] : [], withoutEffect: parts.flatMap((part) => part.withoutEffect) }
}

/** NODE_OPTIONS is Node's: Bun has BUN_OPTIONS. */
function switchesOf(host: Host): readonly WithoutEffect[] {
  const options = host.env['NODE_OPTIONS'] ?? ''
  if (!/--use[-_](openssl|system)[-_]ca/.test(options)) return []
  return [
    {
      setting: variable('NODE_OPTIONS', options),
      reason: 'other-runtime',
      params: { by: 'Node.js', instead: 'BUN_OPTIONS=--use-system-ca' },
    },
  ]
}

/** `cafile` of bunfig.toml and of .npmrc takes the place of the list, for `bun install` and its like alone. */
function installOnly(host: Host): readonly WithoutEffect[] {
  const project = projectFolder(host)
  const config = host.env['XDG_CONFIG_HOME'] ?? ''
  const files = [
    ...(project === null ? [] : [placeIn(host, project, 'bunfig.toml')]),
    ...(config === '' ? [] : [placeIn(host, config, '.bunfig.toml')]),
    placeIn(host, host.home, '.bunfig.toml'),
  ]
  const settings = files.flatMap((path) => bunfigAt(host, path))
  const npmrcs = [...(project === null ? [] : [project]), host.home].flatMap(
    (folder) => npmrcAt(host, placeIn(host, folder, '.npmrc')).settings,
  )
  const cafiles = [...settings, ...npmrcs.filter(({ key }) => key === 'cafile').map(({ setting }) => setting)]
  return [
    ...cafiles.map((setting): WithoutEffect => ({ setting, reason: 'some-requests', params: { reach: 'bun install, bun add' } })),
    ...['npm_config_cafile', 'NPM_CONFIG_CAFILE'].flatMap((name): readonly WithoutEffect[] => {
      const value = host.env[name] ?? ''
      return value === ''
        ? []
        : [{ setting: variable(name, value), reason: 'other-runtime', params: { by: 'npm', instead: 'cafile in bunfig.toml' } }]
    }),
  ]
}

/** `cafile = "..."` below `[install]`. */
function bunfigAt(host: Host, path: string): readonly Setting[] {
  let section = ''
  return (textAt(host, path) ?? '').split('\n').flatMap((line, i) => {
    section = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim() ?? section
    const match = /^\s*(install\.)?(cafile|ca)\s*=\s*(["']?)(.*?)\3\s*(?:#.*)?$/.exec(line)
    const key = match?.[2]
    if (key === undefined || (section !== 'install' && match?.[1] === undefined)) return []
    return [inFile(`install.${key}`, key === 'ca' ? '' : (match?.[4] ?? ''), path, i + 1)]
  })
}

function dangers(host: Host): readonly Danger[] {
  const value = host.env['NODE_TLS_REJECT_UNAUTHORIZED'] ?? ''
  return value === '0'
    ? [{ setting: variable('NODE_TLS_REJECT_UNAUTHORIZED', value), reason: 'verification-off', reach: '' }]
    : []
}

import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { nodeOf, scriptTrust, usualPrefix } from './shared/node-of.ts'
import { npmPath, npmrcAt, npmVariables } from './shared/npmrc.ts'
import { packageOf } from './shared/package-version.ts'
import { namesIn, placeIn, textAt } from './shared/place.ts'
import { foldersFromHere } from './shared/project-folder.ts'
import { isAtLeast } from './shared/release-order.ts'
import { inFile, variable } from './shared/setting.ts'
import { ledTo } from './shared/led-to.ts'

/** Yarn 1 and Yarn 2 and later, which share a name and nothing else. */
export const yarn: Runtime = {
  id: 'yarn',
  title: 'Yarn',
  names: ['yarnpkg', 'berry'],
  find: async (host) => {
    const found: Installation[] = []
    for (const path of onSearchPath(host, 'yarn'))
      found.push(await installed(host, path, packageOf(host, path, ['yarn', '@yarnpkg/cli-dist'])?.version ?? null, ''))
    for (const path of kept(host))
      found.push(await installed(host, path, /yarn-(\d+\.\d+\.\d+)/.exec(path)?.[1] ?? null, 'kept in the project'))
    return found
  },
  asks: async (host, installation) =>
    isAtLeast(installation.version, '2') ? askingBerry(host, installation) : askingClassic(host, installation),
}

async function installed(host: Host, path: string, version: string | null, note: string): Promise<Installation> {
  const node = await nodeOf(host, path)
  return {
    runtime: 'yarn',
    path,
    version,
    client: node === null ? null : node.version === null ? 'node' : `node-${node.version}`,
    note,
  }
}

/** Releases that a project keeps: `.yarn/releases/yarn-4.9.1.cjs`. */
function kept(host: Host): readonly string[] {
  return foldersFromHere(host).flatMap((folder) => {
    const releases = placeIn(host, folder, '.yarn', 'releases')
    return namesIn(host, releases)
      .filter((name) => /^yarn-\d.*\.c?js$/.test(name))
      .map((name) => placeIn(host, releases, name))
  })
}

/** A value of Yarn's and where it stands, those that count first at the front. */
interface Told {
  readonly value: string
  readonly setting: Setting
}

interface Settings {
  readonly files: readonly Told[]
  readonly strict: readonly Told[]
  readonly withoutEffect: readonly WithoutEffect[]
  /** What a missing file does: Yarn stops in both releases when it was named in its own files. */
  readonly source: string
  readonly isOff: (value: string) => boolean
  readonly pathOf: (value: string) => string
}

async function asking(
  host: Host,
  installation: Installation,
  { files, strict, withoutEffect, source, isOff, pathOf }: Settings,
): Promise<Asking> {
  const base = await scriptTrust(host, installation.path)
  const [file, ...later] = files
  const below = base === null ? [] : [base.why, ...base.overrides]
  const off = strict[0] !== undefined && isOff(strict[0].value) ? [strict[0].setting] : []
  const dangers: readonly Danger[] = off.map((setting) => ({ setting, reason: 'verification-off', reach: '' }))
  if (file === undefined) {
    if (base === null) {
      const why: Setting = { kind: 'built-in', name: 'the list of the Node that runs it', value: '', where: '' }
      return {
        installation,
        stores: [],
        unknown: 'no Node was found that would run it',
        why,
        overrides: [],
        withoutEffect,
        dangers,
        source,
      }
    }
    return {
      ...base,
      installation,
      withoutEffect: [...withoutEffect, ...base.withoutEffect],
      dangers,
      source: `${source}; ${base.source}`,
    }
  }
  const led = ledTo(host, file.setting, pathOf(file.value), 'file')
  const by = file.setting.where || file.setting.name
  const lost = 'lost' in led ? led.lost : null
  const variables = below.filter(({ kind }) => kind === 'variable')
  return {
    installation,
    stores:
      'lost' in led
        ? led.lost.reason === 'no-certificate'
          ? [{ store: pathOf(file.value), ifUnreadable: 'goes-on' }]
          : []
        : [{ store: led.path, ifUnreadable: 'fails' }],
    unknown:
      lost !== null && lost.reason !== 'no-certificate'
        ? `it makes no request: the file that ${file.setting.name} names cannot be read`
        : '',
    why: file.setting,
    overrides: [...later.map(({ setting }) => setting), ...below],
    withoutEffect: [
      ...(lost === null ? [] : [lost]),
      ...[...later.map(({ setting }) => setting), ...variables].map(
        (setting): WithoutEffect => ({ setting, reason: 'beaten', params: { by } }),
      ),
      ...withoutEffect,
      ...(base?.withoutEffect ?? []),
    ],
    dangers,
    source,
  }
}

const classicSource =
  "observed: Yarn 1.22.22 on Node 20.20.2 (.yarnrc before variables before npm's files, of which the global one comes before the user's; cafile takes the place of " +
  'the list; strict-ssl counts in .yarnrc alone; a file that is not there stops it); yarnpkg/yarn 1.22: src/registries/npm-registry.js'

/** Yarn 1. */
function askingClassic(host: Host, installation: Installation): Promise<Asking> {
  const folders = foldersFromHere(host)
  const own = [...folders, host.home].map((folder) => placeIn(host, folder, '.yarnrc'))
  const yarnrc = own.filter((path, i) => own.indexOf(path) === i).flatMap((path) => yarnrcAt(host, path))
  const prefix = host.env['PREFIX'] ?? usualPrefix(host, installation.path)
  const npmFiles = [
    ...folders.map((folder) => placeIn(host, folder, '.npmrc')),
    placeIn(host, prefix, 'etc', 'npmrc'),
    placeIn(host, host.home, '.npmrc'),
  ]
  const npmrcs = npmFiles.filter((path, i) => npmFiles.indexOf(path) === i).flatMap((path) => npmrcAt(host, path).settings)
  const variables = [...npmVariables(host, ['yarn_']), ...npmVariables(host, ['npm_config_'])]
  const told = [...yarnrc, ...variables, ...npmrcs]
  return asking(host, installation, {
    files: told.filter(({ key }) => key === 'cafile'),
    strict: yarnrc.filter(({ key }) => key === 'strict-ssl'),
    withoutEffect: npmrcs
      .filter(({ key, value }) => key === 'strict-ssl' && value === 'false')
      .map(
        ({ setting }): WithoutEffect => ({
          setting,
          reason: 'other-runtime',
          params: { by: 'npm', instead: 'strict-ssl false in .yarnrc' },
        }),
      ),
    source: classicSource,
    isOff: (value) => value === 'false',
    pathOf: (value) => npmPath(host, value),
  })
}

/** `cafile "/path"` and `strict-ssl false`, a line each. */
function yarnrcAt(host: Host, path: string): readonly (Told & { readonly key: string })[] {
  return (textAt(host, path) ?? '').split('\n').flatMap((line, i) => {
    const match = /^\s*"?(cafile|strict-ssl)"?\s+"?([^"]*?)"?\s*$/.exec(line)
    const [key, value] = [match?.[1], match?.[2]]
    return key === undefined || value === undefined ? [] : [{ key, value, setting: inFile(key, value, path, i + 1) }]
  })
}

const berrySource =
  "observed: Yarn 4 on Node 20.20.2 (variable, project, home; httpsCaFilePath takes the place of the list and must be there; npm's files are not read; ~ is not expanded); " +
  'yarnpkg.com/configuration/yarnrc'

/** Yarn 2 and later. */
function askingBerry(host: Host, installation: Installation): Promise<Asking> {
  const paths = [...foldersFromHere(host), host.home].map((folder) => placeIn(host, folder, '.yarnrc.yml'))
  const rcs = paths.filter((path, i) => paths.indexOf(path) === i).map((path) => berryRc(host, path))
  const fromVariable = (name: string): readonly Told[] => {
    const value = host.env[name] ?? ''
    return value === '' ? [] : [{ value, setting: variable(name, value) }]
  }
  const npmFiles = [...foldersFromHere(host), host.home].flatMap(
    (folder) => npmrcAt(host, placeIn(host, folder, '.npmrc')).settings,
  )
  return asking(host, installation, {
    files: [...fromVariable('YARN_HTTPS_CA_FILE_PATH'), ...rcs.flatMap(({ files }) => files)],
    strict: [...fromVariable('YARN_ENABLE_STRICT_SSL'), ...rcs.flatMap(({ strict }) => strict)],
    withoutEffect: [
      ...rcs.flatMap(({ some }) => some),
      ...[...npmFiles, ...npmVariables(host, ['npm_config_'])].map(
        ({ key, setting }): WithoutEffect => ({
          setting,
          reason: 'other-runtime',
          params: { by: 'npm', instead: key === 'strict-ssl' ? 'enableStrictSsl' : 'httpsCaFilePath' },
        }),
      ),
    ],
    source: berrySource,
    isOff: (value) => value === 'false' || value === '0',
    // A path in the file is relative to the file's folder; a variable's to the project.
    pathOf: (value) => npmPathless(host, value),
  })
}

const npmPathless = (host: Host, value: string): string =>
  /^[\\/]|^[A-Za-z]:/.test(value) || value.startsWith('~') ? value : npmPath(host, value)

interface BerryRc {
  readonly files: readonly Told[]
  readonly strict: readonly Told[]
  /** What is set for some hosts only. */
  readonly some: readonly WithoutEffect[]
}

/** The two keys at the top level; deeper ones belong to a host of `networkSettings`. */
function berryRc(host: Host, path: string): BerryRc {
  const files: Told[] = []
  const strict: Told[] = []
  const some: WithoutEffect[] = []
  let reach = ''
  for (const [i, line] of (textAt(host, path) ?? '').split('\n').entries()) {
    const section = /^ {2}["']?([^"'\s#][^"']*?)["']?:\s*$/.exec(line)?.[1]
    if (section !== undefined) reach = section
    const match = /^(\s*)(httpsCaFilePath|caFilePath|enableStrictSsl)\s*:\s*(["']?)(.*?)\3\s*(?:#.*)?$/.exec(line)
    const [indent, key, value] = [match?.[1], match?.[2], match?.[4]]
    if (key === undefined || value === undefined) continue
    const setting = inFile(key, value, path, i + 1)
    if (indent !== '') some.push({ setting, reason: 'some-requests', params: { reach } })
    else if (key === 'caFilePath') some.push({ setting, reason: 'wrong-name', params: { instead: 'httpsCaFilePath' } })
    else (key === 'enableStrictSsl' ? strict : files).push({ value, setting })
  }
  return { files, strict, some }
}

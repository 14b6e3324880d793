import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { type GitConfigEntry, gitStopsAt, readGitConfig } from './git-config.ts'
import { type GitPlace, includes } from './git-include.ts'
import { folderOf, fromHere, isAbsolutePlace, kindAt, placeIn, realPlace, textAt } from './place.ts'
import { inFile, variable } from './setting.ts'

/** A key of git's section `http`, from wherever git takes it. */
export interface GitSetting {
  /** In lower case: `sslcainfo`. */
  readonly key: string
  /** The address of `http.<url>.<key>`; empty: it is for all. */
  readonly url: string
  /** `null`: the key stands alone, which means true. */
  readonly value: string | null
  readonly setting: Setting
}

/** Keys of `http` that bear on trust, as git writes them. Others may hold tokens (`extraHeader`) and are not kept. */
const keys = ['sslBackend', 'sslCAInfo', 'sslCAPath', 'sslVerify', 'schannelUseSSLCAInfo', 'schannelCheckRevoke'] as const
const written = new Map<string, string>(keys.map((key) => [key.toLowerCase(), key]))

/**
 * git's settings about trust without running git: system, global (XDG, then `~/.gitconfig`), repository, worktree, then
 * GIT_CONFIG_COUNT and at last `git -c` (GIT_CONFIG_PARAMETERS): of several the last counts. Observed with git 2.39.5. `systemFiles`: those of that installation.
 */
export function gitSettings(host: Host, systemFiles: readonly string[]): readonly GitSetting[] {
  const { files, place } = filesOf(host, systemFiles)
  return [...files.flatMap((path) => fromFile(host, path, place, 0)), ...fromCount(host), ...fromParameters(host)]
}

/** The file and line that git cannot read, so that every command ends there; `null`: it reads them all. */
export function gitStops(host: Host, systemFiles: readonly string[]): string | null {
  const { files, place } = filesOf(host, systemFiles)
  return files.map((path) => brokenIn(host, path, place, 0)).find((where) => where !== null) ?? null
}

function filesOf(host: Host, systemFiles: readonly string[]): { readonly files: readonly string[]; readonly place: GitPlace } {
  const repository = repositoryOf(host)
  const files = [...systemOf(host, systemFiles), ...globalOf(host), ...localOf(host, repository)]
  return { files, place: { repository, remotes: files.flatMap((path) => remotesIn(host, path)) } }
}

const remotesIn = (host: Host, path: string): readonly string[] =>
  readGitConfig(textAt(host, fromHere(host, path)) ?? '').flatMap(({ section, key, value }) =>
    section === 'remote' && key === 'url' && value !== null ? [value] : [],
  )

function systemOf(host: Host, files: readonly string[]): readonly string[] {
  const { GIT_CONFIG_NOSYSTEM: none, GIT_CONFIG_SYSTEM: own } = host.env
  if (none !== undefined && /^(true|yes|on|[1-9]\d*)$/i.test(none)) return []
  return own === undefined ? files : [own]
}

function globalOf(host: Host): readonly string[] {
  const { GIT_CONFIG_GLOBAL: own, XDG_CONFIG_HOME: xdg } = host.env
  if (own !== undefined) return [own]
  const base = xdg === undefined || xdg === '' ? placeIn(host, host.home, '.config') : xdg
  return [placeIn(host, base, 'git', 'config'), placeIn(host, host.home, '.gitconfig')]
}

/** The `.git` of the folder that the shell stands in, or of one above it; `null`: it stands in no repository, or nobody knows where. */
function repositoryOf(host: Host): string | null {
  let folder = host.cwd
  while (isAbsolutePlace(host, folder)) {
    const git = placeIn(host, folder, '.git')
    const kind = kindAt(host, git)
    if (kind === 'directory') return git
    // A worktree or a submodule: a file that names the folder.
    const named = kind === 'file' ? /^gitdir: (?<path>.+)$/m.exec(textAt(host, git) ?? '')?.groups?.['path']?.trim() : undefined
    if (named !== undefined) return isAbsolutePlace(host, named) ? named : placeIn(host, folder, named)
    const above = folderOf(folder)
    if (above === folder) return null
    folder = above
  }
  return null
}

function localOf(host: Host, repository: string | null): readonly string[] {
  if (repository === null) return []
  const common = textAt(host, placeIn(host, repository, 'commondir'))?.trim()
  const shared = common === undefined ? repository : isAbsolutePlace(host, common) ? common : placeIn(host, repository, common)
  const config = placeIn(host, shared, 'config')
  const hasOwn = readGitConfig(textAt(host, config) ?? '').some((e) => e.section === 'extensions' && e.key === 'worktreeconfig')
  return hasOwn ? [config, placeIn(host, repository, 'config.worktree')] : [config]
}

/** Depth of includes after which git stops (MAX_INCLUDE_DEPTH of its config.c). */
const maxDepth = 10

function fromFile(host: Host, path: string, place: GitPlace, depth: number): readonly GitSetting[] {
  const text = depth > maxDepth ? null : textAt(host, fromHere(host, path))
  if (text === null) return []
  return readGitConfig(text).flatMap((entry): readonly GitSetting[] => {
    const { section, subsection, key, value, line } = entry
    if (section === 'http') return kept(key, subsection, value, (name) => inFile(name, value ?? '', path, line))
    const file = included(host, entry, path, place)
    return file === null ? [] : fromFile(host, file, place, depth + 1)
  })
}

function brokenIn(host: Host, path: string, place: GitPlace, depth: number): string | null {
  const text = depth > maxDepth ? null : textAt(host, fromHere(host, path))
  if (text === null) return null
  const line = gitStopsAt(text)
  if (line !== null) return `${path}:${line}`
  const files = readGitConfig(text).flatMap((entry) => included(host, entry, path, place) ?? [])
  return files.map((file) => brokenIn(host, file, place, depth + 1)).find((where) => where !== null) ?? null
}

/** The file that an entry takes in; `null`: it is none of these, or its condition does not hold. */
function included(host: Host, { section, subsection, key, value }: GitConfigEntry, path: string, place: GitPlace): string | null {
  if (key !== 'path' || value === null || (section !== 'include' && section !== 'includeif')) return null
  if (section === 'includeif' && !includes(host, subsection, path, place)) return null
  const home = value.replace(/^~(?=[\\/])/, () => host.home)
  return isAbsolutePlace(host, home) ? home : placeIn(host, folderOf(realPlace(host, path)), home)
}

function kept(key: string, url: string, value: string | null, setting: (name: string) => Setting): readonly GitSetting[] {
  const name = written.get(key)
  return name === undefined ? [] : [{ key, url, value, setting: setting(url === '' ? `http.${name}` : `http.${url}.${name}`) }]
}

/** `http.https://host/.sslCAInfo` apart: the address may hold points, the key none. */
const dotted = /^http\.(?:(?<url>.+)\.)?(?<key>[^.]+)$/is

function fromCount(host: Host): readonly GitSetting[] {
  const count = Number(host.env['GIT_CONFIG_COUNT'] ?? 0)
  return Array.from({ length: Number.isInteger(count) && count > 0 ? Math.min(count, 1000) : 0 }, (_, i) => i).flatMap((i) => {
    const groups = dotted.exec(host.env[`GIT_CONFIG_KEY_${i}`] ?? '')?.groups
    const value = host.env[`GIT_CONFIG_VALUE_${i}`] ?? ''
    const setting = variable(`GIT_CONFIG_VALUE_${i}`, value)
    return groups === undefined ? [] : kept((groups['key'] ?? '').toLowerCase(), groups['url'] ?? '', value, () => setting)
  })
}

/** `'key'='value'` (from git 2.31) and `'key=value'`, quoted for a shell. The variable as a whole may hold tokens: only the one value is kept. */
function fromParameters(host: Host): readonly GitSetting[] {
  const text = host.env['GIT_CONFIG_PARAMETERS'] ?? ''
  return [...text.matchAll(/'((?:[^']|'\\'')*)'(?:=(?:'((?:[^']|'\\'')*)')?)?/g)].flatMap(([, first = '', second]) => {
    const plain = first.replaceAll(`'\\''`, `'`)
    const [name = '', old] = second === undefined ? [plain.replace(/=.*$/s, ''), /=(.*)$/s.exec(plain)?.[1]] : [plain]
    const groups = dotted.exec(name)?.groups
    const value = (second ?? old)?.replaceAll(`'\\''`, `'`) ?? null
    const setting = variable('GIT_CONFIG_PARAMETERS', value ?? '')
    return groups === undefined ? [] : kept((groups['key'] ?? '').toLowerCase(), groups['url'] ?? '', value, () => setting)
  })
}

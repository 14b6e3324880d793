import type { Host } from './host.ts'

/** What the folders depend on. */
type User = Pick<Host, 'platform' | 'env' | 'home'>

/**
 * A folder of this program for what can be had again, within the user's cache folder (XDG Base Directory Specification; on macOS and
 * Windows theirs); `null`: he has none.
 */
export function cacheFolder(name: string, { platform, env, home }: User): string | null {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? ''
    return local === '' ? null : `${local}\\rootcause\\${name}`
  }
  const xdg = env['XDG_CACHE_HOME'] ?? ''
  if (xdg.startsWith('/') && platform !== 'darwin') return `${xdg}/rootcause/${name}`
  if (!home.startsWith('/')) return null
  return platform === 'darwin' ? `${home}/Library/Caches/rootcause/${name}` : `${home}/.cache/rootcause/${name}`
}

/** A folder for what must outlast a cache that is emptied, in the user's folder for state; `null`: he has none. */
export function stateFolder(name: string, { platform, env, home }: User): string | null {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? ''
    return local === '' ? null : `${local}\\rootcause\\${name}`
  }
  const xdg = env['XDG_STATE_HOME'] ?? ''
  if (xdg.startsWith('/') && platform !== 'darwin') return `${xdg}/rootcause/${name}`
  if (!home.startsWith('/')) return null
  return platform === 'darwin'
    ? `${home}/Library/Application Support/rootcause/${name}`
    : `${home}/.local/state/rootcause/${name}`
}

/** A file in a folder of this machine. */
export const inFolder = (folder: string, name: string, { platform }: Pick<Host, 'platform'>): string =>
  `${folder}${platform === 'win32' ? '\\' : '/'}${name}`

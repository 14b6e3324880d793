import type { Host } from '../../host/host.ts'

/** A path of that machine from its parts. */
export function placeIn(host: Host, folder: string, ...parts: readonly string[]): string {
  const slash = host.platform === 'win32' ? '\\' : '/'
  return [folder.replace(/(?<=.)[\\/]+$/, ''), ...parts].join(slash)
}

/** The folder that a path stands in. */
export const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '') || '/'

/** The last part of a path. */
export const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? ''

/** What lies at a path; `null` also where it may not be looked at. */
export function kindAt(host: Host, path: string): 'file' | 'directory' | null {
  try {
    return path === '' ? null : host.stat(path)
  } catch {
    return null
  }
}

/** The names in a folder; none where it is not there or may not be read. */
export function namesIn(host: Host, folder: string): readonly string[] {
  try {
    return host.list(folder) ?? []
  } catch {
    return []
  }
}

/** A file as text, without a byte order mark unless its reader takes that for text; `null`: it is not there, or cannot be read. */
export function textAt(host: Host, path: string, mark: 'dropped' | 'text' = 'dropped'): string | null {
  try {
    const bytes = kindAt(host, path) === 'file' ? host.readFile(path) : null
    return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: mark === 'text' }).decode(bytes)
  } catch {
    return null
  }
}

/** With links followed; the path itself where that cannot be told. */
export function realPlace(host: Host, path: string): string {
  try {
    return host.realPath(path) ?? path
  } catch {
    return path
  }
}

/** Whether a path stands by itself: not relative to where a program is started. */
export const isAbsolutePlace = (host: Host, path: string): boolean =>
  host.platform === 'win32' ? /^([A-Za-z]:[\\/]|\\\\)/.test(path) : path.startsWith('/')

/** A path from the folder in which one stands; as it is where that is not known. */
export function fromHere(host: Host, path: string): string {
  if (path === '' || isAbsolutePlace(host, path) || !isAbsolutePlace(host, host.cwd)) return path
  return placeIn(host, host.cwd, path)
}

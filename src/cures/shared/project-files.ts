import type { Host } from '../../host/host.ts'

/** Text of a file that somebody may edit: UTF-8 without a fault, of at most 1 MiB; `null`: there is none, or it is something else. */
export function textAt(host: Host, path: string): string | null {
  if (host.stat(path) !== 'file') return null
  const octets = host.readFile(path)
  if (octets === null || octets.length > 1 << 20) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch {
    return null
  }
}

/** A folder of files on this machine. */
export const inFolder = ({ platform }: Host, folder: string, ...names: readonly string[]): string =>
  [folder.replace(/[\\/]+$/, ''), ...names].join(platform === 'win32' ? '\\' : '/')

/** The line end that a text uses. */
export const lineEnd = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n')

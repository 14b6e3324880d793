import type { Host } from '../../host/host.ts'

/** What a name in a folder is. `loop`: a symbolic link that leads to itself (POSIX ELOOP): to every program as good as absent. */
export function kindOrLoop(host: Host, file: string): 'file' | 'directory' | 'loop' | null {
  try {
    return host.stat(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return 'loop'
    throw error
  }
}

/** What stands behind a folder's name where such links were passed over; empty: none were. */
export const withoutLoops = (names: readonly string[]): string =>
  names.length === 0
    ? ''
    : ` (without ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} others` : ''}: ${names.length === 1 ? 'a link that leads to itself' : 'links that lead to themselves'})`

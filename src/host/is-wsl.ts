import type { Host } from './host.ts'

/** The kernel of WSL calls itself so (`/proc/version`: `Linux version 5.15.90.1-microsoft-standard-WSL2`). */
export function isWsl({ platform, readFile }: Pick<Host, 'platform' | 'readFile'>): boolean {
  if (platform !== 'linux') return false
  try {
    const version = readFile('/proc/version')
    return version !== null && /microsoft/i.test(new TextDecoder().decode(version))
  } catch {
    return false
  }
}

import type { Host, RegistryKey } from './host.ts'
import { readRegistryQuery } from './registry-query.ts'

/** What `reg.exe query KEY` did; `code` is 0 where there is such a key. */
export interface RegistryAnswer {
  readonly code: number
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
}

/** Reads the registry of this Windows with its own `reg.exe`. `root`: the folder of Windows (`%SystemRoot%`). */
export function windowsRegistry(root: string): (key: string) => RegistryKey | null {
  const windows = windowsFolder(root)
  const system = `${windows}\\System32`
  return registryReader(started(`${system}\\reg.exe`, system, { SystemRoot: windows }))
}

/** `Host.registry` of the Windows around this WSL, by the `reg.exe` in its folder System32 as it is mounted here, or by what answers like it. */
export const interopRegistry = (
  reg:
    | ((args: readonly string[]) => RegistryAnswer)
    | { readonly folder: string; readonly env: Readonly<Record<string, string>> },
): Host['registry'] => registryReader(typeof reg === 'function' ? reg : started(`${reg.folder}/reg.exe`, reg.folder, reg.env))

const started =
  (program: string, cwd: string, env: Readonly<Record<string, string>>) =>
  (args: readonly string[]): RegistryAnswer => {
    // Loaded only when asked for: most runs start no program.
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    const { error, status, stdout, stderr } = spawnSync(program, ['query', ...args], {
      cwd,
      env,
      windowsHide: true,
      timeout: 20_000,
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (error !== undefined) throw new Error(`the registry cannot be asked: ${error.message}`)
    return { code: status ?? 255, stdout, stderr }
  }

/** The folder of Windows, of which `root` is told: only one on a drive, for nothing is run or loaded from a network share or the current folder. */
export const windowsFolder = (root: string): string => (/^[A-Za-z]:\\/.test(root) ? root : 'C:\\Windows')

/** Keys below which each certificate has a key of its own: what is there is read by one program, not by hundreds. */
const holdsMany = /\\(?:(?:System|Enterprise)Certificates|Certificates|CTLs)$/i

/**
 * `Host.registry` over something that answers like `reg.exe query`. What is below a key of certificates is read when the key itself
 * is, and kept until that is asked for again. Throws where a key is there and cannot be read.
 */
export function registryReader(query: (args: readonly string[]) => RegistryAnswer): (key: string) => RegistryKey | null {
  const kept = new Map<string, ReadonlyMap<string, RegistryKey>>()
  const read = (key: string): RegistryKey | null => {
    const full = fullName(key)
    const whole = holdsMany.test(key) ? query([key, '/s']) : null
    // A part that may not be read spoils the whole: each key is then asked for by itself, and tells its own reason.
    const isWhole = whole?.code === 0
    const { code, stdout, stderr } = isWhole ? whole : query([key])
    kept.delete(full.toLowerCase())
    if (code !== 0) {
      // What it prints is in the language of the system. Whether there is such a key is told by the one above it.
      if (!isListed(key)) return null
      throw new Error(`${key} cannot be read: ${firstLine(decodeConsole(stderr))}`)
    }
    const found = readRegistryQuery(decodeConsole(stdout), full)
    if (isWhole) kept.set(full.toLowerCase(), found)
    return found.get(full.toLowerCase()) ?? { keys: [], values: {} }
  }
  const isListed = (key: string): boolean => {
    const at = key.lastIndexOf('\\')
    if (at < 0) return false
    const name = key.slice(at + 1).toLowerCase()
    const parent = query([key.slice(0, at)])
    if (parent.code !== 0) return isListed(key.slice(0, at))
    const above = fullName(key.slice(0, at))
    const { keys = [] } = readRegistryQuery(decodeConsole(parent.stdout), above).get(above.toLowerCase()) ?? {}
    return keys.some((k) => k.toLowerCase() === name)
  }
  return (key) => {
    const full = fullName(key).toLowerCase()
    for (const [top, found] of kept) {
      const known = full.startsWith(`${top}\\`) ? found.get(full) : undefined
      if (known !== undefined) return known
    }
    return read(key)
  }
}

const hives: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
  HKCC: 'HKEY_CURRENT_CONFIG',
}

/** As `reg.exe` prints it: `HKEY_LOCAL_MACHINE\...`. */
function fullName(key: string): string {
  const [hive = '', ...rest] = key.split('\\')
  return [hives[hive.toUpperCase()] ?? hive, ...rest].join('\\')
}

/**
 * What a console program printed. UTF-8 where it is that; else of the code page, which is not known here, the ASCII characters alone,
 * with U+FFFD in the place of the others.
 */
function decodeConsole(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\x80-\xff]/g, '\ufffd')
  }
}

const firstLine = (text: string): string => text.trim().split(/\r?\n/)[0] ?? ''

import { readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** What we use of koffi 3 (its index.d.ts): functions of a library by their C declarations, and what lies at an address. */
export interface Koffi {
  readonly load: (path: string) => ForeignLibrary
  /** A type, by its members in order. */
  readonly struct: (members: Readonly<Record<string, string>>) => unknown
  /** One value at an address, or `length` of them. */
  readonly decode: (address: unknown, type: unknown, length?: number) => unknown
}

export interface ForeignLibrary {
  readonly func: (declaration: string) => (...given: readonly unknown[]) => unknown
}

/** `null`: it is not installed. Otherwise itself, or why the one that is there is not used. */
export type FoundKoffi = { readonly koffi: Koffi } | { readonly why: string } | null

/**
 * The optional package koffi, from rootcause's own `node_modules` or from the one that rootcause lies in, and from nowhere else: what Node's
 * own search finds in folders above (`C:\node_modules`), by NODE_PATH or below the home may be anybody's. `parts`: the folder of the
 * program's parts. For the same reason it is entered by `koffi/indirect`, which takes its binary from the package at its side, and only
 * where that is there.
 */
export function findKoffi(parts: string): FoundKoffi {
  for (const modules of modulesOf(parts)) {
    const folder = unlessAbsent(() => realpathSync(join(modules, 'koffi')))
    if (folder === null) continue
    try {
      return load(folder)
    } catch (error) {
      return { why: `koffi cannot be loaded: ${error instanceof Error ? error.message : String(error)}` }
    }
  }
  return null
}

function load(folder: string): FoundKoffi {
  const { version } = packageIn(folder)
  if (!version.startsWith('3.')) return { why: `koffi ${version} is installed beside rootcause, and 3 is needed` }
  const binary = `@koromix/koffi-${process.platform}-${process.arch}`
  if (unlessAbsent(() => statSync(join(dirname(folder), binary))) === null)
    return { why: `koffi ${version} lies there without ${binary}` }
  const entry = join(folder, 'indirect.cjs')
  return { koffi: createRequire(entry)(entry) as Koffi }
}

/** Only of the program as it is built and packed: a copy of its files alone belongs to nobody. */
function modulesOf(parts: string): readonly string[] {
  const dist = dirname(parts)
  const own = dirname(dist)
  if (basename(parts) !== 'parts' || basename(dist) !== 'dist') return []
  if (unlessAbsent(() => packageIn(own).name) !== 'rootcause') return []
  const above = dirname(own)
  return [join(own, 'node_modules'), ...(basename(above) === 'node_modules' ? [above] : [])]
}

function packageIn(folder: string): { readonly name: string; readonly version: string } {
  const { name = '', version = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Partial<
    Record<'name' | 'version', string>
  >
  return { name, version }
}

function unlessAbsent<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

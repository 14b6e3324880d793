import type { RegistryKey } from './host.ts'

/** A value of a key by its name, in any case of letters, as Windows looks it up: policies are often set by hand. `undefined`: there is none. */
export function registryValue(key: RegistryKey | null, name: string): string | number | Uint8Array | undefined {
  const wanted = name.toLowerCase()
  const found = Object.keys(key?.values ?? {}).find((n) => n.toLowerCase() === wanted)
  return found === undefined ? undefined : key?.values[found]
}

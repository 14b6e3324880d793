import type { Host } from '../../host/host.ts'
import type { Step } from '../../model/plan.ts'
import { fileChange } from './anchor-file.ts'
import { asCharacters, asOctets, isUtf16 } from './edited-text.ts'
import { isWithin, withoutLinks } from './own-places.ts'

/**
 * The step that edits somebody's settings. Empty: they say it already. `null`: the file cannot be read, or its lines are not lines of octets;
 * then it is left alone. `edit` is given one character for each octet, of UTF-16 only where it reads that.
 */
export function settingFile(
  host: Host,
  path: string,
  edit: (text: string) => string | null,
  why: string,
  readsUtf16 = false,
): readonly Step[] | null {
  try {
    const real = withoutLinks(host, path)
    const octets = host.stat(real) === null ? null : host.readFile(real)
    const text = octets === null ? '' : asCharacters(octets)
    const next = isUtf16(text) && !readsUtf16 ? null : edit(text)
    if (next === null) return null
    if (next === text && octets !== null) return []
    return [
      {
        change: { ...fileChange(host, real, asOctets(next)), mode: octets === null ? 0o600 : 0o644 },
        why,
        needsRights: !isWithin(host, real, host.home),
      },
    ]
  } catch {
    return null
  }
}

/** The step that writes a file of ours; empty: it is as it should be. `null`: what is there cannot be read. */
export function ownFile(host: Host, path: string, content: Uint8Array, why: string): readonly Step[] | null {
  try {
    const real = withoutLinks(host, path)
    const there = host.stat(real) === null ? null : host.readFile(real)
    if (there !== null && there.length === content.length && there.every((octet, i) => octet === content[i])) return []
    return [{ change: { ...fileChange(host, real, content), mode: 0o644 }, why, needsRights: !isWithin(host, real, host.home) }]
  } catch {
    return null
  }
}

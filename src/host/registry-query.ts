import type { RegistryKey } from './host.ts'

/**
 * The keys that `reg.exe query` printed of `asked`, a full name (`HKEY_LOCAL_MACHINE\...`), by their full names in lower case. Told by
 * the form of the lines, for headings and sentences are in the language of the system: a key begins its line, a value stands behind
 * four blanks with its type. The default value, whose name is translated and in parentheses, is called ''.
 */
export function readRegistryQuery(text: string, asked: string): ReadonlyMap<string, RegistryKey> {
  const found = new Map<string, Building>()
  const top = asked.toLowerCase()
  const building = (name: string): Building => {
    const made = found.get(name.toLowerCase())
    if (made !== undefined) return made
    const fresh: Building = { keys: [], values: {} }
    found.set(name.toLowerCase(), fresh)
    const at = name.lastIndexOf('\\')
    if (name.toLowerCase() !== top) building(name.slice(0, at)).keys.push(name.slice(at + 1))
    return fresh
  }
  let at = building(asked)
  let last = ''
  for (const line of text.split(/\r?\n/)) {
    // A value's own text may look like a key: it can name nothing outside of what was asked for.
    const isKey = line.toLowerCase() === top || line.toLowerCase().startsWith(`${top}\\`)
    const value = isKey ? null : /^ {4}(.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line)
    if (isKey) {
      at = building(line)
      last = ''
    } else if (value !== null) {
      const [, name = '', type = '', data = ''] = value
      last = /^\(.+\)$/.test(name) ? '' : name
      at.values[last] = valueOf(type, data)
    } else if (line !== '' && typeof at.values[last] === 'string') at.values[last] += `\n${line}`
  }
  return found
}

interface Building {
  readonly keys: string[]
  readonly values: Record<string, string | number | Uint8Array>
}

/** Numbers as hexadecimal, octets as digits without blanks; the strings of a REG_MULTI_SZ are printed with `\0` between them. */
function valueOf(type: string, data: string): string | number | Uint8Array {
  switch (type) {
    case 'REG_DWORD':
    case 'REG_DWORD_BIG_ENDIAN':
    case 'REG_QWORD':
      return /^0x[0-9a-f]+$/i.test(data) ? Number(data) : data
    case 'REG_MULTI_SZ':
      return data.replace(/(?:\\0)+$/, '').replaceAll('\\0', '\n')
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
    case 'REG_LINK':
      return data
    default:
      return new Uint8Array(Buffer.from(data.replace(/[^0-9a-f].*$/is, ''), 'hex'))
  }
}

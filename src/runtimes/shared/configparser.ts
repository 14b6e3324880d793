/** Why Python's configparser refuses a file as a whole. */
export interface Refusal {
  /** From 1; 0: the file as a whole. */
  readonly line: number
  /** Lower case, no full stop. */
  readonly why: string
}

/**
 * What makes Python's RawConfigParser, strict as it is by default, refuse a file (Lib/configparser.py, `_read`; observed with pip 23.0.1 on
 * Python 3.11): no heading above the first key, a byte order mark before it, a heading or a key twice, a line that is neither. `null`: nothing.
 */
export function refusalOf(bytes: Uint8Array): Refusal | null {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { line: 0, why: 'it is not UTF-8' }
  }
  if (text.startsWith('\u{feff}')) return { line: 1, why: 'a byte order mark stands before its first line' }
  return refusedLine(text.split(/\r\n|\r|\n/))
}

function refusedLine(lines: readonly string[]): Refusal | null {
  const keys = new Map<string, Set<string>>()
  let own: Set<string> | null = null
  // How far the key is indented whose value may go on; `null`: none is open.
  let open: number | null = null
  let unread: Refusal | null = null
  for (const [i, raw] of lines.entries()) {
    const line = raw.trim()
    if (line === '' || /^[#;]/.test(line)) continue
    const indent = raw.length - raw.trimStart().length
    if (open !== null && indent > open) continue
    open = null
    const heading = /^\[(.+)\]/.exec(line)?.[1]
    if (heading !== undefined) {
      if (keys.has(heading) && heading !== 'DEFAULT') return { line: i + 1, why: `the heading [${heading}] stands there twice` }
      own = keys.get(heading) ?? new Set()
      keys.set(heading, own)
      continue
    }
    if (own === null) return { line: i + 1, why: 'no heading stands above it' }
    const key = /^(.*?)\s*[=:]/.exec(line)?.[1]?.toLowerCase() ?? ''
    if (key === '') {
      unread ??= { line: i + 1, why: 'it is neither a heading nor a key with a value' }
      continue
    }
    if (own.has(key)) return { line: i + 1, why: `${key} stands there twice` }
    own.add(key)
    open = indent
  }
  return unread
}

/** A key of a file in the manner of Python's configparser. */
export interface IniEntry {
  /** Empty above the first heading. */
  readonly section: string
  /** In lower case. */
  readonly key: string
  /** Lines that go on are joined by a line break, which stands first where the line of the key itself has no value. */
  readonly value: string
  /** From 1. */
  readonly line: number
}

/**
 * Reads what Python's RawConfigParser reads: `[section]`, `key = value` or `key: value`, lines that go on by being indented, comments only
 * at the beginning of a line (Lib/configparser.py). Total: what it does not know it passes over.
 */
export function readIni(text: string): readonly IniEntry[] {
  const entries: IniEntry[] = []
  let section = ''
  let isOpen = false
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || /^[#;]/.test(line)) continue
    const last = entries.at(-1)
    if (isOpen && last !== undefined && /^\s/.test(raw)) {
      entries[entries.length - 1] = { ...last, value: `${last.value}\n${line}` }
      continue
    }
    const heading = /^\[([^\]]+)\]/.exec(line)
    const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line)
    isOpen = heading === null && pair !== null
    if (heading !== null) section = heading[1]?.trim() ?? ''
    else if (pair !== null) entries.push({ section, key: (pair[1] ?? '').toLowerCase(), value: pair[2] ?? '', line: i + 1 })
  }
  return entries
}

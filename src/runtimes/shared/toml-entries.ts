/** A key of a TOML file with the value that it is given. */
export interface TomlEntry {
  /** Table and key, joined by dots, without quotes: `tool.uv.system-certs`. */
  readonly key: string
  readonly value: string | boolean | readonly string[]
  /** From 1. */
  readonly line: number
}

const header = /^\[([^[\]]+)\]\s*(?:#.*)?$/
const pair = /^((?:"[^"]*"|'[^']*'|[\w.-]|\s*\.\s*)+?)\s*=\s*(.*)$/

/**
 * The strings, booleans and lists of strings of a TOML file (toml.io v1.0.0): enough for settings that bear on trust. Inline tables, arrays
 * of tables, numbers and strings of several lines are passed over. Total.
 */
export function readTomlEntries(text: string): readonly TomlEntry[] {
  const entries: TomlEntry[] = []
  const lines = text.split(/\r?\n/)
  let table: string | null = ''
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').trim()
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) {
      const name = header.exec(line)?.[1]
      table = name === undefined ? null : plainKey(name)
      continue
    }
    const [, key, start] = pair.exec(line) ?? []
    if (key === undefined || start === undefined || table === null) continue
    const at = i + 1
    let whole = start
    // A list may go on over lines until its bracket closes.
    while (whole.startsWith('[') && !outsideStrings(whole).includes(']') && i + 1 < lines.length)
      whole += ` ${lines[++i]?.trim() ?? ''}`
    const value = valueOf(whole)
    if (value !== null) entries.push({ key: [table, plainKey(key)].filter((part) => part !== '').join('.'), value, line: at })
  }
  return entries
}

const plainKey = (key: string): string =>
  key
    .replace(/["']/g, '')
    .replace(/\s*\.\s*/g, '.')
    .trim()

const strings = /"(?:[^"\\]|\\.)*"|'[^']*'/g
const outsideStrings = (text: string): string => text.replace(strings, '').replace(/#.*$/, '')

function valueOf(text: string): TomlEntry['value'] | null {
  if (/^true\b/.test(text)) return true
  if (/^false\b/.test(text)) return false
  if (text.startsWith('[')) return (text.match(strings) ?? []).map(unquoted)
  const string = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/.exec(text)?.[0]
  return string === undefined ? null : unquoted(string)
}

const unquoted = (text: string): string =>
  text.startsWith("'") ? text.slice(1, -1) : text.slice(1, -1).replace(/\\(["\\])/g, '$1')

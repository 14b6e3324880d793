/** A table with a header: its columns by name, and the records behind it. */
export interface CsvTable {
  /** Place of a column; -1: there is none of that name. */
  readonly column: (name: string) => number
  /** Each as long as the header. */
  readonly records: readonly (readonly string[])[]
}

/** Longest table that is read, in records; CCADB's largest report has about 9,000. Ours. */
const mostRecords = 200_000

/**
 * Reads comma-separated values with a header (RFC 4180 §2): quoted fields may hold commas, doubled quotes and line ends; lines end in
 * CRLF or LF. Strict, so that a page of another kind or a cut table is not taken for one. A text: why it cannot be read.
 */
export function readCsv(text: string): CsvTable | string {
  const records: string[][] = []
  let record: string[] = []
  let pos = text.codePointAt(0) === 0xfeff ? 1 : 0
  while (pos < text.length) {
    const field = text[pos] === '"' ? quoted(text, pos + 1) : plain(text, pos)
    if (typeof field === 'string') return `${field} in record ${records.length + 1}`
    record.push(field.value)
    pos = field.next
    if (text[pos] === ',') {
      pos++
      // A comma at the very end opens one more field, which is empty.
      if (pos === text.length) record.push('')
      continue
    }
    if (text[pos] === '\r') pos++
    if (text[pos] === '\n') pos++
    if (records.length > mostRecords) return 'the table is too long'
    records.push(record)
    record = []
  }
  if (record.length > 0) records.push(record)
  const [header, ...rest] = records
  if (header === undefined) return 'the table is empty'
  // CCADB ends the lines of some reports with a comma, in the records, in the header or in both.
  if (header.length > 1 && header.at(-1) === '') header.pop()
  for (const r of rest) if (r.length === header.length + 1 && r.at(-1) === '') r.pop()
  const odd = rest.findIndex((r) => r.length !== header.length)
  if (odd >= 0) return `record ${odd + 2} has ${rest[odd]?.length} fields, the header ${header.length}`
  const places = new Map(header.map((name, i) => [name.trim(), i]))
  return { column: (name) => places.get(name) ?? -1, records: rest }
}

interface Field {
  readonly value: string
  /** Behind the field, on what ends it. */
  readonly next: number
}

function plain(text: string, start: number): Field | string {
  let end = start
  for (; end < text.length; end++) {
    const c = text.codePointAt(end)
    if (c === 0x2c || c === 0x0a) break
    if (c === 0x0d) {
      if (text.codePointAt(end + 1) === 0x0a || end + 1 === text.length) break
      return 'a line end without line feed'
    }
    if (c === 0x22) return 'a quote inside a field'
  }
  return { value: text.slice(start, end), next: end }
}

function quoted(text: string, start: number): Field | string {
  let value = ''
  for (let from = start; ; ) {
    const at = text.indexOf('"', from)
    if (at < 0) return 'a quote that is not closed'
    value += text.slice(from, at)
    if (text[at + 1] !== '"') {
      const behind = text[at + 1]
      const ends = behind === undefined || behind === ',' || behind === '\n' || (behind === '\r' && text[at + 2] === '\n')
      return ends ? { value, next: at + 1 } : 'text behind a closing quote'
    }
    value += '"'
    from = at + 2
  }
}

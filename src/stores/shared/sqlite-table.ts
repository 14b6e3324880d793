/** A column's value as SQLite stores it (file format §2.1). */
export type SqliteValue = null | number | string | Uint8Array

/** A row by the names of its columns. */
export type SqliteRow = ReadonlyMap<string, SqliteValue>

/**
 * All rows of one table of a database file (https://www.sqlite.org/fileformat2.html), by a walk through its B-tree: no library opens the
 * file, so nothing is locked, written or run. A text: why it cannot be read, be it cut, damaged, or without that table. Total.
 * Databases in UTF-16, tables WITHOUT ROWID, and what only a journal holds are not read.
 */
export function readSqliteTable(bytes: Uint8Array, table: string): readonly SqliteRow[] | string {
  try {
    const file = open(bytes)
    const schema = rows(file, 1).find((row) => row[0] === 'table' && row[1] === table)
    const [, , , root, sql] = schema ?? []
    if (typeof root !== 'number' || typeof sql !== 'string') return `it has no table ${table}`
    const columns = columnsOf(sql)
    return rows(file, root).map((values) => new Map(columns.map((column, i) => [column, values[i] ?? null])))
  } catch (error) {
    if (error instanceof Damaged) return error.message
    throw error
  }
}

/** Why a file cannot be read; it never leaves this file. */
class Damaged extends Error {}

interface File {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly pageSize: number
  /** Octets of a page that hold content (§1.3.4). */
  readonly usable: number
  readonly pages: number
}

/** §1.3: the first hundred octets. */
function open(bytes: Uint8Array): File {
  const magic = new TextDecoder().decode(bytes.subarray(0, 16))
  if (magic !== 'SQLite format 3\0' || bytes.length < 512) throw new Damaged('it is no SQLite database, or is cut')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stored = view.getUint16(16)
  const pageSize = stored === 1 ? 65536 : stored
  const usable = pageSize - bytes[20]!
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) throw new Damaged('the SQLite database is damaged')
  if (view.getUint32(56) > 1) throw new Damaged('the SQLite database is in UTF-16')
  const pages = Math.floor(bytes.length / pageSize)
  // §1.3.7: the size in the header counts where the two change counters agree.
  const isSizeValid = view.getUint32(24) === view.getUint32(92)
  if (bytes.length % pageSize !== 0 || (isSizeValid && view.getUint32(28) > pages))
    throw new Damaged('the SQLite database is cut')
  return { bytes, view, pageSize, usable, pages }
}

/** Rows of the table whose B-tree begins at a page, in their order (§1.6). */
function rows(file: File, root: number): SqliteValue[][] {
  const found: SqliteValue[][] = []
  const seen = new Set<number>()
  const visit = (page: number, depth: number): void => {
    // A page belongs to one tree once: a loop is damage. No real tree is deeper than 20 (SQLite: BTCURSOR_MAX_DEPTH).
    if (page < 1 || page > file.pages || seen.has(page) || depth > 20) throw new Damaged('the SQLite database is damaged')
    seen.add(page)
    const base = (page - 1) * file.pageSize
    const header = page === 1 ? base + 100 : base
    const kind = file.bytes[header]
    const cells = file.view.getUint16(header + 3)
    const pointers = header + (kind === tableInterior ? 12 : 8)
    if ((kind !== tableInterior && kind !== tableLeaf) || pointers + 2 * cells > base + file.pageSize) {
      throw new Damaged('the SQLite database is damaged')
    }
    for (let i = 0; i < cells; i++) {
      const cell = base + file.view.getUint16(pointers + 2 * i)
      if (cell + 4 > base + file.pageSize) throw new Damaged('the SQLite database is damaged')
      if (kind === tableInterior) visit(file.view.getUint32(cell), depth + 1)
      else found.push(record(payload(file, cell, base + file.usable)))
    }
    if (kind === tableInterior) visit(file.view.getUint32(header + 8), depth + 1)
  }
  visit(root, 1)
  return found
}

const tableInterior = 0x05
const tableLeaf = 0x0d

/** §1.6, Cell Payload Overflow Pages: the octets of a record, its overflow pages included. */
function payload(file: File, cell: number, pageEnd: number): Uint8Array {
  const size = varint(file.bytes, cell)
  const rowid = varint(file.bytes, size.next)
  const most = file.usable - 35
  const least = Math.floor(((file.usable - 12) * 32) / 255) - 23
  const spilled = least + ((size.value - least) % (file.usable - 4))
  const local = size.value <= most ? size.value : spilled <= most ? spilled : least
  const end = rowid.next + local
  if (size.value > file.bytes.length || end + (local < size.value ? 4 : 0) > pageEnd)
    throw new Damaged('the SQLite database is damaged')
  const whole = new Uint8Array(size.value)
  whole.set(file.bytes.subarray(rowid.next, end))
  let at = local
  let next = local < size.value ? file.view.getUint32(end) : 0
  while (at < size.value) {
    if (next < 1 || next > file.pages) throw new Damaged('the SQLite database is damaged')
    const base = (next - 1) * file.pageSize
    const part = file.bytes.subarray(base + 4, base + Math.min(file.usable, 4 + size.value - at))
    whole.set(part, at)
    at += part.length
    next = file.view.getUint32(base)
  }
  return whole
}

/** §2.1: a header with the type of each column, then their contents. */
function record(bytes: Uint8Array): SqliteValue[] {
  const header = varint(bytes, 0)
  const values: SqliteValue[] = []
  let content = header.value
  for (let at = header.next; at < header.value; ) {
    const type = varint(bytes, at)
    at = type.next
    const size = type.value >= 12 ? (type.value - (type.value % 2) - 12) / 2 : (sizes[type.value] ?? 0)
    const part = bytes.subarray(content, content + size)
    if (part.length < size) throw new Damaged('the SQLite database is damaged')
    content += size
    values.push(valueOf(type.value, part))
  }
  return values
}

/** Octets of the types 0 to 9. */
const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function valueOf(type: number, part: Uint8Array): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? part.slice() : new TextDecoder().decode(part)
  if (type === 0) return null
  if (type === 7) return new DataView(part.buffer, part.byteOffset, 8).getFloat64(0)
  if (type === 8 || type === 9) return type - 8
  const negative = (part[0] ?? 0) > 0x7f
  return part.reduce((sum, octet) => sum * 256 + octet, 0) - (negative ? 256 ** part.length : 0)
}

/** §1.6: up to nine octets, seven bits each but for the ninth. Numbers beyond 2^53 lose their last digits; none of use is one. */
function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let i = 0; i < 9; i++) {
    const octet = bytes[at + i]
    if (octet === undefined) throw new Damaged('the SQLite database is damaged')
    if (i === 8) return { value: value * 256 + octet, next: at + 9 }
    value = value * 128 + (octet & 0x7f)
    if (octet < 0x80) return { value, next: at + i + 1 }
  }
  throw new Damaged('the SQLite database is damaged')
}

/** The names of a table's columns out of the statement that made it, where none has a comma in its definition. */
function columnsOf(sql: string): readonly string[] {
  const list = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
  return list.split(',').map(
    (definition) =>
      definition
        .trim()
        .split(/\s/)[0]
        ?.replace(/["'`[\]]/g, '') ?? '',
  )
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readSqliteTable } from '../../src/stores/shared/sqlite-table.ts'
import { cuts } from '../support/roots.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

function make(name: string, ...sql: readonly string[]): Uint8Array {
  const file = join(folder.path, name)
  tool('sqlite3', [file, sql.join(';')])
  return new Uint8Array(readFileSync(file))
}

describe.skipIf(!hasTool('sqlite3', '-version'))('a table of an SQLite file', () => {
  it('has its rows with every kind of value', () => {
    const values = `(1, 'text ä', x'00ff', 2.5), (-129, '', x'', NULL), (8388608, 'x', NULL, 0), (1099511627776, 'y', x'01', 1)`
    const bytes = make('kinds.db', 'CREATE TABLE t (id PRIMARY KEY UNIQUE, a0, a1, a2)', `INSERT INTO t VALUES ${values}`)
    const rows = readSqliteTable(bytes, 't')
    expect(typeof rows === 'string' ? rows : rows.map((row) => [...row.values()])).toEqual([
      [1, 'text ä', Uint8Array.of(0, 255), 2.5],
      [-129, '', new Uint8Array(0), null],
      [8388608, 'x', null, 0],
      [1099511627776, 'y', Uint8Array.of(1), 1],
    ])
    expect(readSqliteTable(bytes, 'u')).toBe('it has no table u')
  })

  it.each([512, 4096, 65536])('is read over inner pages and overflow pages of %d octets', (size) => {
    const fill =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700) INSERT INTO t SELECT i, zeroblob(i * 7), i || '!' FROM n"
    const rows = readSqliteTable(make(`large-${size}.db`, `PRAGMA page_size = ${size}`, 'CREATE TABLE t (id, a0, a1)', fill), 't')
    if (typeof rows === 'string') throw new Error(rows)
    expect(rows.length).toBe(700)
    rows.forEach((row, i) => {
      expect([row.get('id'), row.get('a0'), row.get('a1')]).toEqual([i + 1, new Uint8Array((i + 1) * 7), `${i + 1}!`])
    })
  })

  it('is never read in part: cut, or with any octet another, it is whole or has a reason', () => {
    const bytes = make(
      'small.db',
      'PRAGMA page_size = 512',
      'CREATE TABLE t (id, a0)',
      "INSERT INTO t VALUES (1, zeroblob(900)), (2, 'x')",
    )
    for (const cut of cuts(bytes)) expect(typeof readSqliteTable(cut, 't'), `cut at ${cut.length}`).toBe('string')
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice()
      damaged[at] = damaged[at]! ^ 0xff
      expect(() => readSqliteTable(damaged, 't')).not.toThrow()
    }
  })
})

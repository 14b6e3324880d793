import type { RootProgramme } from '../../model/authenticity.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { readPem } from '../../x509/pem.ts'
import type { PublishedContent } from '../published-source.ts'
import { fingerprint, type Said, unreadable } from './content.ts'
import { type CsvTable, readCsv } from './csv.ts'
import { carried } from './pem-certificates.ts'

/** A record of a report of CCADB, by its columns. */
export interface CcadbRecord {
  /** The value of a column, without blanks around it; `''` where it is empty. Only columns that were asked for. */
  readonly of: (column: string) => string
  readonly sha256: Sha256
}

const fingerprintColumn = 'SHA-256 Fingerprint'

/** The records of a report that has all these columns. A text: why it cannot be read; a page of HTML is not taken for a table. */
export function ccadbRecords(bytes: Uint8Array, columns: readonly string[]): readonly CcadbRecord[] | string {
  const table = readCsv(new TextDecoder().decode(bytes))
  if (typeof table === 'string') return table
  const missing = [fingerprintColumn, ...columns].find((name) => table.column(name) < 0)
  if (missing !== undefined) return `it has no column ${missing}`
  if (table.records.length === 0) return 'it holds no record'
  const records: CcadbRecord[] = []
  for (const [i, record] of table.records.entries()) {
    const sha256 = fingerprint(valueOf(table, record, fingerprintColumn))
    if (sha256 === null) return `record ${i + 2} has no fingerprint`
    records.push({ sha256, of: (column) => valueOf(table, record, column) })
  }
  return records
}

const valueOf = (table: CsvTable, record: readonly string[], column: string): string =>
  (record[table.column(column)] ?? '').trim()

/** A list in one field: CCADB writes semicolons between its members. */
export const listed = (text: string): readonly string[] =>
  text
    .split(';')
    .map((member) => member.trim())
    .filter((member) => member !== '')

/**
 * What the status of a root in a programme means where no purpose is told. `NotBefore` and `Disabled` are Microsoft's words: not for what is
 * issued after a day; not at all any more. `null`: it says nothing (not included, asked for, not decided).
 */
export function statusMeans(status: string): Said['says'] | null {
  return statuses.get(status) ?? null
}

const statuses: ReadonlyMap<string, Said['says']> = new Map([
  ['Included', 'included'],
  ['NotBefore', 'dated'],
  ['Disabled', 'removed'],
  ['Removed', 'removed'],
  ['Blocked', 'blocked'],
])

/** What a status is called in a note; empty where the statement says it all. */
export const statusNote = (status: string): string =>
  status === 'NotBefore' ? 'not for certificates issued after a day' : status === 'Disabled' ? 'disabled' : ''

/**
 * The certificate in a field, which may stand in single quotes. `null`: there is none that can be read (CCADB has one such); `other`: it
 * is not the one that its record names.
 */
export function certificateIn(field: string, sha256: Sha256): Uint8Array | null | 'other' {
  const [block, ...more] = readPem(new TextEncoder().encode(field.replaceAll("'", '')))
  if (block === undefined || block.problem !== null || more.length > 0) return null
  const certificate = carried(block.der)
  if (certificate === null) return null
  return certificate.sha256 === sha256 ? block.der : 'other'
}

/** A report whose every record is a root with its certificate: `judge` says what it states, `null` nothing. */
export function reportWithCertificates(
  bytes: Uint8Array,
  columns: { readonly certificate: string; readonly others: readonly string[] },
  asOf: Extract<PublishedContent, { kind: 'content' }>['asOf'],
  judge: (record: CcadbRecord) => Said | null,
): PublishedContent {
  const records = ccadbRecords(bytes, [columns.certificate, ...columns.others])
  if (typeof records === 'string') return unreadable(records)
  const certificates: Uint8Array[] = []
  const statements: Said[] = []
  for (const record of records) {
    const der = certificateIn(record.of(columns.certificate), record.sha256)
    if (der === 'other') return unreadable('a certificate is not the one that its record names')
    if (der !== null) certificates.push(der)
    const statement = judge(record)
    if (statement !== null) statements.push(statement)
  }
  return { kind: 'content', asOf, issue: '', statements, certificates }
}

/** Programmes by the columns that tell their statuses. */
export type StatusColumns = readonly (readonly [RootProgramme, string])[]

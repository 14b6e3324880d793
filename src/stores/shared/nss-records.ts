import type { Host } from '../../host/host.ts'
import { toHex } from '../../x509/hex.ts'
import { readSqliteTable, type SqliteRow } from './sqlite-table.ts'

/** A certificate of an NSS database with what is said of it, or what is said of one that is elsewhere. */
export interface NssRecord {
  /** `null`: the certificate is not in the database (Firefox says so of one that is built in). */
  readonly der: Uint8Array | null
  /** CKA_LABEL, by which certutil knows it; empty: it has none. */
  readonly name: string
  /** SHA-1 of the certificate in hexadecimal, as the trust record has it; empty: it does not say. */
  readonly sha1: string
  /** `null`: nothing is said of it. */
  readonly trust: NssTrust | null
  /** A trust object of PKCS #11 3.2 alone says something of it, which is not read here. */
  readonly isToldOtherwise: boolean
}

/** CK_TRUST for each purpose, in hexadecimal; empty: nothing. */
export interface NssTrust {
  readonly server: string
  readonly client: string
  readonly code: string
  readonly email: string
}

/** CK_TRUST (NSS: lib/util/pkcs11n.h): `C`, `P`, `p`, `c` of certutil, and what leaves the question to the rest of the path. */
export const nssTrust = {
  delegator: 'ce534352',
  peer: 'ce534351',
  never: 'ce53435a',
  authority: 'ce53435b',
  mustVerify: 'ce534353',
} as const

/** Names of columns: `a` and the number of the PKCS #11 attribute in hexadecimal (NSS: lib/softoken/sdb.c, lib/util/pkcs11n.h). */
const column = {
  class: 'a0',
  label: 'a3',
  value: 'a11',
  issuer: 'a81',
  serial: 'a82',
  sha1: 'ace5363b4',
  server: 'ace536358',
  client: 'ace536359',
  code: 'ace53635a',
  email: 'ace53635b',
} as const

/**
 * CKO_CERTIFICATE of PKCS #11, and CKO_NSS_TRUST of NSS (lib/util/pkcs11n.h), as NSS stores numbers: four octets, big-endian. CKO_TRUST of
 * PKCS #11 3.2 (§4.7), which newer releases of NSS write too (lib/pk11wrap, pk11_copyAttributes).
 */
const objectClass = { certificate: '00000001', trust: 'ce534353', laterTrust: '0000000b' } as const

/**
 * What stands in a cert9.db; a text: why it cannot be read. The file is read here and not by `certutil`, which would load the modules that
 * the folder's pkcs11.txt names: whoever owns the folder would run code. Throws what the system says.
 */
export function readNssRecords(host: Host, path: string): readonly NssRecord[] | string {
  const bytes = host.readFile(path)
  if (bytes === null) return 'it is gone'
  for (const unfinished of ['-journal', '-wal']) {
    if ((host.readFile(`${path}${unfinished}`)?.length ?? 0) > 0) {
      const name = path.replace(/^.*[\\/]/, '')
      return `a program is writing to it, or was stopped while it did: ${name}${unfinished} is not empty`
    }
  }
  const rows = readSqliteTable(bytes, 'nssPublic')
  return typeof rows === 'string' ? rows : recordsOf(rows)
}

function recordsOf(rows: readonly SqliteRow[]): readonly NssRecord[] {
  const key = (row: SqliteRow): string => `${hexOf(row, column.issuer)} ${hexOf(row, column.serial)}`
  const trusts = new Map<string, SqliteRow>()
  for (const row of rows) if (hexOf(row, column.class) === objectClass.trust) trusts.set(key(row), row)
  const later = new Set(rows.filter((row) => hexOf(row, column.class) === objectClass.laterTrust).map(key))
  for (const own of trusts.keys()) later.delete(own)
  const held = new Set<string>()
  const certificates = rows.flatMap((row): readonly NssRecord[] => {
    const der = row.get(column.value)
    if (hexOf(row, column.class) !== objectClass.certificate || !(der instanceof Uint8Array)) return []
    held.add(key(row))
    return [{ der, name: textOf(row), ...saidBy(trusts.get(key(row))), isToldOtherwise: later.has(key(row)) }]
  })
  const elsewhere = [...trusts].filter(([own]) => !held.has(own))
  const absent = { der: null, name: '' } as const
  return [
    ...certificates,
    ...elsewhere.map(([, row]): NssRecord => ({ ...absent, ...saidBy(row), isToldOtherwise: false })),
    ...[...later]
      .filter((own) => !held.has(own))
      .map((): NssRecord => ({ ...absent, sha1: '', trust: null, isToldOtherwise: true })),
  ]
}

function saidBy(row: SqliteRow | undefined): Pick<NssRecord, 'sha1' | 'trust'> {
  if (row === undefined) return { sha1: '', trust: null }
  const { server, client, code, email } = column
  const trust = { server: hexOf(row, server), client: hexOf(row, client), code: hexOf(row, code), email: hexOf(row, email) }
  return { sha1: hexOf(row, column.sha1), trust }
}

/** Octets in hexadecimal; empty: there are none. */
function hexOf(row: SqliteRow, name: string): string {
  const value = row.get(name)
  return value instanceof Uint8Array ? toHex(value) : ''
}

/** NSS keeps the label as octets of UTF-8. */
function textOf(row: SqliteRow): string {
  const value = row.get(column.label)
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}

import type { Host } from '../host/host.ts'
import type { TrustSettings } from '../model/evidence.ts'
import type { Oid } from '../model/oid.ts'
import { readCertificate } from '../x509/certificate.ts'
import { toHex } from '../x509/hex.ts'
import { readSqliteTable, type SqliteRow } from './shared/sqlite-table.ts'
import type { Store, StoreContent, StoredCertificate, StoreFormat } from './store.ts'

const prefix = 'nss:'

/** A folder with an NSS database by its name: `nss:/home/u/.pki/nssdb`. */
export const nssStore: Store = {
  id: prefix,
  title: 'an NSS database (Firefox, Chrome on Linux): the folder with cert9.db',
  read: async (host, name) => {
    const folder = name.slice(prefix.length).replace(/^(sql|dbm):/, '')
    return databaseIn(host, folder) === null ? null : readDatabase(host, folder)
  },
  locate: (host) => {
    if (host.platform !== 'linux' && host.platform !== 'other') return []
    // What Chrome reads beside its own list, and what NSS tools share (NSS: lib/sysinit).
    const folders = [...(host.home === '' ? [] : [`${host.home}/.pki/nssdb`]), '/etc/pki/nssdb']
    return folders
      .filter((folder) => databaseIn(host, folder) !== null)
      .map((folder) => ({ name: `${prefix}${folder}`, title: 'NSS database' }))
  },
}

/** The same by detection: a folder with cert9.db, or with cert8.db alone. */
export const nssDatabase: StoreFormat = {
  id: 'nss-database',
  title: 'NSS database',
  isAt: (host, path) => host.stat(path) === 'directory' && databaseIn(host, path) !== null,
  read: async (host, path) => readDatabase(host, path),
}

function databaseIn(host: Host, folder: string): 'cert9.db' | 'cert8.db' | null {
  const slash = host.platform === 'win32' ? '\\' : '/'
  try {
    return (['cert9.db', 'cert8.db'] as const).find((file) => host.stat(`${folder}${slash}${file}`) === 'file') ?? null
  } catch {
    // A folder that may not be looked into.
    return null
  }
}

/**
 * Certificates to which the database gives or takes trust for TLS servers. The list that is built into NSS is another store. The file is
 * read here and not by `certutil`, which would load the modules that the folder's pkcs11.txt names: whoever owns the folder would run code.
 */
function readDatabase(host: Host, folder: string): StoreContent {
  const slash = host.platform === 'win32' ? '\\' : '/'
  const name = databaseIn(host, folder)
  const path = `${folder}${slash}${name ?? 'cert9.db'}`
  const origin = `${path} (NSS)`
  if (name === 'cert8.db') return { origin, unreadable: 'it is a Berkeley DB, which NSS itself no longer reads by default' }
  try {
    const bytes = host.readFile(path)
    if (bytes === null) return { origin, unreadable: 'it is gone' }
    for (const unfinished of ['-journal', '-wal']) {
      if ((host.readFile(`${path}${unfinished}`)?.length ?? 0) > 0) {
        return {
          origin,
          unreadable: `a program is writing to it, or was stopped while it did: ${name}${unfinished} is not empty`,
        }
      }
    }
    const rows = readSqliteTable(bytes, 'nssPublic')
    if (typeof rows === 'string') return { origin, unreadable: rows }
    return { origin: `${path} (NSS, certificates with trust settings of their own)`, certificates: withTrust(rows) }
  } catch (error) {
    return { origin, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

/** Names of columns: `a` and the number of the PKCS #11 attribute in hexadecimal (NSS: lib/softoken/sdb.c). */
const column = { class: 'a0', value: 'a11', issuer: 'a81', serial: 'a82', sha1: 'ace5363b4' } as const

/** CKO_CERTIFICATE of PKCS #11, and CKO_NSS_TRUST of NSS (lib/util/pkcs11n.h), as NSS stores numbers: four octets, big-endian. */
const objectClass = { certificate: '00000001', trust: 'ce534353' } as const

/** CKA_TRUST_SERVER_AUTH and its neighbours (lib/util/pkcs11n.h), with the purposes that they are about. */
const purposes: readonly (readonly [string, Oid])[] = [
  ['ace536358', '1.3.6.1.5.5.7.3.1'],
  ['ace536359', '1.3.6.1.5.5.7.3.2'],
  ['ace53635a', '1.3.6.1.5.5.7.3.3'],
  ['ace53635b', '1.3.6.1.5.5.7.3.4'],
]
const serverAuth = '1.3.6.1.5.5.7.3.1'

/** CK_TRUST (lib/util/pkcs11n.h): `C`, `P` and `p` of certutil. Any other value leaves the question to the rest of the path. */
const trusted = { delegator: 'ce534352', peer: 'ce534351', never: 'ce53435a' } as const

function withTrust(rows: readonly SqliteRow[]): readonly StoredCertificate[] {
  const key = (row: SqliteRow): string => `${hexOf(row, column.issuer)} ${hexOf(row, column.serial)}`
  const records = new Map<string, SqliteRow>()
  for (const row of rows) if (hexOf(row, column.class) === objectClass.trust) records.set(key(row), row)
  return rows.flatMap((row) => {
    const der = row.get(column.value)
    const record = records.get(key(row))
    if (hexOf(row, column.class) !== objectClass.certificate || !(der instanceof Uint8Array) || record === undefined) return []
    const settings = settingsOf(record, readCertificate(der).basicConstraints?.cA === true)
    return settings === null ? [] : [{ der, settings }]
  })
}

/** `null`: it says nothing about TLS servers. A peer's trust is for that certificate alone, and makes no authority. */
function settingsOf(record: SqliteRow, isAuthority: boolean): TrustSettings | null {
  const isTrust = (value: string): boolean => value === trusted.delegator || (value === trusted.peer && !isAuthority)
  const trusts = purposes.filter(([name]) => isTrust(hexOf(record, name))).map(([, purpose]) => purpose)
  const rejects = purposes.filter(([name]) => hexOf(record, name) === trusted.never).map(([, purpose]) => purpose)
  return trusts.includes(serverAuth) || rejects.includes(serverAuth) ? { trusts, rejects } : null
}

/** Octets in hexadecimal; empty: there are none. */
function hexOf(row: SqliteRow, name: string): string {
  const value = row.get(name)
  return value instanceof Uint8Array ? toHex(value) : ''
}

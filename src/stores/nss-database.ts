import type { Host } from '../host/host.ts'
import type { TrustSettings } from '../model/evidence.ts'
import type { Oid } from '../model/oid.ts'
import { readCertificate } from '../x509/certificate.ts'
import { type NssRecord, type NssTrust, nssTrust, readNssRecords } from './shared/nss-records.ts'
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
    const own = host.home === '' ? [] : databasesBelow(host.home, '.local/share').map((folder) => ({ folder, of: '' }))
    return [...own, { folder: '/etc/pki/nssdb', of: '' }, ...ofPackages(host)]
      .filter(({ folder }) => databaseIn(host, folder) !== null)
      .map(({ folder, of }) => ({ name: `${prefix}${folder}`, title: of === '' ? 'NSS database' : `NSS database of ${of}` }))
  },
}

/** Before Chromium 146, and from there on (Chromium: docs/linux/cert_management.md). */
const databasesBelow = (home: string, data: string): readonly string[] => [`${home}/.pki/nssdb`, `${home}/${data}/pki/nssdb`]

/** Of applications in flatpaks and snaps, which have homes of their own (flatpak-run(1): XDG_DATA_HOME; snapcraft.io: SNAP_USER_DATA). */
function ofPackages(host: Host): readonly { readonly folder: string; readonly of: string }[] {
  if (host.home === '') return []
  const below = (folder: string, homeOf: (name: string) => string, data: string, kind: string) =>
    namesIn(host, folder).flatMap((name) =>
      databasesBelow(homeOf(name), data).map((database) => ({ folder: database, of: `the ${kind} ${name}` })),
    )
  const [flatpaks, snaps] = [`${host.home}/.var/app`, `${host.home}/snap`]
  return [
    ...below(flatpaks, (name) => `${flatpaks}/${name}`, 'data', 'flatpak'),
    ...below(snaps, (name) => `${snaps}/${name}/current`, '.local/share', 'snap'),
  ]
}

/** A folder that may not be looked into holds nothing that can be told. */
function namesIn(host: Host, folder: string): readonly string[] {
  try {
    return host.list(folder) ?? []
  } catch {
    return []
  }
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

/** Certificates to which the database gives or takes trust for TLS servers. The list that is built into NSS is another store. */
function readDatabase(host: Host, folder: string): StoreContent {
  const slash = host.platform === 'win32' ? '\\' : '/'
  const name = databaseIn(host, folder)
  const path = `${folder}${slash}${name ?? 'cert9.db'}`
  const origin = `${path} (NSS)`
  if (name === 'cert8.db') return { origin, unreadable: 'it is a Berkeley DB, which NSS itself no longer reads by default' }
  try {
    const records = readNssRecords(host, path)
    if (typeof records === 'string') return { origin, unreadable: records }
    return { origin: `${path} (NSS, certificates with trust settings of their own)`, certificates: records.flatMap(withTrust) }
  } catch (error) {
    return { origin, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

const purposes: readonly (readonly [keyof NssTrust, Oid])[] = [
  ['server', '1.3.6.1.5.5.7.3.1'],
  ['client', '1.3.6.1.5.5.7.3.2'],
  ['code', '1.3.6.1.5.5.7.3.3'],
  ['email', '1.3.6.1.5.5.7.3.4'],
]
const serverAuth = '1.3.6.1.5.5.7.3.1'

function withTrust({ der, trust }: NssRecord): readonly StoredCertificate[] {
  if (der === null || trust === null) return []
  const settings = settingsOf(trust, readCertificate(der).basicConstraints?.cA === true)
  return settings === null ? [] : [{ der, settings }]
}

/** `null`: it says nothing about TLS servers. A peer's trust is for that certificate alone, and makes no authority. */
function settingsOf(trust: NssTrust, isAuthority: boolean): TrustSettings | null {
  const isTrust = (value: string): boolean => value === nssTrust.delegator || (value === nssTrust.peer && !isAuthority)
  const trusts = purposes.filter(([name]) => isTrust(trust[name])).map(([, purpose]) => purpose)
  const rejects = purposes.filter(([name]) => trust[name] === nssTrust.never).map(([, purpose]) => purpose)
  return trusts.includes(serverAuth) || rejects.includes(serverAuth) ? { trusts, rejects } : null
}

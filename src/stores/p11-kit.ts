import type { Host } from '../host/host.ts'
import type { TrustSettings } from '../model/evidence.ts'
import type { Oid } from '../model/oid.ts'
import { readCertificate } from '../x509/certificate.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { toHex } from '../x509/hex.ts'
import { readPem } from '../x509/pem.ts'
import { readPurposeList } from '../x509/purpose-list.ts'
import type { Store, StoreContent, StoredCertificate, StoreFormat } from './store.ts'

/**
 * The trust sources that distributions build p11-kit to read, the user's before the packages' (`trust_paths` of the trust module):
 * Fedora's, Arch's, SUSE's, nixpkgs' and FreeBSD's packages. Those of Debian, Alpine, Void and Gentoo name the generated bundle, which is a
 * file like any other; nixpkgs' names bundles behind its folder, of which NixOS makes the same certificates.
 */
const trustPaths = [
  ['/etc/pki/ca-trust/source', '/usr/share/pki/ca-trust-source'],
  ['/etc/ca-certificates/trust-source', '/usr/share/ca-certificates/trust-source'],
  ['/etc/pki/trust', '/usr/share/pki/trust'],
  ['/etc/ssl/trust-source'],
  ['/usr/local/share/p11-kit/certs'],
] as const

/** All trust sources of this machine together, as p11-kit's trust module and GnuTLS with it see them. Distrust beats trust. */
export const p11Kit: Store = {
  id: 'p11-kit',
  title: "p11-kit's trust sources",
  read: async (host) => {
    const paths = sourcesOf(host)
    return paths.length === 0 ? null : joined(host, paths)
  },
  locate: (host) => (sourcesOf(host).length === 0 ? [] : [{ name: 'p11-kit', title: "p11-kit's trust sources" }]),
}

const sourcesOf = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? []
    : (trustPaths.map((paths) => paths.filter((p) => isThere(host, p))).find((p) => p.length > 0) ?? [])

function isThere(host: Host, path: string): boolean {
  try {
    return host.stat(path) !== null
  } catch {
    // It is there, and may not be looked into: reading it will say so.
    return true
  }
}

/** One source of p11-kit's trust module: a `.p11-kit` file, or a folder with `anchors` or `blocklist` in it. */
export const p11KitSource: StoreFormat = {
  id: 'p11-kit-source',
  title: 'p11-kit trust source',
  isAt: (host, path) => {
    if (host.stat(path) === 'directory') {
      return (host.list(path) ?? []).some((name) => name.endsWith('.p11-kit') || [...flagged.keys()].includes(name))
    }
    const bytes = host.readFile(path)
    return bytes !== null && isPersist(bytes)
  },
  read: async (host, path) => joined(host, [path]),
}

/** What the folder says of everything in it; what lies beside these folders speaks for itself (trust/token.c, loader_load_file). */
type Flag = 'anchor' | 'distrusted' | 'none'

const flagged: ReadonlyMap<string, Flag> = new Map([
  ['anchors', 'anchor'],
  ['blocklist', 'distrusted'],
  ['blacklist', 'distrusted'],
])

/** What the sources say, gathered before anything is decided: extensions may stand in another file than their certificate. */
interface Gathered {
  readonly entries: Entry[]
  /** Purposes attached to a key, by its SubjectPublicKeyInfo in hexadecimal. */
  readonly trusts: Map<string, readonly Oid[]>
  readonly rejects: Map<string, readonly Oid[]>
  /** Issuer and serial number of certificates that are distrusted without being held. */
  readonly distrusted: Set<string>
}

interface Entry {
  readonly der: Uint8Array
  readonly isTrusted: boolean
  readonly isDistrusted: boolean
  /** Of OpenSSL's `TRUSTED CERTIFICATE`. */
  readonly settings: TrustSettings | null
}

function joined(host: Host, paths: readonly string[]): StoreContent {
  const origin = `${paths.join(' + ')} (as p11-kit reads it)`
  const gathered: Gathered = { entries: [], trusts: new Map(), rejects: new Map(), distrusted: new Set() }
  try {
    for (const path of paths) gatherSource(host, path, gathered)
  } catch (error) {
    return { origin, unreadable: error instanceof Error ? error.message : String(error) }
  }
  const certificates = decided(gathered)
  return certificates.length > 0
    ? { origin, certificates }
    : { origin, unreadable: 'no file in it trusts or distrusts a certificate' }
}

function gatherSource(host: Host, path: string, gathered: Gathered): void {
  if (host.stat(path) !== 'directory') return gatherFile(host, path, 'anchor', gathered)
  gatherFolder(host, path, 'none', gathered)
  // The name before p11-kit 0.24; the package makes the folder that its release reads, and 0.24 does not read the old one.
  const isOld = host.stat(`${path}/blocklist`) === null
  for (const [name, flag] of flagged) {
    if (name !== 'blacklist' || isOld) gatherFolder(host, `${path}/${name}`, flag, gathered)
  }
}

/** Folders in a folder are passed over (loader_load_if_file). */
function gatherFolder(host: Host, folder: string, flag: Flag, gathered: Gathered): void {
  for (const name of host.list(folder) ?? []) {
    const path = `${folder}/${name}`
    if (host.stat(path) === 'file') gatherFile(host, path, flag, gathered)
  }
}

function gatherFile(host: Host, path: string, flag: Flag, gathered: Gathered): void {
  const bytes = host.readFile(path)
  if (bytes === null) return
  if (isPersist(bytes)) return gatherObjects(bytes, flag, gathered)
  for (const { der, settings } of readCertificateFile(bytes).certificates) {
    // OpenSSL's form without a purpose that it trusts is a ban (trust/parser.c, build_openssl_extensions).
    const isBan = settings !== null && settings.trusts.length === 0
    gathered.entries.push({
      der,
      settings,
      isTrusted: flag === 'anchor' ? !isBan : flag === 'none' && settings !== null && !isBan,
      isDistrusted: flag === 'distrusted' || isBan,
    })
  }
}

const header = '[p11-kit-object-v1]'

const isPersist = (bytes: Uint8Array): boolean => textOf(bytes).includes(header)

/** One character for each octet. */
const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

/** p11-kit's own format (common/persist.c): sections of `name: value` lines, and PEM blocks for a certificate or a key. */
function gatherObjects(bytes: Uint8Array, flag: Flag, gathered: Gathered): void {
  for (const section of textOf(bytes).split(header).slice(1)) {
    const fields = new Map<string, string>()
    for (const line of section.replace(/-----BEGIN[\s\S]*?-----END[^\n]*/g, '').split(/\r?\n/)) {
      const [, name, value] = /^\s*([a-z0-9-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
      if (name !== undefined && value !== undefined) fields.set(name, value)
    }
    const blocks = readPem(Uint8Array.from(section, (c) => c.charCodeAt(0))).filter(({ problem }) => problem === null)
    if (fields.get('class') === 'x-certificate-extension') gatherExtension(fields, blocks[0]?.der, gathered)
    else gatherCertificate(fields, blocks.find(({ label }) => label === 'CERTIFICATE')?.der, flag, gathered)
  }
}

const extKeyUsage = '2.5.29.37'
/** p11-kit's own (common/oid.h): purposes that are rejected, in the form of an extKeyUsage. */
const openSslReject = '1.3.6.1.4.1.3319.6.10.1'
/** Stands in a list of purposes that would be empty, which the syntax does not allow. */
const noPurpose = '1.3.6.1.4.1.3319.6.10.16'

function gatherExtension(fields: ReadonlyMap<string, string>, pemKey: Uint8Array | undefined, gathered: Gathered): void {
  const key = pemKey ?? octets(fields.get('public-key-info'))
  const value = octets(fields.get('value'))
  const purposes = value === undefined ? null : readPurposeList(value)
  if (key === undefined || purposes === null) return
  const object = fields.get('object-id')
  if (object === extKeyUsage) gathered.trusts.set(toHex(key), purposes.length === 0 ? [noPurpose] : purposes)
  if (object === openSslReject) gathered.rejects.set(toHex(key), purposes)
}

function gatherCertificate(
  fields: ReadonlyMap<string, string>,
  pem: Uint8Array | undefined,
  flag: Flag,
  gathered: Gathered,
): void {
  const der = pem ?? octets(fields.get('value'))
  const isDistrusted = flag === 'distrusted' || fields.get('x-distrusted') === 'true'
  const isTrusted = !isDistrusted && (flag === 'anchor' || fields.get('trusted') === 'true')
  if (der !== undefined) gathered.entries.push({ der, isTrusted, isDistrusted, settings: null })
  const [issuer, serial] = [octets(fields.get('issuer')), octets(fields.get('serial-number'))]
  if (der === undefined && isDistrusted && issuer !== undefined && serial !== undefined) {
    gathered.distrusted.add(`${toHex(issuer)} ${toHex(serial)}`)
  }
}

/** A quoted value with octets as `%30`. */
function octets(value: string | undefined): Uint8Array | undefined {
  if (value === undefined || !/^".*"$/.test(value)) return undefined
  const text = value.slice(1, -1).replace(/%([0-9a-f]{2})/gi, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)))
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

const anyPurpose = '2.5.29.37.0'

/** Trusted and distrusted certificates, each once. What is neither, p11-kit only knows of: it is left out. */
function decided({ entries, trusts, rejects, distrusted }: Gathered): readonly StoredCertificate[] {
  const merged = new Map<string, Entry>()
  for (const entry of entries) {
    const id = toHex(entry.der)
    const known = merged.get(id)
    merged.set(id, {
      der: entry.der,
      isTrusted: entry.isTrusted || known?.isTrusted === true,
      isDistrusted: entry.isDistrusted || known?.isDistrusted === true,
      settings: known?.settings ?? entry.settings,
    })
  }
  return [...merged.values()].flatMap(({ der, isTrusted, isDistrusted, settings }) => {
    const { issuer, serialNumber, subjectPublicKeyInfo } = readCertificate(der)
    const serial = `02${toHex(Uint8Array.of(serialNumber.length))}${toHex(serialNumber)}`
    if (isDistrusted || distrusted.has(`${toHex(issuer.der)} ${serial}`)) {
      return [{ der, settings: { trusts: [], rejects: [anyPurpose] } }]
    }
    if (!isTrusted) return []
    const key = toHex(subjectPublicKeyInfo.der)
    const trustsAttached = trusts.get(key) ?? settings?.trusts ?? []
    const rejectsAttached = rejects.get(key) ?? settings?.rejects ?? []
    const restricts = trustsAttached.length + rejectsAttached.length > 0
    return [{ der, settings: restricts ? { trusts: trustsAttached, rejects: rejectsAttached } : null }]
  })
}

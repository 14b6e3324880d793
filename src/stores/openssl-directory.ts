import type { Host } from '../host/host.ts'
import { readCertificate } from '../x509/certificate.ts'
import { type FileCertificate, readCertificateFile } from '../x509/certificate-file.ts'
import { lostBlock } from '../x509/lost-block.ts'
import type { opensslNameHash } from '../x509/openssl-name-hash.ts'
import { kindOrLoop } from './shared/link-loops.ts'
import type { Store, StoreContent } from './store.ts'

const prefix = 'openssl-dir:'

/**
 * A directory as OpenSSL looks into it (`-CApath`, SSL_CERT_DIR; crypto/x509/by_dir.c, get_cert_by_subject): for an issuer it opens
 * `<hash of the name>.0`, `.1` and so on up to the first that is not there. A file without such a name is never opened, and one whose
 * name is another name's hash is opened for nothing. Only PEM is read. Where every file of a directory counts, its plain path is the store.
 */
export const opensslDirectory: Store = {
  id: prefix,
  title: 'a directory as OpenSSL reads it, by the hashes of names',
  read: async (host, name) => readOpensslDirectory(host, name.slice(prefix.length)),
  locate: () => [],
}

async function readOpensslDirectory(host: Host, folder: string): Promise<StoreContent | null> {
  const nameHash = await loadNameHash()
  const origin = `${folder} (as OpenSSL reads it, by the hashes of names)`
  try {
    if (host.stat(folder) !== 'directory') return null
    const links = hashLinks(host.list(folder) ?? [])
    const certificates = links.reached.flatMap((name) => found(host, folder, name, nameHash))
    if (certificates.length > 0) return { origin, certificates }
    const none = links.reached.length + links.behindGap.length === 0
    return {
      origin,
      unreadable: none
        ? 'no file in it has the hash of a name for its name, so OpenSSL opens none; openssl rehash makes such names'
        : 'no file in it has the hash of the name in its certificate for its name, so OpenSSL finds nothing; openssl rehash makes such names',
    }
  } catch (error) {
    return { origin, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

/** A certificate in a directory that OpenSSL does not come across, and why. */
export interface Unreached {
  readonly file: string
  /** What OpenSSL would open for it: `<hash>.0`; empty: its name cannot be read. */
  readonly wanted: string
  readonly why: 'no-hash-name' | 'wrong-hash' | 'behind-gap' | 'not-pem'
}

/**
 * Files of a directory that hold a certificate which OpenSSL does not find there: not linked, linked under another name's hash,
 * numbered behind a gap, or not PEM. A bundle of several is not meant. Throws what the system says.
 */
export async function unreachedIn(host: Host, folder: string): Promise<readonly Unreached[]> {
  const nameHash = await loadNameHash()
  const names = host.list(folder) ?? []
  const { reached, behindGap } = hashLinks(names)
  const linked = new Set(
    reached.flatMap((name) => found(host, folder, name, nameHash)).map(({ der }) => readCertificate(der).sha256),
  )
  return names.flatMap((name): readonly Unreached[] => {
    const file = `${folder}/${name}`
    const { certificates, form } = contentOf(host, file)
    const [only, ...more] = certificates
    if (only === undefined || more.length > 0) return []
    const certificate = readCertificate(only.der)
    if (linked.has(certificate.sha256)) return []
    const hash = nameHash(certificate.subject.der)
    const why = behindGap.includes(name)
      ? 'behind-gap'
      : !reached.includes(name)
        ? 'no-hash-name'
        : form === 'pem'
          ? 'wrong-hash'
          : 'not-pem'
    return [{ file, wanted: hash === null ? '' : `${hash}.0`, why }]
  })
}

/** Names that OpenSSL opens, and those that it would if no number before them were missing. */
function hashLinks(names: readonly string[]): { readonly reached: readonly string[]; readonly behindGap: readonly string[] } {
  const here = new Set(names)
  // Eight digits in lower case, and a decimal number without zeros before it: what by_dir.c prints.
  const links = names.filter((name) => /^[0-9a-f]{8}\.(0|[1-9]\d*)$/.test(name))
  const isReached = (name: string): boolean => {
    const [hash, number] = name.split('.')
    for (let i = 0; i < Number(number); i++) if (!here.has(`${hash}.${i}`)) return false
    return true
  }
  return { reached: links.filter(isReached), behindGap: links.filter((name) => !isReached(name)) }
}

/** What OpenSSL finds under a name: certificates in PEM whose subject has that hash. */
function found(host: Host, folder: string, name: string, nameHash: NameHash): readonly FileCertificate[] {
  const { certificates, form } = contentOf(host, `${folder}/${name}`)
  if (form !== 'pem') return []
  return certificates.filter(({ der }) => nameHash(readCertificate(der).subject.der) === name.slice(0, 8))
}

type NameHash = typeof opensslNameHash

/** Loaded only when asked for: most runs open no such directory. */
const loadNameHash = async (): Promise<NameHash> => (await import('../x509/openssl-name-hash.ts')).opensslNameHash

/** A link to nothing, or to itself, is as no file. */
function contentOf(host: Host, file: string): Pick<ReturnType<typeof readCertificateFile>, 'certificates' | 'form'> {
  const bytes = kindOrLoop(host, file) === 'file' ? host.readFile(file) : null
  if (bytes === null) return { certificates: [], form: 'none' }
  const read = readCertificateFile(bytes)
  const lost = read.form === 'pem' ? lostBlock(bytes) : null
  return lost === null ? read : { certificates: readCertificateFile(linesBefore(bytes, lost.line)).certificates, form: 'pem' }
}

/** OpenSSL keeps what it read of a file before a block that it cannot read, and reads on no further (X509_load_cert_file; observed: 3.0.19). */
function linesBefore(bytes: Uint8Array, line: number): Uint8Array {
  let end = 0
  for (let at = 1; at < line; at++) end = bytes.indexOf(0x0a, end) + 1
  return bytes.subarray(0, end)
}

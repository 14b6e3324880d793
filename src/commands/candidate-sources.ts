import { hash } from 'node:crypto'
import type { Host } from '../host/host.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { ProgrammeData } from '../programmes/cached-content.ts'
import { above, type CandidatePool, candidatePool, type PooledCertificate, type PoolSource } from '../roots/candidate-pool.ts'
import { anchorsHolding } from '../roots/anchors-named.ts'
import type { RootTable } from '../roots/table.ts'
import { packAnchor } from '../x509/anchor-record.ts'
import { decodeBase64, encodeBase64 } from '../x509/base64.ts'
import { readCertificate } from '../x509/certificate.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { RootcauseError } from '../model/error.ts'
import { locateStores, readStore } from '../stores/index.ts'
import type { StoredCertificate } from '../stores/store.ts'
import { messageOf } from '../host/system-words.ts'

/** The name under which what was found stands in the evidence: a store that nobody asks. */
export const foundStore = 'candidates'

/** How the product's own table is called where it is named as a place. */
const ownTable = 'the table of this program'

/** Reads each certificate once, wherever it turns up. */
export type CertificateReader = (der: Uint8Array) => Certificate

/** See `CertificateReader`. */
export function certificateReader(): CertificateReader {
  const read = new Map<string, Certificate>()
  return (der) => {
    // Node's digest: a machine's stores hold thousands.
    const sha256 = hash('sha256', der) as Sha256
    let certificate = read.get(sha256)
    if (certificate === undefined) read.set(sha256, (certificate = readCertificate(der, sha256)))
    return certificate
  }
}

const sentByServer = 'sent by the server'
const fetchedByAddress = 'fetched from the address in a certificate'

/** Places whose content the server alone decides. */
export const onlyFromServer: ReadonlySet<string> = new Set([sentByServer, fetchedByAddress])

/** What the evidence itself holds: sent, in its stores, fetched for it. */
export function evidenceSources(evidence: Evidence, read: CertificateReader): readonly PoolSource[] {
  const pick = (ids: readonly Sha256[]): readonly Certificate[] =>
    ids.flatMap((id) => {
      const base64 = evidence.certs[id]
      return base64 === undefined ? [] : [read(decodeBase64(base64).bytes)]
    })
  const sent = evidence.sends.flatMap(({ outcome }) => (outcome.kind === 'chain' ? outcome.chain : []))
  const held = { isHeld: true }
  return [
    { ...held, where: sentByServer, certificates: pick([...new Set(sent)]) },
    ...evidence.stores.flatMap((store) =>
      'unreadable' in store ? [] : [{ ...held, where: `the store ${store.id}`, certificates: pick(store.anchors) }],
    ),
    {
      ...held,
      where: fetchedByAddress,
      certificates: pick((evidence.fetched ?? []).map((f) => f.sha256)),
    },
  ]
}

/** Certificates that came with what programmes publish. */
export const publishedSources = ({ certificates }: ProgrammeData, read: CertificateReader): readonly PoolSource[] =>
  certificates.map(({ publication, certificates: own }) => ({
    where: publication.title,
    certificates: own.map(read),
    isHeld: true,
  }))

/** A file of certificates that the user names. Throws where it holds none. */
export function fileSource(host: Host, path: string, read: CertificateReader): PoolSource {
  const { certificates } = readCertificateFile(readable(host, path))
  if (certificates.length === 0) throw new RootcauseError('input', `${path} holds no certificate`, 'give PEM, DER or PKCS #7')
  return { where: path, certificates: certificates.map(({ der }) => read(der)), isHeld: true }
}

function readable(host: Host, path: string): Uint8Array {
  if (host.stat(path) === 'directory')
    throw new RootcauseError('input', `${path} is a directory`, 'give one file in it: PEM, DER or PKCS #7')
  try {
    const bytes = host.readFile(path)
    if (bytes !== null) return bytes
  } catch (cause) {
    const why = messageOf(cause)
    throw new RootcauseError('input', `cannot read ${path}: ${why}`, 'give a file that you may read', { cause })
  }
  throw new RootcauseError('input', `there is no file ${path}`, 'check the path')
}

/** A store of this machine as a place where candidates are looked for. */
export interface StoreSource extends PoolSource {
  /** As `readStore` takes it. */
  readonly name: string
  /** What it holds to reject. */
  readonly rejected: ReadonlySet<Sha256>
  /** Only the administrator of the operating system writes it. */
  readonly isAdministrators: boolean
}

/** Every store of this machine that can be read, Node's own list among them. */
export async function machineSources(host: Host, read: CertificateReader): Promise<readonly StoreSource[]> {
  const sources: StoreSource[] = []
  for (const { name } of locateStores(host)) {
    const content = await readStore(host, name)
    if (content === null || 'unreadable' in content) continue
    const isRejected = ({ settings }: StoredCertificate): boolean => settings?.rejects.some((oid) => forServers.has(oid)) === true
    const isTrusted = ({ settings: own }: StoredCertificate): boolean =>
      own === null || own.trusts.length === 0 || own.trusts.some((oid) => forServers.has(oid))
    const pick = (all: readonly StoredCertificate[]): readonly Certificate[] => all.map(({ der }) => read(der))
    sources.push({
      name,
      where: `the store ${name}`,
      // What a store holds to reject, or for e-mail and the like alone, is no candidate.
      certificates: pick(content.certificates.filter((c) => !isRejected(c) && isTrusted(c))),
      isHeld: true,
      rejected: new Set(pick(content.certificates.filter(isRejected)).map((c) => c.sha256)),
      isAdministrators: isAdministrators(host, name, content.origin),
    })
  }
  return sources
}

/** Purposes whose rejection concerns servers: theirs, and any (RFC 5280 §4.2.1.12). */
export const forServers: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'])

/**
 * `system` is the union of scopes on Windows and macOS, the user's own among them; on Linux it is the distribution's bundle, or where there
 * is none what the runtime reads, which follows variables: its origin is no path then. A bundle that somebody else may write is nobody's word.
 */
function isAdministrators({ platform, isOthers }: Host, name: string, origin: string): boolean {
  if (name === 'system') {
    const [path] = /^\/[^\s:;,]*/.exec(origin) ?? []
    return (platform === 'linux' || platform === 'other') && path !== undefined && isOthers?.(path) !== true
  }
  return /^(?:linux:|windows:(?:LM|GP|ENT)\/|macos:System)/.test(name)
}

/** A pool with the anchors of the table that could stand above these certificates, whose octets nobody here may have. */
export function poolWithTable(sources: readonly PoolSource[], table: RootTable, below: readonly Certificate[]): CandidatePool {
  const pool = candidatePool(sources)
  const issuers = [...below, ...above(pool, below).map((p) => p.certificate)].map((c) => c.issuer.der)
  const anchors = anchorsHolding(table, issuers).map((a) => a.certificate())
  return candidatePool([...sources, { where: ownTable, certificates: anchors, isHeld: false }])
}

/** The evidence with what could stand above its chains, in a store that nobody asks, so that the engine can prove what it would cure. */
export function withCandidates(evidence: Evidence, found: readonly PooledCertificate[], table: RootTable): Evidence {
  const certs: Record<string, string> = { ...evidence.certs }
  const anchors: Record<string, string> = { ...evidence.anchors }
  for (const { certificate, isHeld } of found) {
    const { sha256, der } = certificate
    if (isHeld) certs[sha256] ??= encodeBase64(der)
    const place = isHeld ? null : table.placeOf(sha256)
    if (place !== null) anchors[sha256] ??= packAnchor(table.record(place))
  }
  return {
    ...evidence,
    certs,
    anchors,
    stores: [
      ...evidence.stores,
      { id: foundStore, origin: 'what was found', anchors: found.map(({ certificate }) => certificate.sha256) },
    ],
  }
}

// The table of trust anchors from the corpora: what `tools/roots.ts` writes and a test compares with the committed file.
import { existsSync, readFileSync } from 'node:fs'
import { DerReader } from '../src/der/reader.ts'
import { nodeSignatureVerifier } from '../src/host/node-signature-verifier.ts'
import type { Certificate } from '../src/model/certificate.ts'
import type { Sha256 } from '../src/model/sha256.ts'
import { droppedExtensions } from '../src/x509/anchor-certificate.ts'
import { anchorBody } from '../src/x509/anchor-record.ts'
import { javaPolicies } from '../src/roots/java-policies.ts'
import type { RawChromeRule, RawMicrosoftRule, RawRootTable } from '../src/roots/table.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import { pack } from './roots-pack.ts'
import { stores } from './roots-stores.ts'

/** Where the corpora lie beside the checkout. */
export const corpora = '../shared/corpora/truststores'

/** Whether they are there: a clone of the product alone builds and passes without them. */
export const haveCorpora = (): boolean => existsSync(`${corpora}/certs.ndjson`)

/** The certificates of the corpora by SHA-256. */
export function corpusCertificates(): readonly Certificate[] {
  const lines = readFileSync(`${corpora}/certs.ndjson`, 'utf8').trim().split('\n')
  return lines
    .map((line) => readCertificate(new Uint8Array(Buffer.from((JSON.parse(line) as { der: string }).der, 'base64'))))
    .toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
}

/** Everything, read and put into the product's form. */
export function compileRoots(): RawRootTable {
  const certificates = corpusCertificates()
  const placeOf = new Map(certificates.map((c, i) => [c.sha256, i]))
  const strangers: string[] = []
  const number = (sha256: string, isBlock = false): number | null => {
    const known = placeOf.get(sha256 as Sha256)
    if (known !== undefined) return known
    if (!isBlock || !/^[0-9a-f]{64}$/.test(sha256)) return null
    const at = strangers.indexOf(sha256)
    return certificates.length + (at >= 0 ? at : strangers.push(sha256) - 1)
  }
  // One fingerprint of the observatory is cut short.
  const whole = (sha256: string): string =>
    /^[0-9a-f]{50,63}$/.test(sha256) ? (certificates.find((c) => c.sha256.startsWith(sha256))?.sha256 ?? sha256) : sha256
  const compiled = stores(corpora, number, whole)
  const records = certificates.map((c) => ({ sha256: c.sha256, body: bodyOf(c), pieces: piecesOf(c) }))
  return {
    ...pack(records),
    strangers,
    signatures: signatures(certificates),
    stores: compiled,
    microsoft: microsoft(placeOf),
    chrome: chrome(placeOf),
  }
}

function bodyOf(c: Certificate): Uint8Array {
  const selfIssued = c.subject.raw === c.issuer.raw
  return anchorBody({ selfIssued, anomalies: c.anomalies, fields: fieldsOf(c, selfIssued) })
}

/** The fields of tbsCertificate as they are encoded, without a repeated name and the extensions that bind nobody. */
function fieldsOf(c: Certificate, selfIssued: boolean): Uint8Array {
  const r = new DerReader(c.tbsCertificate)
  r.readTag(0x30, 0, c.tbsCertificate.length)
  const parts: Uint8Array[] = []
  const limit = r.end
  let field = c.tbsCertificate[r.start] === 0xa0 ? 0 : 1
  for (let pos = r.start; pos < limit; field++) {
    r.read(pos, limit)
    const whole = c.tbsCertificate.subarray(pos, r.next)
    pos = r.next
    if (field === 3 && selfIssued) continue
    if (r.tag === 0xa3) parts.push(keptExtensions(c))
    else parts.push(whole)
  }
  return new Uint8Array(Buffer.concat(parts))
}

function keptExtensions(c: Certificate): Uint8Array {
  const kept = c.extensions.filter((e) => !droppedExtensions.includes(e.oid))
  const lost = c.extensions.filter((e) => droppedExtensions.includes(e.oid) && e.critical)
  if (lost.length > 0) throw new Error(`${c.sha256}: critical extension ${lost[0]?.oid} would be left out`)
  const encoded = kept.map((e) => {
    const r = new DerReader(c.der)
    r.read(e.offset, c.der.length)
    return c.der.subarray(e.offset, r.next)
  })
  return kept.length === 0 ? new Uint8Array() : wrap(0xa3, wrap(0x30, Buffer.concat(encoded)))
}

function wrap(tag: number, content: Uint8Array): Uint8Array {
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return new Uint8Array(Buffer.concat([Buffer.from([tag, ...length]), content]))
}

/** Stretches of a record that others may have as well: heads of keys and of key identifiers. Elements are found by `pack`. */
function piecesOf(c: Certificate): readonly Uint8Array[] {
  const { der, key, subjectPublicKey } = c.subjectPublicKeyInfo
  if (key.kind === 'ec') return [der.subarray(0, der.length - subjectPublicKey.length + 1)]
  if (key.kind !== 'rsa') return []
  const modulus = Buffer.from(der).indexOf(key.modulus)
  return [der.subarray(0, modulus), der.subarray(modulus + key.modulus.length)]
}

/** Every pair whose names chain, but for anchors that are signed by their own key. */
function signatures(certificates: readonly Certificate[]): readonly string[] {
  const verify = nodeSignatureVerifier()
  const bySubject = grouped(certificates)
  return certificates.flatMap((child, place) =>
    (bySubject.get(child.issuer.canonical) ?? []).flatMap(({ c: issuer, place: at }) => {
      const fact = verify(child, issuer.subjectPublicKeyInfo)
      const isOwn = child.subject.raw === child.issuer.raw && child.subjectPublicKeyInfo.raw === issuer.subjectPublicKeyInfo.raw
      return isOwn && (fact === 'valid' || at !== place) ? [] : [`${place} ${at} ${fact[0]}`]
    }),
  )
}

function grouped(certificates: readonly Certificate[]) {
  const by = new Map<string, { c: Certificate; place: number }[]>()
  for (const [place, c] of certificates.entries())
    by.set(c.subject.canonical, [...(by.get(c.subject.canonical) ?? []), { c, place }])
  return by
}

const serverAuth = '1.3.6.1.5.5.7.3.1'

interface AuthrootEntry {
  readonly sha256: string
  readonly eku?: readonly string[]
  readonly disallowed_filetime?: string
  readonly disallowed_ekus?: readonly string[]
  readonly not_before_filetime?: string
  readonly not_before_ekus?: readonly string[]
}

/** The newer list, and what only the older one has. Purposes that are listed narrow the date beside them. */
function microsoft(placeOf: ReadonlyMap<string, number>): readonly RawMicrosoftRule[] {
  const rules = new Map<number, RawMicrosoftRule>()
  for (const file of ['authroot-2023-02-09.json', 'authroot-2024-02-08.json']) {
    const list = readJson(`${corpora}/microsoft/${file}`) as { this_update: string; entries: readonly AuthrootEntry[] }
    const day = `20${list.this_update.slice(0, 2)}-${list.this_update.slice(2, 4)}-${list.this_update.slice(4, 6)}`
    for (const e of list.entries) {
      const anchor = placeOf.get(e.sha256)
      if (anchor === undefined) continue
      const disabled = concernsServers(e.disallowed_ekus) ? (e.disallowed_filetime ?? '') : ''
      const notBefore = concernsServers(e.not_before_ekus) ? (e.not_before_filetime ?? '') : ''
      const notForServers =
        (e.eku !== undefined && !e.eku.includes(serverAuth)) ||
        (e.disallowed_filetime === undefined && e.disallowed_ekus?.includes(serverAuth) === true)
      rules.delete(anchor)
      if (disabled !== '' || notBefore !== '' || notForServers)
        rules.set(anchor, { anchor, list: day, disabled, notBefore, notForServers })
    }
  }
  return [...rules.values()].toSorted((a, b) => a.anchor - b.anchor)
}

const concernsServers = (purposes: readonly string[] | undefined): boolean =>
  purposes === undefined || purposes.includes(serverAuth)

interface ChromeConstraint {
  readonly sha256: string
  readonly sct_not_after: string
  readonly min_version?: number
}

function chrome(placeOf: ReadonlyMap<string, number>): readonly RawChromeRule[] {
  const file = readJson(`${corpora}/chrome_root_store_v36_constraints.json`) as { constraints: readonly ChromeConstraint[] }
  const listed = file.constraints.map((c) => ({
    sha256: c.sha256,
    sctNotAfter: c.sct_not_after,
    since: c.min_version ?? 0,
    source: 'Chrome Root Store 36, root_store.textproto',
  }))
  // The roots that the announcement names are those that Java distrusts by the same day.
  const entrust = (javaPolicies.find((p) => p.name === 'ENTRUST_TLS')?.anchors ?? []).map((sha256) => ({
    sha256,
    sctNotAfter: '2024-11-11T23:59:59Z',
    since: 131,
    source: 'Google Security Blog, 2024-06-27 (updated 2024-09-10)',
  }))
  return [...listed, ...entrust]
    .flatMap(({ sha256, ...rule }) => {
      const anchor = placeOf.get(sha256)
      return anchor === undefined ? [] : [{ anchor, ...rule }]
    })
    .toSorted((a, b) => a.anchor - b.anchor)
}

/** A file of the corpora. */
export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

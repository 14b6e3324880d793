import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sharedPath } from '../support/shared.ts'

/** One certificate of the public corpora, read by node:crypto and not by our own reader. */
export interface CorpusCertificate {
  readonly sha256: string
  readonly x509: X509Certificate
}

/** A change of a trust store, from `truststores/history`. Instants as the files write them. */
export interface StoreChange {
  readonly programme: string
  readonly what: string
  readonly at: string
  readonly sha256: string
}

const texts = ['truststores/certs.ndjson', 'intermediates/intermediates.ndjson']
const histories = ['truststores/history/mozilla_nss_releases.json', 'truststores/history/certifi.json']
const constraints = 'truststores/chrome_root_store_v36_constraints.json'

/** Whether the corpora lie beside the checkout; without them such tests skip. */
export const hasCorpora = [...texts, ...histories, constraints].every((f) => sharedPath(`corpora/${f}`) !== null)

const read = (file: string): string => readFileSync(sharedPath(`corpora/${file}`) ?? '', 'utf8')

/** Every certificate of `truststores` and `intermediates`, by its SHA-256 as node:crypto computes it. */
export function corpusCertificates(): ReadonlyMap<string, CorpusCertificate> {
  const found = new Map<string, CorpusCertificate>()
  for (const line of texts.flatMap((file) => read(file).trim().split('\n'))) {
    const { der }: { readonly der: string } = JSON.parse(line)
    try {
      const x509 = new X509Certificate(Buffer.from(der, 'base64'))
      const sha256 = x509.fingerprint256.replaceAll(':', '').toLowerCase()
      found.set(sha256, { sha256, x509 })
    } catch {
      // A few of the oldest roots are refused by OpenSSL; no incident is about one.
    }
  }
  return found
}

interface Snapshot {
  readonly date: string
  readonly added?: readonly string[]
  readonly removed?: readonly string[]
  readonly distrust_after?: Readonly<Record<string, string>>
}

const snapshots = (file: string): readonly Snapshot[] => {
  const { snapshots: all }: { readonly snapshots: readonly Snapshot[] } = JSON.parse(read(file))
  return all
}

/** What NSS releases and Chrome's root store did to each certificate. */
export function storeChanges(): readonly StoreChange[] {
  const {
    constraints: chrome,
  }: { readonly constraints: readonly { readonly sha256: string; readonly sct_not_after: string }[] } = JSON.parse(
    read(constraints),
  )
  const mozilla = snapshots('truststores/history/mozilla_nss_releases.json').flatMap((s) => [
    ...(s.added ?? []).map((sha256) => ({ programme: 'mozilla', what: 'added', at: s.date, sha256 })),
    ...(s.removed ?? []).map((sha256) => ({ programme: 'mozilla', what: 'removed', at: s.date, sha256 })),
    ...Object.entries(s.distrust_after ?? {}).map(([sha256, at]) => ({
      programme: 'mozilla',
      what: 'distrust-after',
      at,
      sha256,
    })),
  ])
  return [
    ...mozilla,
    ...chrome.map((c) => ({ programme: 'chrome', what: 'sct-not-after', at: c.sct_not_after, sha256: c.sha256 })),
  ]
}

/** Members of certifi's newest bundle. */
export function newestCertifi(): ReadonlySet<string> {
  const members = new Set<string>()
  for (const { added = [], removed = [] } of snapshots('truststores/history/certifi.json')) {
    for (const sha256 of added) members.add(sha256)
    for (const sha256 of removed) members.delete(sha256)
  }
  return members
}

import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { SignatureVerifier } from '../model/signature.ts'
import { readCertificate } from '../x509/certificate.ts'
import { type FetchedFile, type FetchLimits, fetchCertificates } from './fetch-certificates.ts'
import type { FetchedCache } from './fetched-cache.ts'

/** An issuer that was fetched. */
export interface FetchedIssuer {
  readonly certificate: Certificate
  readonly from: string
  /** The certificate that names the address. */
  readonly by: Sha256
}

/** What was fetched for a chain, what was not and why, and who was contacted. */
export interface FetchedIssuers {
  readonly fetched: readonly FetchedIssuer[]
  readonly failed: readonly { readonly from: string; readonly by: Sha256; readonly why: string }[]
  /** `host:port`, each once. */
  readonly contacted: readonly string[]
}

/** How issuers are fetched. */
export interface FetchPlan {
  readonly limits: FetchLimits
  readonly cache: FetchedCache
  readonly verify: SignatureVerifier
  /** Whether nothing need be fetched above a certificate: its issuer was sent, or every store holds it. */
  readonly isIssued: (certificate: Certificate) => boolean
}

/** Certificates fetched above one another. */
const maxDepth = 4
/** Fetches of one run. */
const maxFetches = 8

const caIssuers = '1.3.6.1.5.5.7.48.2'

/**
 * Fetches the issuers that nobody sent, from the addresses that certificates name (RFC 5280 §4.2.2.1), upwards until an issuer is known.
 * A certificate is taken only if it has the issuer's name and its key made the signature: whatever else an address serves is dropped.
 */
export async function missingIssuers(tops: readonly Certificate[], plan: FetchPlan): Promise<FetchedIssuers> {
  const fetched = new Map<Sha256, FetchedIssuer>()
  const failed: FetchedIssuers['failed'][number][] = []
  const contacted = new Set<string>()
  const tried = new Set<string>()
  let level = tops
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const above: Certificate[] = []
    for (const child of level) {
      if (child.subject.canonical === child.issuer.canonical || plan.isIssued(child)) continue
      for (const from of addressesIn(child)) {
        if (tried.has(from)) continue
        if (tried.size >= maxFetches) return { fetched: [...fetched.values()], failed, contacted: [...contacted] }
        tried.add(from)
        const file = await served(from, plan)
        if (file.contacted !== '') contacted.add(file.contacted)
        const issuers = file.kind === 'failed' ? [] : issuersAmong(file.certificates, child, plan.verify)
        for (const certificate of issuers) {
          if (!fetched.has(certificate.sha256)) above.push(certificate)
          fetched.set(certificate.sha256, { certificate, from, by: child.sha256 })
        }
        if (issuers.length > 0) break
        const why = file.kind === 'failed' ? file.why : 'what it serves did not issue the certificate'
        failed.push({ from, by: child.sha256, why })
      }
    }
    level = above
  }
  return { fetched: [...fetched.values()], failed, contacted: [...contacted] }
}

const addressesIn = ({ authorityInfoAccess }: Certificate): readonly string[] =>
  (authorityInfoAccess ?? []).flatMap(({ method, location }) =>
    method === caIssuers && location.kind === 'uri' && /^http:/i.test(location.value) ? [location.value] : [],
  )

async function served(from: string, { cache, limits }: FetchPlan): Promise<FetchedFile> {
  const kept = cache.get(from)
  if (kept !== null) return { kind: 'certificates', certificates: kept, contacted: '' }
  const file = await fetchCertificates(from, limits)
  if (file.kind === 'certificates') cache.put(from, file.certificates)
  return file
}

/** More than one may fit: an authority's certificates for one key. A file of many others is cut short. */
const issuersAmong = (all: readonly Uint8Array[], child: Certificate, verify: SignatureVerifier): readonly Certificate[] =>
  all
    .slice(0, 16)
    .map((der) => readCertificate(der))
    .filter((c) => c.subject.canonical === child.issuer.canonical && verify(child, c.subjectPublicKeyInfo) === 'valid')

import type { Certificate } from '../model/certificate.ts'
import type { Unfetched } from '../model/evidence.ts'
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
  readonly failed: readonly Unfetched[]
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
/** Fetches of one run, and how many times the longest wait for one all of them together may take. */
const maxFetches = 8
const maxWaits = 3

const caIssuers = '1.3.6.1.5.5.7.48.2'

/**
 * Fetches the issuers that nobody sent, from the addresses that certificates name (RFC 5280 §4.2.2.1), upwards until an issuer is known.
 * A certificate is taken only if it has the issuer's name and its key made the signature: whatever else an address serves is dropped.
 * Every address that brought nothing is told, where no other one brought the issuer.
 */
export async function missingIssuers(tops: readonly Certificate[], plan: FetchPlan): Promise<FetchedIssuers> {
  const fetched = new Map<Sha256, FetchedIssuer>()
  const failed: Unfetched[] = []
  const contacted = new Set<string>()
  const asking = inBounds(plan)
  let level = tops
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const above: Certificate[] = []
    for (const child of level) {
      if (child.subject.canonical === child.issuer.canonical || plan.isIssued(child)) continue
      const inVain: Unfetched[] = []
      let issuers: readonly Certificate[] = []
      for (const from of addressesIn(child)) {
        const file = await asking(from)
        if (file === null) continue
        if (file.contacted !== '') contacted.add(file.contacted)
        issuers = file.kind === 'failed' ? [] : issuersAmong(file.certificates, child, plan.verify)
        for (const certificate of issuers) {
          if (!fetched.has(certificate.sha256)) above.push(certificate)
          fetched.set(certificate.sha256, { certificate, from, by: child.sha256 })
        }
        if (issuers.length > 0) break
        const { why, unasked } = file.kind === 'failed' ? file : { why: 'what it serves did not issue the certificate' }
        inVain.push({ from, by: child.sha256, why, ...(unasked === undefined ? {} : { unasked }) })
      }
      if (issuers.length === 0) failed.push(...inVain)
    }
    level = above
  }
  return { fetched: [...fetched.values()], failed, contacted: [...contacted] }
}

/** Addresses of issuers; those by http first, for nothing else is fetched. */
function addressesIn({ authorityInfoAccess }: Certificate): readonly string[] {
  const all = (authorityInfoAccess ?? []).flatMap(({ method, location }) =>
    method === caIssuers && location.kind === 'uri' ? [location.value] : [],
  )
  const isHttp = (address: string): boolean => /^http:/i.test(address)
  return [...all.filter(isHttp), ...all.filter((address) => !isHttp(address))]
}

/**
 * Asks an address unless it was asked before (`null`). Whom time or number forbid to ask is left: the first is told, and stands for all
 * that come behind it.
 */
function inBounds(plan: FetchPlan): (from: string) => Promise<FetchedFile | null> {
  const { timeoutMs } = plan.limits
  const [tried, end] = [new Set<string>(), performance.now() + maxWaits * timeoutMs]
  let isOver = false
  const left = (why: string): FetchedFile => {
    isOver = true
    return { kind: 'failed', why, contacted: '', unasked: 'left' }
  }
  return async (from) => {
    if (isOver || tried.has(from)) return null
    if (tried.size >= maxFetches) return left(`${maxFetches} addresses were asked before it, and no more are`)
    const rest = end - performance.now()
    if (rest <= 0) return left(`the others took ${(maxWaits * timeoutMs) / 1000} s, and no more is waited`)
    tried.add(from)
    return served(from, { ...plan, limits: { ...plan.limits, timeoutMs: Math.min(timeoutMs, rest) } })
  }
}

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

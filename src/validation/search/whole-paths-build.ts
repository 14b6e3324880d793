import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'
import type { WholePathsVerifier } from '../../model/verifier.ts'
import { isSelfIssued, keyIdentifierFit, sameBytes } from '../../graph/issuers.ts'

/** One path that the builder hands out. */
export interface WholePath {
  /** Target first; the anchor last where there is one. */
  readonly certificates: readonly Certificate[]
  /** `anchor`: the last one stands in the store; `open`: it has no issuer; `iterations`: the client's limit was met; `ours`: our own. */
  readonly end: 'anchor' | 'open' | 'iterations' | 'ours'
}

/** Draws that one search may take here: a mesh of cross-certificates, which any server can send, would otherwise take seconds. */
const mostIterations = 2_000

/**
 * CertPathIter::GetNextPath (pki/path_builder.cc): depth first over stored and sent certificates by name. A path ends at the first
 * certificate of the store, and is handed out as far as it came where there is no issuer at all.
 */
export function buildWholePaths(scenario: Scenario, verifier: WholePathsVerifier): Iterable<WholePath> {
  const [target] = scenario.sent
  return target === undefined ? [] : climb([target], scenario, verifier, { iterations: 0, isOver: false })
}

interface Count {
  iterations: number
  isOver: boolean
}

function* climb(
  chain: readonly Certificate[],
  scenario: Scenario,
  verifier: WholePathsVerifier,
  count: Count,
): Generator<WholePath> {
  const last = chain.at(-1)
  if (last === undefined) return
  let skipped = 0
  const issuers = issuersOf(last, scenario, verifier)
  for (const issuer of [...issuers, null]) {
    count.iterations += 1
    const end = limitMet(count, verifier)
    if (end !== null) {
      count.isOver = true
      yield { certificates: chain, end }
      return
    }
    if (issuer === null) {
      if (issuers.length === skipped) yield { certificates: chain, end: 'open' }
    } else if (scenario.store.bySha256.has(issuer.sha256)) yield { certificates: [...chain, issuer], end: 'anchor' }
    else if (chain.some((c) => isRepeated(c, issuer))) skipped += 1
    else yield* climb([...chain, issuer], scenario, verifier, count)
    if (count.isOver) return
  }
}

function limitMet({ iterations }: Count, verifier: WholePathsVerifier): 'iterations' | 'ours' | null {
  if (verifier.iterations !== null && iterations > verifier.iterations) return 'iterations'
  return iterations > mostIterations ? 'ours' : null
}

/**
 * CertIssuersIter::SortRemainingIssuers: stored ones unless their key identifier contradicts, then sent ones; self-issued ones
 * first, then those that begin later, then those that end later.
 */
function issuersOf(child: Certificate, { store, sent }: Scenario, { skips }: WholePathsVerifier): readonly Certificate[] {
  const stored = (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
  const isDecoded = ({ anomalies }: Certificate): boolean => !anomalies.some(({ code }) => skips.includes(code))
  const named = sent.slice(1).filter((c) => c.subject.canonical === child.issuer.canonical && isDecoded(c))
  const known = [...new Map([...stored, ...named].map((c) => [c.sha256, c])).values()]
  const order = (issuer: Certificate): number => {
    const fit = keyIdentifierFit(child, issuer)
    return (store.bySha256.has(issuer.sha256) ? orderStored : orderSent)[fit]
  }
  return known.toSorted(
    (a, b) =>
      order(a) - order(b) ||
      Number(isSelfIssued(b)) - Number(isSelfIssued(a)) ||
      compare(b.notBefore, a.notBefore) ||
      compare(b.notAfter, a.notAfter),
  )
}

const orderStored = { match: 0, unknown: 1, mismatch: 4 } as const
const orderSent = { match: 2, unknown: 3, mismatch: 5 } as const

/** Infinities compare equal to themselves, which their difference does not. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

const subjectAltName = '2.5.29.17'
const nothing = new Uint8Array()

/** CertIssuerIterPath: name, subjectAltName as encoded, and key. */
function isRepeated(a: Certificate, b: Certificate): boolean {
  const alternatives = ({ extensions }: Certificate) => extensions.find((e) => e.oid === subjectAltName)?.value ?? nothing
  return (
    a.subject.canonical === b.subject.canonical &&
    a.subjectPublicKeyInfo.raw === b.subjectPublicKeyInfo.raw &&
    sameBytes(alternatives(a), alternatives(b))
  )
}

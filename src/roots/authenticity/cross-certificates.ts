import { isSelfIssued, sameEntity } from '../../graph/issuers.ts'
import type { CrossEvidence, CrossFault, RootProgramme } from '../../model/authenticity.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { hasNoOctets } from '../../x509/anchor-certificate.ts'
import { above } from '../candidate-pool.ts'
import { anchorsHolding } from '../anchors-named.ts'
import { graveAnomaly, hasExplicitParameters, isConstrained, isDeclaredAuthority } from './authority.ts'
import { contradictionsOf } from './contradictions.ts'
import { everBlocked } from './ever-blocked.ts'
import type { Knowledge } from './knowledge.ts'
import { enough, includingProgrammes, statementsOf } from './standing.ts'

/** How many certificates of one name are looked at, and for how many of them a path is looked for: our own bounds, for whoever sends a chain chooses them. */
const most = 50
const mostPaths = 8

/**
 * Certificates that other authorities gave to the name of the candidate, each with whether it vouches for it. It does where it binds
 * the identical name to the identical full key, to an authority, without a bound that a root would be free of, and the reference profile
 * accepts it now up to an anchor that two programmes include. Those of its key come first.
 */
export function crossEvidence(candidate: Certificate, knowledge: Knowledge): readonly CrossEvidence[] {
  const hasKey = (c: Certificate): boolean => c.subjectPublicKeyInfo.raw === candidate.subjectPublicKeyInfo.raw
  const others = knowledge.pool
    .named(candidate.subject.canonical)
    .map((p) => p.certificate)
    .filter((c) => c.sha256 !== candidate.sha256 && !isSelfIssued(c))
  const looked = [...others.filter(hasKey), ...others.filter((c) => !hasKey(c))].slice(0, most)
  let paths = 0
  return looked.map((cross) => {
    const faults = ownFaults(cross, candidate, knowledge)
    if (faults.length > 0) return unfit(cross, faults)
    return ++paths > mostPaths ? unfit(cross, ['not-accepted']) : judged(cross, candidate, knowledge)
  })
}

const unfit = ({ sha256 }: Certificate, faults: readonly CrossFault[]): CrossEvidence => ({
  cross: sha256,
  anchor: null,
  programmes: [],
  faults,
})

function judged(cross: Certificate, candidate: Certificate, knowledge: Knowledge): CrossEvidence {
  const path = pathAbove(cross, candidate, knowledge)
  return 'fault' in path
    ? unfit(cross, [path.fault])
    : { cross: cross.sha256, anchor: path.anchor.sha256, programmes: path.programmes, faults: [] }
}

/** What the certificate itself lacks. */
function ownFaults(cross: Certificate, candidate: Certificate, knowledge: Knowledge): readonly CrossFault[] {
  const faults: readonly (readonly [CrossFault, boolean])[] = [
    ['malformed', graveAnomaly(cross) !== null],
    // RFC 5280 §7.1 lets names match that are written in two ways; many clients compare octets, and here identical is asked for.
    ['other-name', cross.subject.raw !== candidate.subject.raw],
    ['other-key', cross.subjectPublicKeyInfo.raw !== candidate.subjectPublicKeyInfo.raw],
    ['explicit-parameters', hasExplicitParameters(cross)],
    ['not-an-authority', !isDeclaredAuthority(cross)],
    ['constrained', isConstrained(cross)],
    ['revoked', isRevoked(cross, knowledge)],
    ['weak-digest', hasWeakDigest(cross)],
    ['expired', cross.notAfter < knowledge.now],
    ['not-yet-valid', cross.notBefore > knowledge.now],
  ]
  return faults.flatMap(([fault, isThere]) => (isThere ? [fault] : []))
}

/** Known to be revoked; blocked by a programme or by a store of the machine is no less. */
const isRevoked = ({ sha256 }: Certificate, { revoked, statements, table, stores }: Knowledge): boolean =>
  revoked.has(sha256) ||
  everBlocked(table).has(sha256) ||
  statements(sha256).some((s) => s.says === 'blocked') ||
  stores.some((s) => s.rejected.has(sha256))

/**
 * A signature over SHA-1 or less may be one over another certificate with the same digest: a collision with chosen prefixes cost 45 thousand
 * dollars in 2020 (Leurent and Peyrin, SHA-1 is a Shambles). The reference profile computes it; here it is not enough.
 */
const hasWeakDigest = ({ signatureScheme: { hash } }: Certificate): boolean =>
  hash !== null && ['md2', 'md4', 'md5', 'sha1'].includes(hash)

type PathAbove = { readonly anchor: Certificate; readonly programmes: readonly RootProgramme[] } | { readonly fault: CrossFault }

/** The accepted path above a cross-certificate, or the nearest reason why there is none. */
function pathAbove(cross: Certificate, candidate: Certificate, knowledge: Knowledge): PathAbove {
  const { pool, table, now, accepts } = knowledge
  const held = above(pool, [cross]).map((p) => p.certificate)
  const listed = anchorsHolding(
    table,
    [cross, ...held].map((c) => c.issuer.der),
  ).map((a) => a.certificate())
  // The candidate's own name and key above itself prove nothing.
  const all = unique([...held, ...listed]).filter((c) => !sameEntity(c, candidate))
  const passed = all.filter((c) => !hasNoOctets(c) && !isSelfIssued(c) && !isRevoked(c, knowledge) && !hasExplicitParameters(c))
  // The cross-certificate is the end of the path here, and not its own issuer's: a limit to the length would not be noticed.
  const free = passed.filter((c) => isDeclaredAuthority(c) && !isConstrained(c) && !hasWeakDigest(c))
  const included = all.flatMap((certificate) => {
    const statements = statementsOf(certificate.sha256, knowledge)
    const programmes = includingProgrammes(statements, now)
    const isFit = programmes.length >= enough && contradictionsOf(certificate, knowledge, statements).length === 0
    return isFit ? [{ certificate, programmes }] : []
  })
  const anchors = included.map((i) => i.certificate)
  // RFC 5280 §6.1.1 (d) does not look at an anchor's dates or constraints; a root of this name would outlive and escape both.
  const current = anchors.filter((c) => isValid(c, now) && !isConstrained(c))
  const reached = accepts({ below: cross, intermediates: free, anchors: current, at: now })
  if (reached !== null) {
    const programmes = included.find((i) => i.certificate.sha256 === reached.sha256)?.programmes
    return programmes === undefined ? { fault: 'not-accepted' } : { anchor: reached, programmes }
  }
  const leadsTo = (those: readonly Certificate[], intermediates = passed): boolean =>
    accepts({ below: cross, intermediates, anchors: those, at: now }) !== null
  if (leadsTo(anchors.filter((c) => !isValid(c, now)))) return { fault: 'expired-anchor' }
  const strong = passed.filter((c) => !hasWeakDigest(c))
  if (leadsTo(anchors)) return { fault: leadsTo(anchors, strong) ? 'constrained' : 'weak-digest' }
  if (leadsTo(all.filter(isSelfIssued))) return { fault: isLocal(all, knowledge) ? 'local-anchor' : 'anchor-not-included' }
  return { fault: 'not-accepted' }
}

const isValid = ({ notBefore, notAfter }: Certificate, at: UnixSeconds): boolean => notBefore <= at && at <= notAfter

/** Whether a store of the machine trusts one of them. */
const isLocal = (certificates: readonly Certificate[], { stores }: Knowledge): boolean =>
  certificates.some((c) => stores.some((s) => s.anchors.some((a) => a.sha256 === c.sha256)))

/** One of each; what has octets stands for the record of the table. */
function unique(certificates: readonly Certificate[]): readonly Certificate[] {
  const found = new Map<string, Certificate>()
  for (const certificate of certificates) {
    const known = found.get(certificate.sha256)
    if (known === undefined || hasNoOctets(known)) found.set(certificate.sha256, certificate)
  }
  return [...found.values()]
}

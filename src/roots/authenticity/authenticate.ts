import type { Authenticity, Contradiction, CrossEvidence, EvidenceSheet, Lack, Statement } from '../../model/authenticity.ts'
import type { Certificate } from '../../model/certificate.ts'
import { contradictionsOf } from './contradictions.ts'
import { crossEvidence } from './cross-certificates.ts'
import { freshness } from './freshness.ts'
import type { Knowledge } from './knowledge.ts'
import { ownFingerprint } from './own-fingerprint.ts'
import { enough, includingProgrammes, removingProgrammes, statementsOf } from './standing.ts'

/**
 * Weighs whether a certificate may be installed as a root, by the written rule:
 *
 * 1. The user's own full SHA-256, had from elsewhere, is enough, whatever else is known; what would have refused it is told.
 * 2. Any contradiction beats every attestation.
 * 3. Two root programmes include it now, for server authentication. Copies count as their origin, once.
 * 4. A cross-certificate for the identical name and key qualifies (`cross-certificates.ts`).
 * 5. What the operating system's administrator trusts for TLS may be followed by another runtime: no new trust. That the name is that
 *    of a product which intercepts TLS does not forbid it, for its administrator decided so; anything else against it does, and so does
 *    that a programme had it and removed it: a list that was not renewed is nobody's decision.
 *
 * Otherwise the evidence is insufficient. Nothing here rests on what was seen on the wire.
 */
export function authenticate(candidate: Certificate, knowledge: Knowledge): EvidenceSheet {
  const statements = statementsOf(candidate.sha256, knowledge)
  const includedBy = includingProgrammes(statements, knowledge.now)
  const contradictions = contradictionsOf(candidate, knowledge, statements)
  const crossCertificates = crossEvidence(candidate, knowledge)
  const facts = { candidate: candidate.sha256, statements, includedBy, crossCertificates, contradictions }
  return { ...facts, sameKeyAs: sameKeyAs(candidate, knowledge), verdict: verdict(facts, knowledge) }
}

type Facts = Omit<EvidenceSheet, 'sameKeyAs' | 'verdict'>

function verdict(facts: Facts, knowledge: Knowledge): Authenticity {
  const { candidate, includedBy, crossCertificates, contradictions } = facts
  const own = knowledge.ownFingerprint === null ? null : ownFingerprint(knowledge.ownFingerprint)
  if (own === candidate) return { kind: 'authentic', by: 'own-fingerprint', despite: contradictions }
  const isUnwanted = removingProgrammes(facts.statements).length > 0
  const store = contradictions.every(isOfProduct) && !isUnwanted ? administratorsStore(facts, knowledge) : null
  if (contradictions.length > 0) {
    return store === null ? { kind: 'contradicted', by: contradictions } : { kind: 'propagation', store }
  }
  if (includedBy.length >= enough) return { kind: 'authentic', by: 'programmes', programmes: includedBy }
  const cross = crossCertificates.find(isQualified)
  if (cross !== undefined) return { kind: 'authentic', by: 'cross-certificate', cross: cross.cross, anchor: cross.anchor }
  if (store !== null) return { kind: 'propagation', store }
  return { kind: 'insufficient', lacks: lacksOf(facts, knowledge) }
}

const isQualified = (
  evidence: CrossEvidence,
): evidence is CrossEvidence & { readonly anchor: NonNullable<CrossEvidence['anchor']> } =>
  evidence.faults.length === 0 && evidence.anchor !== null && evidence.programmes.length >= enough

/** A product that an administrator may want: it warns of who reads along. Not one whose private key anybody has, or that nobody wanted. */
const isOfProduct = ({ reason, params }: Contradiction): boolean => reason === 'interception' && params['why'] === undefined

/** The store of the administrator's scope that trusts it already; `null`: none does. */
const administratorsStore = ({ candidate }: Facts, { stores }: Knowledge): string | null =>
  stores.find((s) => s.kept === 'administrator' && s.anchors.some((a) => a.sha256 === candidate))?.id ?? null

/** What is missing from each of the ways. */
function lacksOf({ candidate, statements, includedBy, crossCertificates }: Facts, knowledge: Knowledge): readonly Lack[] {
  const { now, ownFingerprint: given } = knowledge
  const [one] = includedBy
  const notFresh = statements.filter((s) => s.says === 'included' && freshness(s.publication, now) !== 'fresh')
  const removed = removingProgrammes(statements)
  const isPrivate = statements.length === 0 && knowledge.table.placeOf(candidate) === null
  return [
    one === undefined ? { reason: 'no-programme', params: {} } : { reason: 'one-programme', params: { programme: one } },
    ...onePerProgramme(notFresh).map(
      ({ programme, publication }): Lack => ({
        reason: 'too-old',
        params: {
          programme,
          publication: publication.title,
          asOf: String(publication.asOf),
          state: freshness(publication, now),
        },
      }),
    ),
    { reason: 'no-cross-certificate', params: { looked: String(crossCertificates.length) } },
    ...(removed.length > 0 ? [{ reason: 'removed', params: { programme: removed.join(', ') } } as const] : []),
    ...(isPrivate ? [{ reason: 'private-authority', params: {} } as const] : []),
    ...(given === null ? [] : [{ reason: 'other-fingerprint', params: {} } as const]),
  ]
}

/** The newest of each; they come newest first. */
const onePerProgramme = (statements: readonly Statement[]): readonly Statement[] =>
  statements.filter((s, i) => statements.findIndex((other) => other.programme === s.programme) === i)

const sameKeyAs = (candidate: Certificate, { stores }: Knowledge): EvidenceSheet['sameKeyAs'] =>
  stores.flatMap(({ id, anchors }) =>
    anchors
      .filter((a) => a.sha256 !== candidate.sha256 && a.subjectPublicKeyInfo.raw === candidate.subjectPublicKeyInfo.raw)
      .map(({ sha256 }) => ({ sha256, store: id })),
  )

import { remedies } from '../remedies/index.ts'
import type { AnchorToChange, Cure, Draft, Need, Vouching } from '../cures/cure.ts'
import { cures } from '../cures/index.ts'
import type { Host } from '../host/host.ts'
import type { EvidenceSheet } from '../model/authenticity.ts'
import type { Advice, Plan } from '../model/plan.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import type { FoundCandidate } from '../model/found.ts'
import type { Certificate } from '../model/certificate.ts'
import { isRefused, isUsable } from '../report/found/refused.ts'
import { prove, type Situation } from '../validation/proof.ts'
import { hasNoOctets } from '../x509/anchor-certificate.ts'
import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import type { Missing } from './find-missing.ts'

/** What is to be cured, by what is authentic; and what was refused. */
export interface Needed {
  readonly need: Need
  readonly vouched: readonly FoundCandidate[]
  readonly refused: readonly FoundCandidate[]
  /** Names of authentic roots that are known by their fingerprint alone: nobody here holds them. */
  readonly absent: readonly string[]
}

/** Who is to accept, and what bears on the ways to that: see `Need`. */
export interface Wanted extends Omit<Need, 'add' | 'drop'> {
  readonly wanted: readonly ClientOnStore[]
}

/**
 * The roots that the wanted clients lack, each from the best candidate that is authentic; and the anchors that must go where adding
 * cures nobody (OpenSSL 1.0.2 stops at an expired root that it trusts).
 */
export function neededFor(missing: Missing, { wanted, ...bearing }: Wanted): Needed {
  const add = new Map<string, Certificate>()
  const vouched: FoundCandidate[] = []
  const refused: FoundCandidate[] = []
  const left = new Set(wanted.map(seatKey))
  missing.candidates.forEach((candidate, i) => {
    const shown = missing.report.candidates[i]
    if (shown === undefined || candidate.anchors.length === 0) return
    const cured = candidate.proof.cures.map(seatKey).filter((key) => left.has(key))
    if (cured.length === 0) return
    if (!isUsable(shown)) {
      refused.push(shown)
      return
    }
    // What the server must send besides is not ours to do.
    if (candidate.sent.length > 0) return
    for (const anchor of candidate.anchors) add.set(anchor.sha256, anchor)
    for (const key of cured) left.delete(key)
    vouched.push(shown)
  })
  const drop = new Map<string, Certificate>()
  for (const remedy of remedies(missing.situation)) {
    const cured = remedy.proof.cures.map(seatKey).filter((key) => left.has(key))
    if (cured.length === 0 || !remedy.deltas.some((d) => d.kind === 'drop-anchor')) continue
    const { certificates } = missing.situation.world
    const changed = (kind: 'add-anchor' | 'drop-anchor'): readonly Certificate[] =>
      remedy.deltas.flatMap((d) => (d.kind === kind ? (certificates.get(d.cert) ?? []) : []))
    // Expired by the clock of a case or of --at is not expired: what other servers stand on now stays.
    if (changed('drop-anchor').some((c) => c.notAfter >= missing.report.at)) continue
    const added = changed('add-anchor').map((c) => missing.weigh(c))
    if (added.some((n) => isRefused(n))) continue
    if (added.length > 0) vouched.push({ needed: added, proof: remedy.proof })
    for (const c of changed('add-anchor')) add.set(c.sha256, c)
    for (const c of changed('drop-anchor')) drop.set(c.sha256, c)
    for (const key of cured) left.delete(key)
  }
  const isHere = (c: Certificate): boolean => missing.pool.bySha256.get(c.sha256)?.isHeld ?? !hasNoOctets(c)
  const toChange = (certificate: Certificate, by: Vouching): AnchorToChange => ({
    sha256: certificate.sha256,
    der: missing.pool.bySha256.get(certificate.sha256)?.certificate.der ?? certificate.der,
    label: certificateSummary(certificate).label,
    by,
  })
  const vouching = new Map(vouched.flatMap((c) => c.needed.map((n) => [n.certificate.sha256, vouchingOf(n.sheet)] as const)))
  return {
    need: {
      ...bearing,
      add: [...add.values()].filter(isHere).map((c) => toChange(c, vouching.get(c.sha256) ?? 'evidence')),
      drop: [...drop.values()].map((c) => toChange(c, 'evidence')),
    },
    vouched,
    refused,
    absent: [...add.values()].filter((c) => !isHere(c)).map((c) => certificateSummary(c).label),
  }
}

function vouchingOf(sheet: EvidenceSheet | null): Vouching {
  if (sheet?.verdict.kind === 'propagation') return 'administrator'
  return sheet?.verdict.kind === 'authentic' && sheet.verdict.by === 'own-fingerprint' ? 'user' : 'evidence'
}

/** Every way that this machine has, each proved by judging every client again. */
export interface Ways {
  readonly plans: readonly Plan[]
  /** Of ways that have no plan: nobody has to choose them. */
  readonly advice: readonly Advice[]
  /** What belongs to a plan, by the identifier of its way. */
  readonly beside: ReadonlyMap<string, readonly Advice[]>
}

/** Asks every cure; one that fails to read the machine keeps no other from being offered. */
export async function waysFor(host: Host, need: Need, situation: Situation, only: string | null): Promise<Ways> {
  const plans: Plan[] = []
  const advice: Advice[] = []
  const beside = new Map<string, readonly Advice[]>()
  if (need.add.length + need.drop.length === 0) return { plans, advice, beside }
  for (const cure of cures) {
    if (only !== null && cure.id !== only) continue
    const draft = await draftOf(cure, host, need)
    if (draft === null) continue
    if (draft.steps.length === 0) advice.push(...draft.advice)
    else {
      beside.set(cure.id, draft.advice)
      plans.push(planOf(cure, draft, situation))
    }
  }
  return { plans, advice, beside }
}

/** What cannot be read is not this way's to change; the others are asked all the same. */
export async function draftOf(cure: Cure, host: Host, need: Need): Promise<Draft | null> {
  try {
    return await cure.plan(host, need)
  } catch {
    return null
  }
}

function planOf({ id, title, owner, scope, tried }: Cure, { steps, deltas, notes, sets }: Draft, situation: Situation): Plan {
  const proof = prove(situation, deltas)
  const clients = [...new Set(proof.cures.map((c) => c.client))]
  return {
    schema: 1,
    cure: id,
    title,
    owner,
    scope,
    tried,
    steps,
    deltas,
    proof,
    clients,
    notes,
    ...(sets === undefined ? {} : { sets }),
  }
}

import type { ClientId } from '../model/client.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Finding } from '../model/finding.ts'
import { isoTime, seconds, type UnixSeconds } from '../model/time.ts'
import { asShown, type Judgement } from '../validation/judge.ts'
import type { Situation } from '../validation/proof.ts'
import { instants } from '../validation/timeline.ts'
import { grouped } from './facts/grouped.ts'
import type { FindingRule } from './rule.ts'

/** How far ahead is looked: 30 days, in seconds. */
const horizon = 30 * 86_400

/**
 * RC107: a client that accepts now will reject within 30 days. Every instant at which its verdict can change is
 * evaluated, so the date is exact. One finding for each certificate that will be blamed.
 * about: that certificate. clients: those that change because of it. params: `at`: the first second of the first
 * rejection; `failure`: what will be told, a `FailureCode`; `notAfter` of the certificate, where that
 * is `expired`.
 */
export const expiresSoon: FindingRule = (situation) => {
  // What somebody rejects already, for its last second is read in two ways, is told as expired.
  const blamed = new Set(situation.judgements.map((j) => (j.verdict.kind === 'rejected' ? j.verdict.told.certificate : null)))
  const changes = situation.judgements
    .flatMap((j) => firstRejection(situation, j) ?? [])
    .filter((c) => c.certificate === null || !blamed.has(c.certificate))
  const byCertificate = grouped(changes, (c) => c.certificate)
  return [...byCertificate].map(([certificate, own]): Finding => {
    const first = own.reduce((a, b) => (b.at < a.at ? b : a))
    return {
      code: 'RC107',
      severity: 'warning',
      about: certificate === null ? [] : [certificate.sha256],
      clients: [...new Set(own.map((c) => c.client))],
      params: {
        at: isoTime(first.at),
        failure: first.failure,
        ...(certificate !== null && first.failure === 'expired' ? { notAfter: isoTime(certificate.notAfter) } : {}),
      },
    }
  })
}

interface Change {
  readonly client: ClientId
  readonly at: UnixSeconds
  readonly failure: string
  readonly certificate: Certificate | null
}

function firstRejection({ world, ask }: Situation, { seat, chain, verdict }: Judgement): Change | null {
  const store = world.stores.get(seat.entry.store)
  if (verdict.kind !== 'accepted' || chain === null || store === undefined) return null
  const scenario = asShown(world, seat.profile, chain, store)
  const { clock } = world.evidence
  for (const at of instants(scenario, seat.profile.verifier)) {
    if (at <= clock) continue
    if (at > seconds(clock + horizon)) return null
    const then = ask(scenario, seat.profile).at(at)
    if (then.kind === 'rejected')
      return { client: seat.entry.id, at, failure: then.told.code, certificate: then.told.certificate }
  }
  return null
}

import type { CaptureFailureCode, CaptureFailure, Send } from '../../model/evidence.ts'
import type { Finding } from '../../model/finding.ts'
import type { Situation } from '../../validation/proof.ts'
import { grouped } from './grouped.ts'
import { concern, rejections } from './rejections.ts'

/**
 * One finding for each kind of failure that attempts ended in. `error`: no attempt drew a chain, so that nobody gets in;
 * or a client
 * that was asked for was turned away; `warning`: clients of the hello that failed have no chain to judge; `notice`: every client has one all the same.
 * params: those given, and `hellos` and `addresses` of the attempts, joined by `, `.
 */
export function failedSends(
  situation: Situation,
  code: string,
  isMeant: (code: CaptureFailureCode) => boolean,
  params: (failure: CaptureFailure) => Readonly<Record<string, string>>,
): readonly Finding[] {
  const { world, seats } = situation
  const { sends } = world.evidence
  const drew = sends.filter((s) => s.outcome.kind === 'chain')
  const failed = sends.flatMap((send) =>
    send.outcome.kind === 'failed' && isMeant(send.outcome.failure.code) ? [{ send, failure: send.outcome.failure }] : [],
  )
  const groups = grouped(failed, ({ failure }) => JSON.stringify(params(failure)))
  return [...groups.values()].flatMap((own): readonly Finding[] => {
    const [first] = own
    if (first === undefined) return []
    const clients = seats.filter(
      ({ profile: { hello } }) =>
        own.some(({ send }) => send.hello === hello || send.hello === 'any') &&
        !drew.some((s) => s.hello === hello || s.hello === 'any'),
    )
    // An alert is a rejection of the client that it answers; of other failures nobody knows what the client would say.
    const turnedAway = rejections(situation).filter(({ judgement: { seat, chain } }) => chain === null && clients.includes(seat))
    const otherwise = clients.length > 0 ? 'warning' : 'notice'
    return [
      {
        code,
        severity: drew.length === 0 ? 'error' : concern(turnedAway, otherwise).severity,
        about: [],
        clients: [...new Set(clients.map((s) => s.entry.id))],
        params: { ...params(first.failure), hellos: list(own, (s) => s.hello), addresses: list(own, (s) => s.address) },
      },
    ]
  })
}

const list = (own: readonly { readonly send: Send }[], value: (send: Send) => string): string =>
  [...new Set(own.map(({ send }) => value(send)).filter((v) => v !== ''))].join(', ')

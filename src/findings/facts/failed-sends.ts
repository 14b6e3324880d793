import type { CaptureFailureCode, CaptureFailure, Send } from '../../model/evidence.ts'
import type { Finding } from '../../model/finding.ts'
import type { Situation } from '../../validation/proof.ts'
import { grouped } from './grouped.ts'

/**
 * One finding for each kind of failure that attempts ended in. `error`: no attempt drew a chain, so that nobody gets in;
 * `warning`: clients of the hello that failed have no chain to judge; `notice`: every client has one all the same.
 * params: those given, and `hellos` and `addresses` of the attempts, joined by `, `.
 */
export function failedSends(
  { world: { evidence }, seats }: Situation,
  code: string,
  isMeant: (code: CaptureFailureCode) => boolean,
  params: (failure: CaptureFailure) => Readonly<Record<string, string>>,
): readonly Finding[] {
  const { sends } = evidence
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
    return [
      {
        code,
        severity: drew.length === 0 ? 'error' : clients.length > 0 ? 'warning' : 'notice',
        about: [],
        clients: [...new Set(clients.map((s) => s.entry.id))],
        params: { ...params(first.failure), hellos: list(own, (s) => s.hello), addresses: list(own, (s) => s.address) },
      },
    ]
  })
}

const list = (own: readonly { readonly send: Send }[], value: (send: Send) => string): string =>
  [...new Set(own.map(({ send }) => value(send)).filter((v) => v !== ''))].join(', ')

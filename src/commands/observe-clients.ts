import type { ClientEvidence, Observation, Send, Target } from '../model/evidence.ts'
import type { Asking } from '../model/machine.ts'
import { seatKey } from '../model/seat-key.ts'
import { canObserve, observeClient, type ObserveLimits } from '../observe/observe-client.ts'
import type { Question } from '../observe/probe.ts'
import type { Context } from './context.ts'
import type { MachineClients } from './machine-clients.ts'
import { withoutDot } from '../model/dns-name.ts'
import type { Sha256 } from '../model/sha256.ts'
import { readCertificate } from '../x509/certificate.ts'

/** How the server was reached, so that the clients reach it alike. */
export interface ObservedRoute {
  readonly target: Target
  readonly sends: readonly Send[]
  readonly viaProxy: boolean
  /** What the command line says instead of the target's: the name to check, the name to send, the address; `null`: nothing. */
  readonly checked: string | null
  readonly servername: string | null
  readonly connect: string | null
  /** What was sent, in DER. */
  readonly certificate: (sha256: Sha256) => Uint8Array | undefined
}

/** How many clients run at a time. */
const atOnce = 4

/** Milliseconds after which no further one is started: a server that lets each wait shall not keep the reader waiting for all. */
const enough = 15_000

/**
 * The clients, and beside those that could be run what they said. A real client sends the name that it checks: where these two
 * were to differ, or where no chain was seen, none is run.
 */
export async function observeClients(
  { clients, askings }: Pick<MachineClients, 'clients' | 'askings'>,
  route: ObservedRoute,
  limits: ObserveLimits,
  { host, signal }: Context,
): Promise<readonly ClientEvidence[]> {
  const stopping = signal()
  const way = wayOf(route)
  if (way === null) return clients
  const all = [...clients]
  const began = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    while (next < all.length && !stopping.aborted) {
      const index = next++
      const client = all[index]
      // Of several installations that are the same client, the one that a shell would start stands for all.
      const asking =
        client === undefined
          ? undefined
          : askings
              .get(seatKey({ client: client.id, store: client.store }))
              ?.find(({ installation }) => canObserve(installation.runtime))
      if (client === undefined || asking === undefined) continue
      const isLate = performance.now() - began > enough
      const observed = isLate ? leftOut(asking) : await observeClient(host, { ...way, asking }, limits)
      if (observed !== null) all[index] = { ...client, observed }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return all
}

const leftOut = ({ installation: { runtime, version } }: Asking): Observation => ({
  program: runtime,
  version: version ?? '',
  verdict: 'none',
  says: '',
  why: 'the others had taken too long already',
})

function wayOf({
  target,
  sends,
  viaProxy,
  checked,
  servername,
  connect,
  certificate,
}: ObservedRoute): Omit<Question, 'asking'> | null {
  const seen = sends.find(({ outcome }) => outcome.kind === 'chain')
  const name = withoutDot(checked ?? target.host)
  const sent = withoutDot(servername ?? target.host)
  if (seen?.outcome.kind !== 'chain' || nameSent(name) !== nameSent(sent)) return null
  return {
    host: name,
    port: target.port,
    address: seen.address,
    isElsewhere: connect !== null || name !== withoutDot(target.host),
    viaProxy,
    starttls: target.starttls ?? null,
    pointsOn: pointsOn(seen.outcome.chain.flatMap((id) => certificate(id) ?? [])),
  }
}

/** Whether a certificate was sent without its issuer, and says where that is. */
function pointsOn(sent: readonly Uint8Array[]): boolean {
  const all = sent.map((der) => readCertificate(der))
  return all.some(
    ({ issuer, authorityInfoAccess }) =>
      authorityInfoAccess !== null && !all.some(({ subject }) => subject.canonical === issuer.canonical),
  )
}

/** RFC 6066 §3: an address is never sent. */
const nameSent = (name: string): string => (/^[\d.]+$|:/.test(name) ? '' : name.toLowerCase())

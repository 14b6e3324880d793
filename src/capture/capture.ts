import { hash } from 'node:crypto'
import type { CaptureFailure, Send, Target } from '../model/evidence.ts'
import type { HelloClass } from '../model/hello.ts'
import type { Sha256 } from '../model/sha256.ts'
import { ipVersion } from './ip-version.ts'
import { monotonic } from './monotonic.ts'
import { networkFailure } from './network-failure.ts'
import { sendsServername } from './tls/client-hello.ts'
import { type Environment, proxyFor } from './proxy/environment.ts'
import type { Proxy } from './proxy/proxy.ts'
import { type Resolve, systemResolve } from './resolve.ts'
import { type Attempt, type Route, sendHello } from './send-hello.ts'
import type { ProbeOutcome } from './tls/prober.ts'
import { withoutDot } from '../model/dns-name.ts'

/** What to capture, and how. Times in milliseconds. */
export interface CaptureRequest {
  readonly target: Target
  /** Sent one after the other to each address, in this order. */
  readonly hellos: readonly HelloClass[]
  /** How often each hello is sent; 1 when absent. Less than 1 counts as 1. */
  readonly repeat?: number
  /** Every address of the name, four at a time; otherwise the first that can be connected to. Without effect through a proxy, which resolves by itself. */
  readonly allAddresses?: boolean
  /** An IP address to connect to instead of those of the name. */
  readonly connect?: string
  /** The name for SNI; the target's host when absent. */
  readonly servername?: string
  /** For one send, from its first packet on: connection, proxy, STARTTLS and TLS together. 10 s when absent. */
  readonly timeoutMs?: number
  /** Without an octet from the peer. 7 s when absent: a mail server may hold back its greeting for 6. */
  readonly idleMs?: number
  /** Where proxies are looked up; nowhere when absent. */
  readonly env?: Environment
  /** `none`: whatever the environment says. */
  readonly proxy?: 'none'
  /** The system's when absent. */
  readonly resolve?: Resolve
}

/** What was seen. */
export interface CaptureResult {
  /** By address, then by hello, then by try. */
  readonly sends: readonly Send[]
  /** Every entry of every chain, whatever it holds. */
  readonly certs: ReadonlyMap<Sha256, Uint8Array>
  /** Third parties that were contacted: `proxy <host>:<port>`, if there was one. */
  readonly contacted: readonly string[]
}

const defaultTimeoutMs = 10_000
const defaultIdleMs = 7_000
/** How many addresses are worked on at a time. */
const parallelAddresses = 4

/** Everything that is the same for all sends of a capture. */
interface Plan {
  readonly request: CaptureRequest
  readonly timeoutMs: number
  readonly idleMs: number
  readonly proxy: Proxy | null
  readonly certs: Map<Sha256, Uint8Array>
}

/**
 * Captures what a server sends to each class of hello: the certificates as they stand on the wire, or why there are none.
 *
 * Never rejects for anything that a server, a proxy, a resolver or a network does: those are outcomes. Where it ends before any
 * hello is sent (nobody listens, the proxy or STARTTLS is refused), the other hellos are not tried, for they would end the same
 * way. A name that cannot be resolved, or a proxy that cannot be used, is one send without an address.
 */
export async function capture(request: CaptureRequest): Promise<CaptureResult> {
  const proxy = request.proxy === 'none' ? null : proxyFor(request.target, request.env ?? {})
  const certs = new Map<Sha256, Uint8Array>()
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
  const idleMs = Math.min(request.idleMs ?? defaultIdleMs, timeoutMs)
  if (proxy?.kind === 'unusable') {
    const failure: CaptureFailure = { code: 'proxy-refused', by: 'self', detail: proxy.why }
    return { sends: notSent(request, failure), certs, contacted: [] }
  }
  const plan: Plan = { request, timeoutMs, idleMs, proxy, certs }
  const contacted = proxy === null ? [] : [contactedProxy(proxy)]
  const addresses = await addressesOf(plan)
  if ('code' in addresses) return { sends: notSent(request, addresses), certs, contacted }
  const sends = request.allAddresses === true ? await sendToAll(plan, addresses) : await sendToFirst(plan, addresses)
  return { sends, certs, contacted }
}

const contactedProxy = ({ host, port }: Proxy): string => `proxy ${ipVersion(host) === 6 ? `[${host}]` : host}:${port}`

function notSent(request: CaptureRequest, failure: CaptureFailure): Send[] {
  const [hello] = request.hellos
  return hello === undefined ? [] : [{ hello, address: '', try: 1, outcome: { kind: 'failed', failure } }]
}

/** An empty address: the proxy finds it. */
async function addressesOf({ request, timeoutMs, proxy }: Plan): Promise<readonly string[] | CaptureFailure> {
  const { host } = request.target
  if (request.connect !== undefined) return [request.connect]
  if (ipVersion(host) !== 0) return [host]
  if (proxy !== null) return ['']
  const late: CaptureFailure = { code: 'timeout', by: 'network', detail: `name not resolved within ${timeoutMs} ms` }
  const none: CaptureFailure = { code: 'name-not-resolved', by: 'network', detail: 'no address' }
  return new Promise((settle) => {
    const timer = setTimeout(() => settle(late), timeoutMs)
    const end = (result: readonly string[] | CaptureFailure): void => {
      clearTimeout(timer)
      settle(result)
    }
    const resolve = request.resolve ?? systemResolve
    resolve(host).then(
      (addresses) => end(addresses.length === 0 ? none : [...new Set(addresses)]),
      (error: unknown) => end(resolutionFailure(error)),
    )
  })
}

/** Whatever the resolver's error is called, the name was not resolved. */
function resolutionFailure(error: unknown): CaptureFailure {
  return { ...networkFailure(error), code: 'name-not-resolved' }
}

async function sendToAll(plan: Plan, addresses: readonly string[]): Promise<readonly Send[]> {
  const results: (readonly Send[])[] = addresses.map(() => [])
  let next = 0
  const work = async (): Promise<void> => {
    while (next < addresses.length) {
      const index = next++
      results[index] = (await sendTo(plan, addresses[index] ?? '', plan.timeoutMs)).sends
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallelAddresses, addresses.length) }, work))
  return results.flat()
}

/** Addresses that cannot be connected to are left out once one can: so does every client. If none can, all of them are told. */
async function sendToFirst(plan: Plan, addresses: readonly string[]): Promise<readonly Send[]> {
  const dead: Send[] = []
  const deadline = monotonic() + plan.timeoutMs
  for (const [index, address] of addresses.entries()) {
    // Time is shared out among the addresses that are left, so that one that drops packets does not use up that of the others.
    const share = Math.max(1, (deadline - monotonic()) / (addresses.length - index))
    const { sends, connected } = await sendTo(plan, address, Math.ceil(share))
    if (connected) return sends
    dead.push(...sends)
  }
  return dead
}

interface AddressResult {
  readonly sends: readonly Send[]
  readonly connected: boolean
}

/** `connectMs`: for the connection of the first hello. */
async function sendTo(plan: Plan, address: string, connectMs: number): Promise<AddressResult> {
  const sends: Send[] = []
  const tries = Math.max(1, plan.request.repeat ?? 1)
  let connected = false
  for (const hello of plan.request.hellos) {
    for (let attempt = 1; attempt <= tries; attempt++) {
      const own = attemptOf(plan, hello, address, connected ? plan.timeoutMs : connectMs)
      const result = await sendHello(own)
      connected ||= result.connected
      const sent = result.helloSent ? { servername: sendsServername(hello) ? (own.servername ?? '') : '' } : {}
      sends.push({ hello, address, try: attempt, ...sent, outcome: record(plan.certs, result.outcome) })
      if (!result.helloSent && sends.length === 1) return { sends, connected }
    }
  }
  return { sends, connected }
}

function attemptOf(plan: Plan, hello: HelloClass, address: string, connectMs: number): Attempt {
  const { request, proxy, timeoutMs, idleMs } = plan
  const { target } = request
  const route: Route = { address: address === '' ? target.host : address, port: target.port, proxy }
  const name = request.servername ?? target.host
  const servername = name === '' || ipVersion(name) !== 0 ? null : withoutDot(name)
  return { route, target, hello, servername, limits: { timeoutMs, idleMs, connectMs: Math.min(connectMs, timeoutMs) } }
}

/** Keeps each certificate once, by its hash. */
function record(certs: Map<Sha256, Uint8Array>, outcome: ProbeOutcome): Send['outcome'] {
  if (outcome.kind === 'failed') return outcome
  const chain = outcome.chain.map((der) => {
    const sha256 = hash('sha256', der) as Sha256
    // A copy, so that a kept certificate does not keep what lies around it in memory.
    if (!certs.has(sha256)) certs.set(sha256, new Uint8Array(der))
    return sha256
  })
  return { kind: 'chain', chain, tls: outcome.tls }
}

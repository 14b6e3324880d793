import type { CaptureFailure, Target } from '../model/evidence.ts'
import type { HelloClass } from '../model/hello.ts'
import { type ConversationLimits, converse } from './converse.ts'
import type { Dialogue } from './dialogue.ts'
import { monotonic } from './monotonic.ts'
import { httpConnect } from './proxy/http-connect.ts'
import type { Proxy } from './proxy/proxy.ts'
import { beforeTls } from './starttls/before-tls.ts'
import { starttlsOf } from './starttls/registry.ts'
import { type ProbeOutcome, Prober } from './tls/prober.ts'
import { proberDialogue } from './tls/prober-dialogue.ts'
import { type OpenWire, openDirect } from './wire.ts'

/** Where to connect. `address` may be a name where a proxy resolves it. */
export interface Route {
  readonly address: string
  readonly port: number
  readonly proxy: Proxy | null
}

/** One hello to one address. */
export interface Attempt {
  readonly route: Route
  readonly target: Target
  readonly hello: HelloClass
  readonly servername: string | null
  readonly limits: ConversationLimits
}

export interface AttemptResult {
  readonly outcome: ProbeOutcome
  /** A connection was made, to the server or to the proxy. */
  readonly connected: boolean
  /** What comes before TLS went well. */
  readonly helloSent: boolean
}

/**
 * Sends one hello over one connection, or over a second one by the runtime's TLS where the prober cannot go on. A server that
 * speaks none of the protocols of the web is asked again without ALPN, as most clients ask (RFC 7301 §3.2). Never rejects.
 */
export async function sendHello(attempt: Attempt): Promise<AttemptResult> {
  const started = monotonic()
  const alpn = attempt.target.starttls === undefined
  const result = await sendOnce(attempt, alpn)
  const { outcome } = result
  const left = attempt.limits.timeoutMs - (monotonic() - started)
  const refused = outcome.kind === 'failed' && outcome.failure.detail === 'no_application_protocol'
  if (!alpn || !refused || left < 1) return result
  const again = await sendOnce({ ...attempt, limits: { ...attempt.limits, timeoutMs: Math.ceil(left) } }, false)
  return again.outcome.kind === 'chain' ? { ...again, outcome: withNotes(again.outcome, [withoutAlpn]) } : result
}

const withoutAlpn = 'no_application_protocol where ALPN offers h2 and http/1.1, asked again without ALPN'

async function sendOnce(attempt: Attempt, alpn: boolean): Promise<AttemptResult> {
  const started = monotonic()
  const { hello, servername, limits } = attempt
  const prober = new Prober({ hello, servername, alpn })
  const notes: string[] = []
  const open = await opener(attempt)
  const before = dialoguesBeforeTls(attempt, notes)
  const end = await converse(open, [...before, proberDialogue(prober)], limits, false)
  const connected = end.kind === 'done' || end.connected
  const helloSent = end.kind === 'done' || (end.connected && end.dialogue === before.length)
  const outcome: ProbeOutcome = prober.outcome ?? { kind: 'failed', failure: end.kind === 'failed' ? end.failure : noOutcome }
  if (outcome.kind === 'chain') return { outcome: withNotes(outcome, notes), connected, helloSent }
  if (!mayNodeHelp(hello, outcome.failure)) return { outcome, connected, helloSent }
  const left = limits.timeoutMs - (monotonic() - started)
  const second = left < 1 ? null : await throughNode(attempt, alpn, Math.ceil(left))
  return { outcome: second?.kind === 'chain' ? withNotes(second, notes) : outcome, connected, helloSent }
}

const noOutcome: CaptureFailure = { code: 'malformed', by: 'self', detail: 'the handshake ended without an outcome' }

// What only a proxy or a second attempt needs is loaded by them.

async function opener({ route, limits }: Attempt): Promise<OpenWire> {
  const { proxy, address, port } = route
  if (proxy === null) return openDirect(address, port)
  if (proxy.kind === 'http') return openDirect(proxy.host, proxy.port)
  const { openSocks5 } = await import('./proxy/socks5.ts')
  return openSocks5(proxy, address, port, limits.timeoutMs)
}

function dialoguesBeforeTls({ route, target }: Attempt, notes: string[]): Dialogue[] {
  const dialogues: Dialogue[] = []
  if (route.proxy?.kind === 'http') dialogues.push(httpConnect(route.proxy, route.address, route.port))
  if (target.starttls !== undefined) {
    const entry = starttlsOf(target.starttls)
    const dropped = (octets: number): void => void notes.push(`${octets} octets in clear between the go-ahead and TLS, dropped`)
    dialogues.push(beforeTls(entry.dialogue({ host: target.host, port: target.port }), dropped))
  }
  return dialogues
}

function withNotes(outcome: ProbeOutcome & { readonly kind: 'chain' }, notes: readonly string[]): ProbeOutcome {
  return notes.length === 0 ? outcome : { ...outcome, tls: { ...outcome.tls, warnings: [...notes, ...outcome.tls.warnings] } }
}

/**
 * The peer asked for something that the prober lacks; or it found nothing in our offer, and an offer with all that the runtime
 * has may please it better. Restricted hellos stay as they are: the runtime cannot be restricted in the same way.
 */
function mayNodeHelp(hello: HelloClass, failure: CaptureFailure): boolean {
  if (hello.endsWith('-rsa') || hello.endsWith('-ecdsa')) return false
  if (failure.code === 'unsupported') return true
  const found = failure.detail === 'handshake_failure' || failure.detail === 'insufficient_security'
  return failure.code === 'alert' && found
}

async function throughNode(attempt: Attempt, alpn: boolean, timeoutMs: number): Promise<ProbeOutcome | null> {
  const { hello, servername } = attempt
  const started = monotonic()
  const limits = { ...attempt.limits, timeoutMs }
  const end = await converse(await opener(attempt), dialoguesBeforeTls(attempt, []), limits, true)
  if (end.kind === 'failed' || end.socket === null) return null
  const left = Math.max(1, Math.ceil(timeoutMs - (monotonic() - started)))
  const { captureWithNodeTls } = await import('./node-tls.ts')
  return captureWithNodeTls(end.socket, { hello, servername, alpn, timeoutMs: left })
}

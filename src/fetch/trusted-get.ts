import { constants } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { UnixSeconds } from '../model/time.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import { type ChainJudge, wordsOfJudgement } from './chain-judge.ts'
import { peerChain } from './peer-chain.ts'

/** A connection to the host and port of an address, or to a proxy that leads there. */
export interface Connection {
  readonly socket: Socket
  /** The proxy is asked for the whole address, for it forwards plain HTTP; these fields go with it (RFC 9112 §3.2.2). */
  readonly forwards?: Readonly<Record<string, string>>
  /** `proxy host:port`; absent: none. */
  readonly proxy?: string
}

/** Opens connections. Rejects with the reason. */
export type Connect = (address: URL, signal: AbortSignal) => Promise<Connection>

/** What is asked, and within which bounds. Times in milliseconds. */
export interface GetOptions {
  readonly connect: Connect
  readonly judge: ChainJudge
  /** The machine's clock. */
  readonly at: UnixSeconds
  /** Most that is taken of a body, in octets. */
  readonly maxOctets: number
  /** For everything together. */
  readonly timeoutMs: number
  /** Without an octet from the peer. */
  readonly idleMs: number
  /** The first address may be `http:`, for what is asked is believed for a signature that it carries. A redirect never may. */
  readonly allowPlain: boolean
  /** What the last answer carried, to be told that nothing has changed (RFC 9110 §13.1); `null`: everything is wanted. */
  readonly known: Validators | null
  readonly signal: AbortSignal
}

/** RFC 9110 §8.8; empty: there was none. */
export interface Validators {
  readonly etag: string
  readonly lastModified: string
}

/** Why nothing was had. `forged`: somebody else answers in the host's place, as a proxy does that signs anew. */
export type FailureReason = 'forged' | 'clock' | 'wrong-name' | 'network' | 'answer' | 'too-large' | 'stopped'

export type Got =
  | ({ readonly kind: 'body'; readonly bytes: Uint8Array; readonly contacted: readonly string[] } & Validators)
  | { readonly kind: 'not-modified'; readonly contacted: readonly string[] }
  /** `why`: lower case, no full stop, nothing that a terminal would obey. */
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly why: string; readonly contacted: readonly string[] }

/** RFC 9110 §15.4 asks for a bound; the number is ours. */
const mostRedirects = 5

/** A failure with its reason. */
class Refusal extends Error {
  readonly reason: FailureReason
  constructor(reason: FailureReason, why: string) {
    super(why)
    this.reason = reason
  }
}

/**
 * GET over TLS, verified by the given judge alone: the handshake is completed, and not an octet is asked before the chain is judged.
 * Neither stores, nor variables, nor options of the runtime bear on it: no authority is loaded, none is asked, and what the runtime
 * itself makes of the chain is not looked at. Redirects are followed to `https:` alone, each host verified anew. A body counts only
 * when its length was told and is there. Never rejects.
 */
export async function trustedGet(address: string, options: GetOptions): Promise<Got> {
  const contacted: string[] = []
  const late = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, late])
  const failed = (reason: FailureReason, why: string): Got => ({
    kind: 'failed',
    reason,
    why: escapeUnprintable(why),
    contacted: [...new Set(contacted)],
  })
  try {
    let url = firstAddress(address, options.allowPlain)
    for (let redirects = 0; ; redirects++) {
      const step = await ask(url, { ...options, signal }, contacted)
      if (step.kind !== 'redirect') return { ...step, contacted: [...new Set(contacted)] }
      if (redirects === mostRedirects) throw new Refusal('answer', `it redirects more than ${mostRedirects} times`)
      url = redirected(step.to, url)
    }
  } catch (error) {
    if (options.signal.aborted) return failed('stopped', 'stopped')
    if (late.aborted) return failed('network', `not finished within ${options.timeoutMs / 1000} s`)
    if (error instanceof Refusal) return failed(error.reason, error.message)
    return failed('network', error instanceof Error ? error.message : String(error))
  }
}

function firstAddress(address: string, allowPlain: boolean): URL {
  const url = new URL(address)
  if (url.protocol !== 'https:' && !(allowPlain && url.protocol === 'http:'))
    throw new Refusal('answer', `${url.protocol} is not asked`)
  return url
}

function redirected(location: string, from: URL): URL {
  if (!URL.canParse(location, from)) throw new Refusal('answer', 'it redirects to what is no address')
  const url = new URL(location, from)
  if (url.protocol !== 'https:') throw new Refusal('answer', `it redirects to ${url.protocol}//${url.host}, which is not https`)
  if (url.username !== '' || url.password !== '') throw new Refusal('answer', 'it redirects to an address with credentials')
  return url
}

type Step =
  | ({ readonly kind: 'body'; readonly bytes: Uint8Array } & Validators)
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'redirect'; readonly to: string }

async function ask(url: URL, options: GetOptions, contacted: string[]): Promise<Step> {
  const { socket, forwards, proxy } = await options.connect(url, options.signal)
  contacted.push(...(proxy === undefined ? [] : [proxy]), `${url.hostname}:${url.port || (url.protocol === 'http:' ? 80 : 443)}`)
  try {
    const stream = url.protocol === 'https:' ? await verified(socket, url, options) : socket
    const response = await answer(stream, url, forwards, options)
    return await read(response, url, options)
  } finally {
    socket.destroy()
  }
}

/** The TLS connection, once the peer's chain is found good for the host. */
function verified(socket: Socket, { hostname }: URL, { judge, at, signal, idleMs }: GetOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = connect({
      socket,
      servername: hostname,
      // No store is asked: the judge is, before anything is sent.
      ca: [],
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      // Said outright: options of the runtime (NODE_OPTIONS) may have changed what is usual.
      ciphers: constants.defaultCoreCipherList,
      ALPNProtocols: ['http/1.1'],
    })
    const end = (error: Error): void => {
      signal.removeEventListener('abort', stopped)
      tls.destroy()
      reject(error)
    }
    const stopped = (): void => end(new Refusal('stopped', 'stopped'))
    signal.addEventListener('abort', stopped, { once: true })
    tls.setTimeout(idleMs, () => end(new Refusal('network', `nothing came for ${idleMs / 1000} s`)))
    tls.once('error', end)
    tls.once('close', () => end(new Error('it closed the connection')))
    tls.once('secureConnect', () => {
      const judgement = judge(peerChain(tls), hostname, at)
      if (judgement.kind !== 'good') {
        const { reason, why } = wordsOfJudgement(judgement, hostname, at)
        return end(new Refusal(reason, why))
      }
      signal.removeEventListener('abort', stopped)
      tls.setTimeout(0)
      tls.removeAllListeners('timeout')
      resolve(tls)
    })
  })
}

/** A validator that was kept in a file goes into a header only if it is one (RFC 9110 §8.8.3, §5.6.7). */
const entityTag = /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

function answer(
  stream: Socket,
  url: URL,
  forwards: Connection['forwards'],
  { known, idleMs, signal }: GetOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => stream,
      path: forwards === undefined ? `${url.pathname}${url.search}` : url.href,
      headers: {
        Host: url.host,
        Accept: '*/*',
        'Accept-Encoding': 'identity',
        'User-Agent': 'rootcause',
        Connection: 'close',
        ...forwards,
        ...(known !== null && entityTag.test(known.etag) ? { 'If-None-Match': known.etag } : {}),
        ...(known !== null && httpDate.test(known.lastModified) ? { 'If-Modified-Since': known.lastModified } : {}),
      },
      insecureHTTPParser: false,
      signal,
    })
    let came: IncomingMessage | null = null
    stream.setTimeout(idleMs, () => (came ?? asked).destroy(new Refusal('network', `nothing came for ${idleMs / 1000} s`)))
    asked.on('error', reject)
    asked.once('response', (response) => {
      came = response
      resolve(response)
    })
    asked.end()
  })
}

async function read(response: IncomingMessage, url: URL, { maxOctets, known }: GetOptions): Promise<Step> {
  const { statusCode = 0, headers } = response
  const validators = { etag: headers.etag ?? '', lastModified: headers['last-modified'] ?? '' }
  if (statusCode === 304 && known !== null) return { kind: 'not-modified' }
  if ([301, 302, 303, 307, 308].includes(statusCode)) return { kind: 'redirect', to: headers.location ?? '' }
  if (statusCode !== 200) throw new Refusal('answer', `${url.host} answers with status ${statusCode}`)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new Refusal('answer', `it serves a coding that was not asked for (${encoding.slice(0, 40)})`)
  // Without a length the end of the connection would be the end of the body, wherever it was cut.
  const told = headers['content-length']
  if (told === undefined && headers['transfer-encoding']?.toLowerCase() !== 'chunked')
    throw new Refusal('answer', 'it does not tell how long its answer is')
  const tooLarge = new Refusal('too-large', `it serves more than ${maxOctets} octets`)
  if (told !== undefined && Number(told) > maxOctets) throw tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > maxOctets) throw tooLarge
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET')
      throw new Refusal('answer', `its answer ends too early, after ${size} octets`)
    throw error
  }
  if (!response.complete || (told !== undefined && Number(told) !== size))
    throw new Refusal('answer', `its answer ends too early, after ${size} octets`)
  return { kind: 'body', bytes: Buffer.concat(chunks), ...validators }
}

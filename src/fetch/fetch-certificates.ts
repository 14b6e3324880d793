import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request } from 'node:http'
import { isIP } from 'node:net'
import type { Unasked } from '../model/evidence.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import { addressScope } from './address-scope.ts'

/** Bounds of one fetch, and what it may reach. */
export interface FetchLimits {
  /** For name, connection and answer together, in milliseconds. */
  readonly timeoutMs: number
  /** Of the body, in octets. */
  readonly maxOctets: number
  /** Addresses of loopback and of private networks too. */
  readonly allowPrivate: boolean
  /** The system's when absent. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

/** `contacted`: `host:port` that was connected to; empty: nobody was. `unasked`: why nobody was, where that is our own choice. */
export type FetchedFile =
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[]; readonly contacted: string }
  | { readonly kind: 'failed'; readonly why: string; readonly contacted: string; readonly unasked?: Unasked }

/** Of a file of certificates: 64 KiB. */
export const mostOctets = 65_536

/**
 * Fetches what an address of a certificate serves (RFC 5280 §4.2.2.1): DER, PKCS #7 or PEM. By http alone: TLS would need the very
 * path that is looked for. The name is resolved once and that address is connected to, so that it cannot become another one after
 * it was looked at. Redirects are not followed; proxies, cookies and credentials are not used. Never rejects.
 */
export async function fetchCertificates(address: string, limits: FetchLimits): Promise<FetchedFile> {
  const url = parsed(address)
  if (typeof url === 'string') return { kind: 'failed', why: url, contacted: '', unasked: 'address' }
  const ending = AbortSignal.timeout(Math.ceil(limits.timeoutMs))
  const late = new Promise<never>((_, reject) => {
    ending.addEventListener('abort', () => reject(new Error(`no answer within ${Math.ceil(limits.timeoutMs / 100) / 10} s`)), {
      once: true,
    })
  })
  const contacted = url.host.includes(':') && !url.host.endsWith(']') ? url.host : `${url.host}:80`
  let reached = ''
  try {
    const addresses = await Promise.race([addressesOf(url, limits), late])
    const [first] = addresses
    if (first === undefined) return { kind: 'failed', why: 'the name has no address', contacted: '' }
    const refused = limits.allowPrivate ? undefined : addresses.find((a) => addressScope(a) === 'private')
    if (refused !== undefined) {
      const why = `${escapeUnprintable(refused)} is an address of a private network or of this machine`
      return { kind: 'failed', why, contacted: '', unasked: 'private' }
    }
    reached = contacted
    const body = await Promise.race([bodyOf(url, first, limits, ending), late])
    const { certificates } = readCertificateFile(body)
    if (certificates.length === 0) return { kind: 'failed', why: 'what it serves is no certificate', contacted }
    return { kind: 'certificates', certificates: certificates.map(({ der }) => der), contacted }
  } catch (error) {
    return { kind: 'failed', why: escapeUnprintable(error instanceof Error ? error.message : String(error)), contacted: reached }
  }
}

/** The address taken apart, or why nothing is fetched from it. */
function parsed(address: string): URL | string {
  if (!URL.canParse(address)) return 'the address cannot be read'
  const url = new URL(address)
  if (url.protocol !== 'http:') return `only http is fetched, not ${escapeUnprintable(url.protocol.replace(/:$/, ''))}`
  if (url.username !== '' || url.password !== '') return 'the address holds credentials'
  return url
}

async function addressesOf({ hostname }: URL, { resolve }: FetchLimits): Promise<readonly string[]> {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0) return [bare]
  if (resolve !== undefined) return resolve(bare)
  return (await lookup(bare, { all: true, verbatim: true })).map((a) => a.address)
}

function bodyOf(url: URL, address: string, { maxOctets }: FetchLimits, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: address,
        port: url.port === '' ? 80 : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: { Host: url.host, Accept: '*/*', 'User-Agent': 'rootcause', Connection: 'close' },
        agent: false,
        signal,
      },
      (response) => {
        collected(response, maxOctets).then(resolve, reject)
        response.once('close', () => asked.destroy())
      },
    )
    asked.once('error', reject)
    asked.end()
  })
}

async function collected(response: IncomingMessage, maxOctets: number): Promise<Uint8Array> {
  const { statusCode = 0 } = response
  try {
    if (statusCode >= 300 && statusCode < 400) throw new Error(`it redirects (${statusCode}), which is not followed`)
    if (statusCode !== 200) throw new Error(`it answers with status ${statusCode}`)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > maxOctets) throw new Error(`it serves more than ${maxOctets} octets`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    response.destroy()
  }
}

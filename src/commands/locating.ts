import { hash } from 'node:crypto'
import { keptFolder } from '../fetch/kept-folder.ts'
import { type GetOptions, type Got, trustedGet } from '../fetch/trusted-get.ts'
import type { Host } from '../host/host.ts'
import type { Certificate } from '../model/certificate.ts'
import { RootcauseError } from '../model/error.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import { locators } from '../programmes/addresses.ts'
import { authroot, thumbprintsIn } from '../programmes/authroot.ts'
import { nodeOctets } from '../programmes/cached-content.ts'
import { readGivenCertificate, readLocated } from '../programmes/crt-sh.ts'
import { marksOf, readCached } from '../programmes/shared/cache-read.ts'
import { readCertificate } from '../x509/certificate.ts'
import { locatedFolder } from './cached-sources.ts'
import { chainJudge, embeddedAnchors } from './chain-verifier.ts'
import { connectThrough } from './connect-through.ts'
import type { Context } from './context.ts'

/** How certificates are located. */
export interface Locating extends Pick<GetOptions, 'connect' | 'judge' | 'timeoutMs' | 'idleMs' | 'signal'> {
  readonly host: Host
  readonly now: UnixSeconds
  /** Told of what was looked for and not had: lower case, no full stop. */
  readonly onFailed: (why: string) => void
}

/** Bounds of one run, ours: certificates that are asked for, keys that are searched, and certificates that are taken of one search. */
export const most = { certificates: 8, searches: 3, ofSearch: 8 } as const

/** In octets. The largest root that a programme has takes some thousand. */
export const mostOctets = { certificate: 65_536, search: 1_000_000 } as const

/** How long the answer of a search is kept, in seconds. */
const fresh = 7 * 86_400

/** Over the network as the environment has it, verified by the embedded authorities alone. */
export async function locating({ host, now, signal, process }: Context, noProxy: boolean): Promise<Locating> {
  return {
    host,
    now,
    signal: signal(),
    connect: connectThrough(noProxy ? {} : host.env),
    judge: chainJudge(await embeddedAnchors()),
    timeoutMs: 20_000,
    idleMs: 10_000,
    onFailed: (why) => process.stderr.write(`${why}\n`),
  }
}

/**
 * Certificates whose subject has a key by this identifier (hexadecimal), as far as `isOne` keeps them: kept from before, or of crt.sh.
 * `what` tells apart what is kept of searches that keep different things. `null`: the search failed.
 */
export async function byKeyIdentifier(
  hex: string,
  what: 'cross' | 'issuer',
  isOne: (certificate: Certificate) => boolean,
  asked: Asked,
): Promise<readonly Uint8Array[] | null> {
  const file = `${hash('sha256', what === 'cross' ? hex : `${what} ${hex}`)}.json`
  const known = asked.keptSearch(file)
  if (known !== null) return known.flatMap((sha256) => asked.kept(sha256) ?? []).filter((der) => isOne(readCertificate(der)))
  const search = await asked.ask(locators.byKeyIdentifier(hex), mostOctets.search, readLocated, 'its answer is no list')
  if (search === null) return null
  const found: Uint8Array[] = []
  for (const { id } of search.slice(0, most.ofSearch)) {
    const given = (bytes: Uint8Array): Uint8Array | null => readGivenCertificate(bytes, null)
    const der = await asked.ask(locators.byNumber(id), mostOctets.certificate, given, 'what it gives is no certificate')
    if (der !== null && isOne(readCertificate(der))) found.push(der)
  }
  const ids = found.map(sha256Of)
  for (const [i, der] of found.entries()) asked.keep(`${ids[i] ?? ''}.der`, der)
  asked.keep(file, new TextEncoder().encode(JSON.stringify({ at: asked.now, found: ids })))
  return found
}

const sha256Of = (der: Uint8Array): Sha256 => hash('sha256', der) as Sha256

/** One run of look-ups: who was asked, what went wrong last, and the cache. */
export class Asked {
  readonly contacted = new Set<string>()
  /** Why the last thing was not had. */
  why = ''
  readonly now: UnixSeconds
  private readonly own: Locating
  private readonly folder: ReturnType<typeof keptFolder> | null
  private thumbprints: ReadonlyMap<Sha256, string> | null = null

  constructor(own: Locating) {
    this.own = own
    this.now = own.now
    const folder = locatedFolder(own.host)
    this.folder = folder === null ? null : keptFolder(folder)
  }

  /** What `read` makes of an answer; `null`: it was not had, and `why` says why. Throws when the user stops it. */
  async ask<T>(address: string, maxOctets: number, read: (bytes: Uint8Array) => T | null, otherwise: string): Promise<T | null> {
    const allowPlain = address.startsWith('http:')
    const got: Got = await trustedGet(address, { ...this.own, at: this.now, maxOctets, allowPlain, known: null })
    for (const who of got.contacted) this.contacted.add(who.startsWith('proxy ') ? who : `locator ${who}`)
    if (this.own.signal.aborted) throw new RootcauseError('stopped', 'stopped', 'what was located before is kept')
    const answer = got.kind === 'body' ? read(got.bytes) : null
    if (answer === null) {
      const why = got.kind === 'failed' ? got.why : otherwise
      this.why = `${new URL(address).hostname}: ${why}`
    }
    return answer
  }

  /** Octets that are kept; those that are not of this SHA-256 do not count. */
  kept(sha256: Sha256): Uint8Array | null {
    const der = this.read(`${sha256}.der`)
    return der !== null && sha256Of(der) === sha256 ? der : null
  }

  /** What a search found lately, by the file that it is kept in; `null`: none is kept, or it is old or damaged. What is kept is verified again. */
  keptSearch(file: string): readonly Sha256[] | null {
    try {
      const kept: unknown = JSON.parse(new TextDecoder().decode(this.read(file) ?? new Uint8Array()))
      if (typeof kept !== 'object' || kept === null || !('at' in kept) || !('found' in kept)) return null
      const { at, found } = kept
      if (typeof at !== 'number' || at > this.now || at < this.now - fresh || !Array.isArray(found)) return null
      return found.filter((id): id is Sha256 => typeof id === 'string' && /^[0-9a-f]{64}$/.test(id)).slice(0, most.ofSearch)
    } catch {
      return null
    }
  }

  keep(name: string, content: Uint8Array): void {
    try {
      this.folder?.write(name, content)
    } catch {
      // The next run asks again.
    }
  }

  /** The name by which Microsoft serves a root: its own list has it, where `update` has brought that. */
  async thumbprintOf(sha256: Sha256): Promise<string | null> {
    this.thumbprints ??= await microsoftNames(this.own)
    return this.thumbprints.get(sha256) ?? null
  }

  private read(name: string): Uint8Array | null {
    try {
      return this.folder?.read(name) ?? null
    } catch {
      return null
    }
  }
}

async function microsoftNames({ host, now }: Locating): Promise<ReadonlyMap<Sha256, string>> {
  const octets = await nodeOctets()
  const cached = readCached(host, authroot, marksOf(host), now, octets)
  return cached.kind === 'content' ? thumbprintsIn(cached.raw, octets.inflate) : new Map()
}

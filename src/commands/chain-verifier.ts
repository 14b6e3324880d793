import type { ChainVerifier } from '../clock/ask-source.ts'
import { resolveClient } from '../clients/resolve.ts'
import { workshop, world as worldOf } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { ChainJudge } from '../fetch/chain-judge.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import type { Verdict } from '../model/verdict.ts'
import { loadRoots } from '../roots/load.ts'
import { wellKnownAuthorities } from '../roots/well-known.ts'
import { asker } from '../validation/answers.ts'
import { judge } from '../validation/judge.ts'
import { readCertificate } from '../x509/certificate.ts'
import { formatName } from '../x509/name.ts'
import { packAnchor } from '../x509/anchor-record.ts'
import { add, type Certificates } from './store-evidence.ts'
import { encodeBase64 } from '../x509/base64.ts'

/** The client that judges: strict, and tries every path. */
const judgeId = 'go-1.24'

/** Anchors as evidence holds them. */
export type Anchors = Pick<Evidence, 'certs'> & {
  readonly anchors: Readonly<Record<Sha256, string>>
  readonly ids: readonly Sha256[]
}

/** The authorities that the product itself names, out of its own table: no variable and no store of the machine bears on them. */
export async function embeddedAnchors(): Promise<Anchors> {
  const table = await loadRoots()
  const held = [...wellKnownAuthorities].flatMap((sha256) => {
    const place = table.placeOf(sha256)
    return place === null ? [] : [[sha256, packAnchor(table.record(place))] as const]
  })
  return { certs: {}, anchors: Object.fromEntries(held), ids: held.map(([sha256]) => sha256) }
}

/** A verifier of chains by these anchors alone. */
export function chainVerifier(anchors: Anchors): ChainVerifier {
  const verdictOf = verdicts(anchors)
  return (chain, host, at) => verdictOf(chain, host, at)?.kind === 'accepted'
}

/** As `chainVerifier`, with what is wrong. */
export function chainJudge(anchors: Anchors): ChainJudge {
  const verdictOf = verdicts(anchors)
  const isAccepted = (...question: Parameters<ChainVerifier>): boolean => verdictOf(...question)?.kind === 'accepted'
  return (chain, host, at) => {
    if (isAccepted(chain, host, at)) return { kind: 'good' }
    const read = chain.map((der) => readCertificate(der))
    const [target] = read
    if (target === undefined) return { kind: 'unknown', issuer: '' }
    // What leads to no known authority at any time says nothing of the clock, nor of the name.
    const times = [middle(read), middle([target])]
    if (times.some((time) => isAccepted(chain, host, time))) {
      return { kind: 'other-time', notBefore: target.notBefore, notAfter: target.notAfter }
    }
    if ([at, ...times].some((time) => isAccepted(chain, anyName, time))) return { kind: 'other-name' }
    return { kind: 'unknown', issuer: formatName((read.at(-1) ?? target).issuer) }
  }
}

/** Nobody's name: it is not compared. */
const anyName = ''

/** The middle of the time in which all of them are valid. */
const middle = (certificates: readonly Certificate[]): UnixSeconds => {
  const from = Math.max(...certificates.map((c) => c.notBefore))
  const until = Math.min(...certificates.map((c) => c.notAfter))
  return seconds(Math.floor((from + until) / 2))
}

/** What the judging client says; `null`: there is nothing to judge. */
function verdicts({ certs, anchors, ids }: Anchors): (...question: Parameters<ChainVerifier>) => Verdict | null {
  const shop = workshop(nodeSignatureVerifier())
  return (chain, host, at) => {
    const profile = resolveClient(judgeId)?.profile
    if (profile === undefined || chain.length === 0) return null
    const own: Certificates = new Map()
    const sent = chain.map((der) => add(der, own))
    const entry = { id: judgeId, store: 'embedded', why: '', asked: true }
    const evidence: Evidence = {
      schema: 1,
      at,
      clock: at,
      target: { host, port: 443 },
      certs: { ...certs, ...Object.fromEntries([...own].map(([id, der]) => [id, encodeBase64(der)])) },
      anchors,
      sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain: sent, tls: null } }],
      stores: [{ id: 'embedded', origin: 'the product', anchors: ids }],
      clients: [entry],
      options: { offline: false },
      signatures: [],
      contacted: [],
    }
    const [judgement] = judge(worldOf(evidence, shop), [{ entry, profile }], at, asker())
    return judgement?.verdict ?? null
  }
}

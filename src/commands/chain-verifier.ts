import type { ChainVerifier } from '../clock/ask-source.ts'
import { resolveClient } from '../clients/resolve.ts'
import { workshop, world as worldOf } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { loadRoots } from '../roots/load.ts'
import { wellKnownAuthorities } from '../roots/well-known.ts'
import { asker } from '../validation/answers.ts'
import { judge } from '../validation/judge.ts'
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
export function chainVerifier({ certs, anchors, ids }: Anchors): ChainVerifier {
  const shop = workshop(nodeSignatureVerifier())
  return (chain, host, at) => {
    const profile = resolveClient(judgeId)?.profile
    if (profile === undefined || chain.length === 0) return false
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
    return judgement?.verdict.kind === 'accepted'
  }
}

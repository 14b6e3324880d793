import { relatives, resolveClient } from '../../src/clients/resolve.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { workshop, world } from '../../src/graph/world.ts'
import type { BuiltFault } from '../../src/lab/index.ts'
import type { ClientEvidence, Evidence, Send } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { situation, type Situation } from '../../src/validation/proof.ts'
import { readCertificate } from '../../src/x509/certificate.ts'

/** A fixed instant for faults whose dates are relative: 2026-11-22T00:00:00Z. */
export const fixedNow: UnixSeconds = seconds(1795305600)

/** A client and the store that it asks; `store` by default the only one. */
export interface Asked {
  readonly id: string
  readonly store?: string
  /** By default true. */
  readonly asked?: boolean
}

/** Certificates of a case, noted as they are referred to. */
export class CertificateNotes {
  readonly certs: Record<Sha256, string> = {}

  /** The identity of a certificate that the evidence then holds. */
  note(der: Uint8Array): Sha256 {
    const { sha256 } = readCertificate(der)
    this.certs[sha256] = Buffer.from(der).toString('base64')
    return sha256
  }
}

/** Evidence of a lab fault as a capture of it would give, without a network: one chain for every hello, the fault's own stores or one named `store`. */
export function evidenceOf(built: BuiltFault, clients: readonly Asked[], now: UnixSeconds = fixedNow): Evidence {
  const notes = new CertificateNotes()
  const at = built.at ?? now
  const stores = built.stores ?? [{ id: 'store', origin: 'the store of the case', anchors: built.anchors }]
  const chain = built.chain.map((der) => notes.note(der))
  return {
    schema: 1,
    at,
    clock: at,
    target: { host: built.host, port: 443 },
    sends: [chainSend(chain)],
    stores: stores.map(({ id, origin, anchors }) => ({ id, origin, anchors: anchors.map((der) => notes.note(der)) })),
    clients: clients.map(
      ({ id, store, asked }): ClientEvidence => ({
        id,
        store: store ?? stores[0]?.id ?? 'store',
        why: 'test',
        asked: asked ?? true,
      }),
    ),
    certs: notes.certs,
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

/** A send that drew a chain; by default for every hello class. */
export const chainSend = (chain: readonly Sha256[], over: Partial<Omit<Send, 'outcome'>> = {}): Send => ({
  hello: 'any',
  address: '',
  try: 1,
  ...over,
  outcome: { kind: 'chain', chain, tls: null },
})

const verify = nodeSignatureVerifier()

/** The situation of evidence with the profiles of its clients, which must all exist. */
export function situationOf(evidence: Evidence): Situation {
  const shop = workshop(verify)
  const seats = evidence.clients.map((entry) => {
    const profile = resolveClient(entry.id)?.profile
    if (profile === undefined) throw new Error(`there is no client ${entry.id}`)
    return { entry, profile }
  })
  return situation(world(evidence, shop), seats, { shop, relatives })
}

/** SHA-256 of a certificate by its DER. */
export const identity = (der: Uint8Array): Sha256 => readCertificate(der).sha256

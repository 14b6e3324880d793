import { situationOf } from '../../../src/diagnose.ts'
import { certificateReader } from '../../../src/commands/candidate-sources.ts'
import type { Places } from '../../../src/commands/find-missing.ts'
import { workshop } from '../../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../../src/model/evidence.ts'
import type { UnixSeconds } from '../../../src/model/time.ts'
import { CertificateNotes } from '../../support/evidence.ts'
import { table } from '../../roots/support.ts'

/** Places in which nothing lies but the product's own table; what a test puts there comes over it. */
export const emptyPlaces = (own: Partial<Places> = {}): Places => ({
  table,
  published: { statements: [], certificates: [], publications: [], revoked: new Set(), unusable: [] },
  stores: [],
  read: certificateReader(),
  files: [],
  located: [],
  contacted: [],
  ...own,
})

/** A chain as a server sends it, and clients that ask one store. */
export interface Scene {
  readonly sent: readonly Uint8Array[]
  readonly store: readonly Uint8Array[]
  readonly clients: readonly string[]
  readonly at: UnixSeconds
  readonly host?: string
  readonly fetched?: readonly Uint8Array[]
}

/** The evidence of it. */
export function evidenceOfScene({ sent, store, clients, at, host = '', fetched = [] }: Scene): Evidence {
  const notes = new CertificateNotes()
  const chain = sent.map((der) => notes.note(der))
  const anchors = store.map((der) => notes.note(der))
  const [by = notes.note(new Uint8Array())] = chain
  return {
    schema: 1,
    at,
    clock: at,
    target: { host, port: 443 },
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain, tls: null } }],
    stores: [{ id: 'machine', origin: 'a test', anchors }],
    clients: clients.map((id) => ({ id, store: 'machine', why: '', asked: true })),
    fetched: fetched.map((der) => ({ sha256: notes.note(der), from: 'http://issuer.example/', by })),
    certs: notes.certs,
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

/** A workshop of its own for each test. */
export const ownShop = () => workshop(nodeSignatureVerifier())

/** How many of the clients reject. */
export const rejections = (evidence: Evidence): number =>
  situationOf(evidence, ownShop()).judgements.filter((j) => j.verdict.kind === 'rejected').length

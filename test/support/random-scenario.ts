import fc from 'fast-check'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds } from '../../src/model/time.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate, crossCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { readCertificate } from '../../src/x509/certificate.ts'

const verify = nodeSignatureVerifier()
const entity = (name: string): LabEntity => ({ subject: { O: 'Random', CN: name }, key: labKey('rsa-2048', `random ${name}`) })
const [a, b, c, target] = ['A', 'B', 'C', 'target'].map(entity) as [LabEntity, LabEntity, LabEntity, LabEntity]

/** Windows that overlap, touch, follow each other and end in the same second, so that every order of edges comes up. */
const windows = (
  [
    [0, 1_000],
    [500, 1_000],
    [500, 1_500],
    [1_000, 2_000],
    [1_001, 1_800],
    [0, 2_000],
  ] as const
).map(([from, to]) => ({ notBefore: seconds(from), notAfter: seconds(to) }))

const minted = (write: (window: (typeof windows)[number]) => Uint8Array): readonly Certificate[] =>
  windows.map((w) => readCertificate(write(w)))

/** Roots, cross-certificates in a circle, intermediates, and targets: enough for dead ends, renewals and loops. */
const roots = [a, b, c].map((e) => minted((w) => rootCertificate(e, w)))
const crosses = [
  [a, b],
  [b, c],
  [c, a],
] as const
const between = [...crosses.map(([by, of]) => minted((w) => crossCertificate(by, of, w))), minted((w) => caCertificate(a, c, w))]
const targets = [a, c].map((by) => minted((w) => leafCertificate(by, target, w, [{ dns: 'random.test' }])))

const oneOf = (kinds: readonly (readonly Certificate[])[]) => fc.constantFrom(...kinds.flat())

/** A target, up to five certificates beside it, and a store of up to four; equal certificates are one object. */
export const randomScenario: fc.Arbitrary<Scenario> = fc
  .record({
    target: oneOf(targets),
    beside: fc.array(oneOf([...between, ...roots]), { maxLength: 5 }),
    store: fc.array(fc.oneof({ weight: 3, arbitrary: oneOf(roots) }, { weight: 1, arbitrary: oneOf(between) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ target: first, beside, store: anchors }) => {
    const sent = [first, ...beside]
    const store = trustStore('store', 'random', anchors)
    return { graph: pathGraph(sent, [store], verify), sent, store, host: 'random.test', tlsVersion: null }
  })

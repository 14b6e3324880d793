import { capture } from '../../src/capture/capture.ts'
import { sealEvidence } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { faults, serveFault } from '../../src/lab/index.ts'
import type { Evidence, Send } from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { type Asked, CertificateNotes, fixedNow } from './evidence.ts'

/** How a fault of the lab becomes a case. */
export interface GoldenRecipe {
  readonly clients: readonly Asked[]
  /** Sent to each address; by default those of the current and of the older clients. */
  readonly hellos?: readonly HelloClass[]
  readonly repeat?: number
}

/** The port that the cases tell of: the real one differs each time. */
const toldPort = 443

/** RFC 5737: addresses for examples. One for each listener of the fault. */
const toldAddress = (listener: number): string => `192.0.2.${listener + 1}`

/**
 * A fault as a saved case: served on loopback, captured as any server is, judged for its own instant or the fixed one, and
 * sealed. Port and addresses are exchanged for fixed ones; all else is what was on the wire.
 */
export async function goldenCase(faultId: string, recipe: GoldenRecipe): Promise<Evidence> {
  const fault = faults.find((f) => f.id === faultId)
  if (fault === undefined) throw new Error(`the lab holds no ${faultId}`)
  const server = await serveFault(fault, { now: fixedNow, pace: 0.05 })
  try {
    const { built, host } = server
    const notes = new CertificateNotes()
    const sends: Send[] = []
    for (const [listener, port] of server.ports.entries()) {
      const seen = await capture({
        target: { host: built.host, port },
        connect: host,
        hellos: recipe.hellos ?? ['tls1.3', 'tls1.2'],
        repeat: recipe.repeat ?? 1,
        timeoutMs: 2000,
        idleMs: 1000,
        proxy: 'none',
      })
      for (const der of seen.certs.values()) notes.note(der)
      sends.push(...seen.sends.map((send) => ({ ...send, address: toldAddress(listener) })))
    }
    const stores = built.stores ?? [{ id: 'system', origin: '/etc/ssl/certs/ca-certificates.crt', anchors: built.anchors }]
    const evidence: Evidence = {
      schema: 1,
      at: fixedNow,
      clock: built.at ?? fixedNow,
      target: { host: built.host, port: toldPort },
      sends,
      stores: stores.map(({ id, origin, anchors }) => {
        const store = { id, origin, anchors: anchors.map((der): Sha256 => notes.note(der)) }
        return built.stores === undefined ? store : { ...store, machine: id }
      }),
      clients: recipe.clients.flatMap(({ id, store, asked }) =>
        stores
          .filter((s) => store === undefined || s.id === store)
          .map((s) => ({ id, store: s.id, why: `--store ${s.id}`, asked: asked ?? true })),
      ),
      certs: notes.certs,
      options: { offline: true },
      signatures: [],
      contacted: [],
    }
    return sealEvidence(evidence, { verify: nodeSignatureVerifier() })
  } finally {
    await server.close()
  }
}

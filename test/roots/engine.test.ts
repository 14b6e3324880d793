import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { SignatureVerifier } from '../../src/model/signature.ts'
import type { TrustStore } from '../../src/model/trust-store.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { anchorSignatures } from '../../src/roots/anchor-signatures.ts'
import { trustStoreAt } from '../../src/roots/store-at.ts'
import { verdicts } from '../../src/validation/evaluate.ts'
import { instants } from '../../src/validation/timeline.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { corpusCertificates, haveCorpora } from '../../tools/roots-compile.ts'
import { sharedPath } from '../support/shared.ts'
import { at, table } from './support.ts'

const chainsPath = sharedPath('corpora/chains')
const real = new Map(haveCorpora() ? corpusCertificates().map((c) => [c.sha256, c]) : [])

/** What was sent, and the intermediates that lie beside it. */
const chains = (): readonly (readonly [string, readonly Certificate[]])[] => {
  if (chainsPath === null) return []
  const read = (path: string): readonly Certificate[] =>
    readCertificateFile(readFileSync(path)).certificates.map((c) => readCertificate(c.der))
  const extra = readdirSync(`${chainsPath}/extra`).map((name) => {
    const folder = `${chainsPath}/extra/${name}`
    return [name, [...read(`${folder}/leaf.pem`), ...read(`${folder}/intermediates.pem`)]] as const
  })
  return [['addtrust-2020', read(`${chainsPath}/addtrust-2020/sent.pem`)], ...extra]
}

/** A verdict without objects: certificates by fingerprint. */
const outline = (verdict: Verdict): string => {
  if (verdict.kind === 'undetermined') return verdict.missing.join()
  if (verdict.kind === 'hangs') return 'hangs'
  const path = [...verdict.path.certificates.map((c) => c.sha256), verdict.path.anchor?.sha256 ?? 'none'].join()
  return verdict.kind === 'accepted'
    ? `accepted ${path}`
    : `${verdict.told.code} ${verdict.told.at} ${verdict.trace.map((f) => `${f.code}@${f.at}`).join()} ${path}`
}

describe.skipIf(chainsPath === null || real.size === 0)('the engine on real chains (skipped where ../shared is absent)', () => {
  const scenario = (sent: readonly Certificate[], store: TrustStore, verify: SignatureVerifier) => ({
    graph: pathGraph(sent, [store], verify),
    sent,
    store,
    host: '',
    tlsVersion: null,
  })

  it('gives with anchors of the table the verdicts that it gives with their certificates, at every instant', () => {
    const verify = nodeSignatureVerifier()
    const ours = anchorSignatures(table, verify)
    let compared = 0
    let accepted = 0
    for (const [name, sent] of chains()) {
      const known = new Map(sent.map((c) => [c.sha256, c]))
      for (const id of ['debian-11', 'windows-2020-05-30', 'nss-3.12', 'android-7', 'openjdk-25', 'certifi-2026.07.22']) {
        const content = at(id)
        const fromTable = trustStoreAt(content, id, (sha256) => known.get(sha256))
        const fromCorpus = trustStore(
          id,
          '',
          content.anchors.flatMap(({ anchor }) => known.get(anchor.sha256) ?? real.get(anchor.sha256) ?? []),
        )
        expect(fromTable.anchors.length).toBe(fromCorpus.anchors.length)
        for (const client of clients()) {
          const [a, b] = [scenario(sent, fromTable, ours), scenario(sent, fromCorpus, verify)]
          const [one, other] = [verdicts(a, client), verdicts(b, client)]
          for (const t of instants(b, client.verifier)) {
            const expected = outline(other(t))
            expect(outline(one(t)), `${name} ${id} ${client.id} ${t}`).toBe(expected)
            compared++
            if (expected.startsWith('accepted')) accepted++
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(5_000)
    expect(accepted).toBeGreaterThan(500)
  })
})

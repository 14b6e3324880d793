import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { situationOf } from '../../src/diagnose.ts'
import { workshop } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds } from '../../src/model/time.ts'
import { above, candidatePool } from '../../src/roots/candidate-pool.ts'
import { candidates } from '../../src/roots/candidates.ts'
import { encodeBase64 } from '../../src/x509/base64.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { sharedPath } from '../support/shared.ts'

/** The chain that api.openweathermap.org sent in 2020: its cross-certificate and the AddTrust root ended at 10:48:38Z on 30 May. */
const folder = sharedPath('corpora/chains/addtrust-2020/')
const usertrust = 'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2'
const addtrust = '687fa451382278fff0c8b11f8d43d576671c6eb2bceab413fb83d965d06d2ff2'

const readAll = (file: string) =>
  readCertificateFile(new Uint8Array(readFileSync(`${folder}${file}`))).certificates.map(({ der }) => readCertificate(der))

/** A machine that holds AddTrust alone, after its end; what else is known stands in a store that nobody asks. */
function evidence(
  client: string,
  sent: readonly ReturnType<typeof readCertificate>[],
  found: readonly ReturnType<typeof readCertificate>[],
): Evidence {
  const roots = readAll('root-addtrust-external.pem')
  const at = seconds(Date.parse('2020-05-30T10:48:39Z') / 1000)
  const all = [...sent, ...roots, ...found]
  return {
    schema: 1,
    at,
    clock: at,
    target: { host: 'api.openweathermap.org', port: 443 },
    certs: Object.fromEntries(all.map((c) => [c.sha256, encodeBase64(c.der)])),
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain: sent.map((c) => c.sha256), tls: null } }],
    stores: [
      { id: 'machine', origin: 'a test', anchors: roots.map((c) => c.sha256) },
      { id: 'candidates', origin: 'what was found', anchors: found.map((c) => c.sha256) },
    ],
    clients: [{ id: client, store: 'machine', why: '', asked: true }],
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

const found = (
  client: string,
  sent: readonly ReturnType<typeof readCertificate>[],
  pool: readonly ReturnType<typeof readCertificate>[],
) =>
  candidates(situationOf(evidence(client, sent, pool), workshop(nodeSignatureVerifier()))).candidates.map((c) => ({
    anchors: c.anchors.map((a) => a.sha256),
    sent: c.sent.length,
    cures: c.proof.cures.length,
  }))

describe.skipIf(folder === null)('what is missing (skipped where ../shared/corpora is absent)', () => {
  it('is the renewed root, for a client that can go past the expired cross-certificate', () => {
    const pool = readAll('root-usertrust-rsa.pem')
    expect(found('python-3.11', readAll('sent.pem'), pool)).toEqual([{ anchors: [usertrust], sent: 0, cures: 1 }])
  })

  it('is nothing for one that stops at the expired root, whatever is added', () => {
    expect(found('openssl-verify-1.0.2', readAll('sent.pem'), readAll('root-usertrust-rsa.pem'))).toEqual([])
  })

  it('is what the server does not send, and the root', () => {
    const sent = readAll('sent.pem')
    const pool = [...readAll('root-usertrust-rsa.pem'), ...sent.slice(1)]
    expect(found('python-3.11', sent.slice(0, 1), pool)).toEqual([{ anchors: [usertrust], sent: 1, cures: 1 }])
  })

  it('is nothing where nobody knows the root', () => {
    expect(found('python-3.11', readAll('sent.pem'), [])).toEqual([])
  })
})

describe.skipIf(folder === null)('what stands above a chain (skipped where ../shared/corpora is absent)', () => {
  it('is followed by names, upwards alone, each with all the places that hold it', () => {
    const [sent, old, renewed] = ['sent.pem', 'root-addtrust-external.pem', 'root-usertrust-rsa.pem'].map((f) => readAll(f))
    if (sent === undefined || old === undefined || renewed === undefined) throw new Error('the corpus is incomplete')
    const pool = candidatePool([
      { where: 'a', certificates: [...old, ...renewed], isHeld: false },
      { where: 'b', certificates: renewed, isHeld: true },
      { where: 'b', certificates: renewed, isHeld: true },
    ])
    const [target] = sent
    if (target === undefined) throw new Error('no target')
    expect(above(pool, [target])).toEqual([])
    const places = above(pool, sent).map((p) => [p.certificate.sha256, p.where, p.isHeld])
    expect(places).toContainEqual([usertrust as Sha256, ['a', 'b'], true])
    expect(places).toContainEqual([addtrust as Sha256, ['a'], false])
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds } from '../../src/model/time.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { asker } from '../../src/validation/answers.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { sharedPath } from '../support/shared.ts'

/**
 * The chain that api.openweathermap.org really sent in 2020: target, intermediate, cross-certificate of USERTrust by AddTrust.
 * Both the cross-certificate and the AddTrust root have notAfter 2020-05-30T10:48:38Z.
 */
const folder = sharedPath('corpora/chains/addtrust-2020/')

const verify = nodeSignatureVerifier()
const interned = new Map<string, Certificate>()
const readAll = (file: string): readonly Certificate[] =>
  readCertificateFile(new Uint8Array(readFileSync(`${folder}${file}`))).certificates.map(({ der }) => {
    const certificate = readCertificate(der)
    const known = interned.get(certificate.sha256) ?? certificate
    interned.set(certificate.sha256, known)
    return known
  })

const second = (s: number) => seconds(Date.parse('2020-05-30T10:48:00Z') / 1000 + s)

function scenario(...roots: readonly string[]): Scenario {
  const sent = readAll('sent.pem')
  const store = trustStore('store', 'test', roots.flatMap(readAll))
  return { graph: pathGraph(sent, [store], verify), sent, store, host: 'api.openweathermap.org', tlsVersion: null }
}

const old = 'root-addtrust-external.pem'
const renewed = 'root-usertrust-rsa.pem'

/** RFC 5280 §4.1.2.5 is inclusive; OpenSSL and what is built on it is not. */
const isExclusive = ({ verifier }: ClientProfile): boolean => verifier.notAfter === 'exclusive'

/**
 * These took the first issuer they met and stayed with it, whatever its date. Python 3.6 on OpenSSL 1.0.2 is none of them: its contexts
 * carry X509_V_FLAG_TRUSTED_FIRST (Modules/_ssl.c, bpo-23476), which takes the store's renewed root in place of the cross-certificate.
 */
const goesWithTheExpired = ({ id }: ClientProfile): boolean =>
  /-1\.0\.[12]$|^node-(0\.12|[468])$|^libressl-(2\.8|3\.1)$|^gnutls-cli-3\.6\.13$|^mono-6\.8$/.test(id)

describe.skipIf(folder === null)('the real AddTrust chain of 2020 (skipped where ../shared/corpora is absent)', () => {
  // Whoever insists on a revocation status accepts nothing without one.
  for (const client of clients().filter((c) => c.revocation !== 'hard-fail')) {
    describe(client.id, () => {
      const at = (input: Scenario, s: number) => evaluate(input, client, second(s)).kind
      // What they may fetch, or keep of earlier connections, is an unknown input where no path is left.
      const openEnded = ['scored', 'anchors-first'].includes(client.verifier.strategy)

      it('accepts at :37, whichever root it holds', () => {
        expect([scenario(old), scenario(renewed), scenario(old, renewed)].map((s) => at(s, 37))).toEqual(
          Array(3).fill('accepted'),
        )
      })

      it.skipIf(openEnded)('with the old root alone: at :38 the dialects differ, at :39 all reject', () => {
        expect(at(scenario(old), 38)).toBe(isExclusive(client) ? 'rejected' : 'accepted')
        expect(at(scenario(old), 39)).toBe('rejected')
      })

      it('with the new root alone nothing happens', () => {
        expect([38, 39].map((s) => at(scenario(renewed), s))).toEqual(['accepted', 'accepted'])
      })

      it('with both roots only those reject that do not look for another path', () => {
        for (const order of [scenario(old, renewed), scenario(renewed, old)]) {
          expect(at(order, 39)).toBe(goesWithTheExpired(client) ? 'rejected' : 'accepted')
        }
      })

      it.skipIf(openEnded)('the timeline has the change in that very second', () => {
        const edge = second(isExclusive(client) ? 38 : 39)
        const segment = asker()(scenario(old), client)
          .timeline()
          .find((s) => s.from === edge)
        expect(segment?.verdict.kind).toBe('rejected')
      })
    })
  }
})

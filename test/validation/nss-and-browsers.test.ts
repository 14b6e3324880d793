import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds } from '../../src/model/time.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { resolveClient } from '../../src/clients/resolve.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate, crossCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import { asker } from '../../src/validation/answers.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { segmentAt } from '../../src/validation/timeline.ts'
import { readCertificate } from '../../src/x509/certificate.ts'

/**
 * What sets these verifiers apart, on minted chains. Expectations come from their sources, named in each profile; those of the NSS tools
 * were also seen on NSS 3.87.1.
 */
const verify = nodeSignatureVerifier()
const entity = (name: string, key = name): LabEntity => ({ subject: { O: 'Lab', CN: name }, key: labKey('rsa-2048', key) })
const root = entity('Root')
const other = entity('Other Root')
const ca = entity('CA')
const server = entity('Server')
const now = seconds(1_800_000_000)
const day = 86_400
const wide = { notBefore: seconds(now - 100 * day), notAfter: seconds(now + 100 * day) }
const past = { notBefore: seconds(now - 100 * day), notAfter: seconds(now - 10 * day) }
const names = [{ dns: 'lab.test' }]

const certificate = (der: Uint8Array): Certificate => readCertificate(der)
const rootCert = certificate(rootCertificate(root, wide))
const caCert = certificate(caCertificate(root, ca, wide))
const leaf = certificate(leafCertificate(ca, server, wide, names))

function scenario(sent: readonly Certificate[], anchors: readonly Certificate[], host = 'lab.test', storeId = 'store'): Scenario {
  const store = trustStore(storeId, 'a store', anchors)
  return { graph: pathGraph(sent, [store], verify), sent, store, host, tlsVersion: null }
}

function profile(id: string) {
  const resolved = resolveClient(id)
  if (resolved === null || resolved.isNearest) throw new Error(`no profile ${id}`)
  return resolved.profile
}

const judged = (id: string, of: Scenario, at = now): Verdict => evaluate(of, profile(id), at)
const told = (verdict: Verdict): string => (verdict.kind === 'rejected' ? verdict.told.code : verdict.kind)

function text(id: string, of: Scenario): string {
  const verdict = judged(id, of)
  return verdict.kind === 'rejected' ? render(says(profile(id).texts(), verdict.told, { host: of.host }), now) : verdict.kind
}

describe('NSS', () => {
  const later = { notBefore: seconds(now + day), notAfter: seconds(now + 100 * day) }
  const early = scenario([certificate(leafCertificate(ca, server, later, names)), caCert], [rootCert])

  it.each(['nss-vfychain-3.87', 'nss-vfychain-3.87-libpkix', 'nss-tstclnt-3.87'])(
    '%s takes a certificate for valid from a day before it is, and the timeline says so',
    (id) => {
      expect(told(judged(id, early, now))).toBe('accepted')
      expect(told(judged(id, early, seconds(now - 1)))).toBe('not-yet-valid')
      const segments = asker()(early, profile(id)).timeline()
      expect(told(segmentAt(segments, now).verdict)).toBe('accepted')
      expect(told(segmentAt(segments, seconds(now - 1)).verdict)).toBe('not-yet-valid')
      expect(segments.map(({ from }) => from)).toContain(now)
    },
  )

  it('goes by the best issuer and never turns back: an expired cross-certificate beside the trusted root does no harm', () => {
    const cross = certificate(crossCertificate(other, root, past))
    expect(told(judged('nss-vfychain-3.87', scenario([leaf, caCert, cross], [rootCert])))).toBe('accepted')
  })

  it('tells the dates of an issuer of the certificate below as well', () => {
    const expired = certificate(caCertificate(root, ca, past))
    expect(text('nss-vfychain-3.87', scenario([leaf, expired], [rootCert])).split('\n')).toEqual([
      'Chain is bad!',
      'PROBLEM WITH THE CERT CHAIN:',
      'CERT 0. CN=Server,O=Lab :',
      "  ERROR -8162: The certificate issuer's certificate has expired. Check your system date and time.",
      '    CN=CA,O=Lab',
      'CERT 1. CN=CA,O=Lab [Certificate Authority]:',
      "  ERROR -8162: The certificate issuer's certificate has expired. Check your system date and time.",
      '    CN=Root,O=Lab',
    ])
  })

  it('libpkix does not see an issuer that is not valid now', () => {
    const expired = certificate(caCertificate(root, ca, past))
    expect(told(judged('nss-vfychain-3.87-libpkix', scenario([leaf, expired], [rootCert])))).toBe('issuer-not-found')
  })
})

describe('Firefox', () => {
  const id = 'firefox-153'

  it('looks for a path before it tells what is wrong with the target', () => {
    const expired = certificate(leafCertificate(ca, server, past, names))
    expect(told(judged(id, scenario([expired, caCert], [rootCert])))).toBe('expired')
    expect(told(judged(id, scenario([expired], [rootCert])))).toBe('issuer-not-found')
  })

  it('tells the dates of the only issuer, and an unknown issuer where two fail for different reasons', () => {
    const expired = certificate(caCertificate(root, ca, past))
    const clientOnly = certificate(
      caCertificate(
        root,
        ca,
        { ...wide, notAfter: seconds(now + day) },
        { extensions: (usual) => usual.filter((e) => e.oid !== '2.5.29.19') },
      ),
    )
    expect(text(id, scenario([leaf, expired], [rootCert]))).toMatch(/SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE$/)
    expect(text(id, scenario([leaf, clientOnly], [rootCert]))).toMatch(/SEC_ERROR_CA_CERT_INVALID$/)
    expect(text(id, scenario([leaf, expired, clientOnly], [rootCert]))).toMatch(/SEC_ERROR_UNKNOWN_ISSUER$/)
  })

  it('with its own store an issuer that is absent is an unknown input for what a log saw, in another store it is not', () => {
    const logged = (of: Scenario) => ({ ...of, timestamps: [now] })
    expect(told(judged(id, logged(scenario([leaf], [rootCert], 'lab.test', 'mozilla'))))).toBe('undetermined')
    expect(told(judged(id, logged(scenario([leaf], [rootCert]))))).toBe('issuer-not-found')
    // Firefox 135 and later take no target without timestamps below the roots that they bring: what is known beforehand stands below those.
    expect(told(judged(id, scenario([leaf], [rootCert], 'lab.test', 'mozilla')))).toBe('issuer-not-found')
    expect(told(judged(id, scenario([leaf], [rootCert])))).toBe('issuer-not-found')
    expect(told(judged(id, scenario([leaf, caCert], [rootCert], 'lab.test', 'mozilla')))).toBe('accepted')
  })
})

describe('Chrome', () => {
  const id = 'chrome-156'
  const expired = certificate(leafCertificate(ca, server, past, names))
  const noCa = certificate(caCertificate(root, ca, wide, { extensions: (usual) => usual.filter((e) => e.oid !== '2.5.29.19') }))

  it.each([
    ['a wrong name before a date', scenario([expired, caCert], [rootCert], 'other.test'), 'net::ERR_CERT_COMMON_NAME_INVALID'],
    ['an unknown authority before a wrong name', scenario([leaf], [rootCert], 'other.test'), 'net::ERR_CERT_AUTHORITY_INVALID'],
    [
      'a path without a status of its own before a wrong name',
      scenario([leaf, noCa], [rootCert], 'other.test'),
      'net::ERR_CERT_INVALID',
    ],
    ['a date before a path without a status of its own', scenario([expired, noCa], [rootCert]), 'net::ERR_CERT_DATE_INVALID'],
  ])('tells %s', (_what, of, sentence) => expect(text(id, of)).toBe(sentence))

  it('holds a root to its dates; the library alone does not', () => {
    const old = certificate(rootCertificate(root, past))
    expect(told(judged(id, scenario([leaf, caCert], [old])))).toBe('expired')
    expect(told(judged('chrome-pki', scenario([leaf, caCert], [old])))).toBe('accepted')
  })

  it('gives up after twenty draws', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      certificate(crossCertificate(entity(`Nobody ${i}`, 'nobody'), ca, { ...wide, notBefore: seconds(wide.notBefore + 1 + i) })),
    )
    expect(told(judged('chrome-pki', scenario([leaf, ...many, caCert], [rootCert])))).toBe('accepted')
    expect(judged(id, scenario([leaf, ...many, caCert], [rootCert])).kind).toBe('rejected')
  })
})

describe('webpki 0.22', () => {
  it('tells the target’s own fault, and of any above it that the issuer is unknown', () => {
    const expired = certificate(leafCertificate(ca, server, past, names))
    const expiredCa = certificate(caCertificate(root, ca, past))
    expect(text('rustls-0.20', scenario([expired], [rootCert]))).toMatch(/CertExpired$/)
    expect(text('rustls-0.20', scenario([leaf, expiredCa], [rootCert]))).toMatch(/UnknownIssuer$/)
  })
})

import { describe, expect, test } from 'vitest'
import type { ClientProfile } from '../../src/model/client.ts'
import { seconds } from '../../src/model/time.ts'
import { rfc5280 } from '../../src/clients/rfc5280.ts'
import { rustls } from '../../src/clients/rustls.ts'
import { sharedJson } from '../support/shared.ts'
import { briefly, certificateReader, judged } from './suite.ts'

/** `corpora/limbo/limbo.json`; its schema stands beside it. */
interface Limbo {
  readonly testcases: readonly LimboCase[]
}

interface LimboCase {
  readonly id: string
  readonly features: readonly string[]
  readonly validation_kind: 'SERVER' | 'CLIENT'
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly expected_peer_name: { readonly kind: string; readonly value: string } | null
}

const limbo = sharedJson<Limbo>('corpora/limbo/limbo.json')
const read = certificateReader()
const fromPem = (pem: string) => read(pem.replaceAll(/-----[^-]+-----|\s/g, ''))
/** A case without a time may be judged at any: one at which its certificates are valid. */
const anyTime = '2026-11-22T00:00:00Z'

function run(client: ClientProfile, one: LimboCase) {
  return judged(client, {
    sent: [one.peer_certificate, ...one.untrusted_intermediates].map(fromPem),
    anchors: one.trusted_certs.map(fromPem),
    host: one.expected_peer_name?.value ?? '',
    at: seconds(Date.parse(one.validation_time ?? anyTime) / 1000),
  })
}

function skipped({ features, validation_kind: kind }: LimboCase): string | null {
  if (features.includes('has-crl')) return 'CRLs are not looked at'
  if (features.includes('max-chain-depth')) return 'a limit on the path is an input that no TLS client is given'
  return kind === 'CLIENT' ? 'client certificates are not judged' : null
}

/** Faults of an anchor's certificate beside its name and key: RFC 5280 §6.1.1 (d) knows no more of it, RFC 5937 does. */
const ofAnchors: readonly string[] = [
  'rfc5280::nc::excluded-dns-match-second',
  'rfc5280::nc::permitted-ip-mismatch',
  'rfc5280::nc::excluded-ipv4-match',
  'rfc5280::nc::excluded-ipv6-match',
  'rfc5280::nc::intermediate-with-san-rejected-by-root-nc',
  'rfc5280::validity::expired-root',
  'rfc5280::root-inconsistent-ca-extensions',
  'pathological::nc-dos-1',
]

/** What RFC 5280 §4 asks of those who issue, and §6 of nobody. */
const ofIssuers: readonly string[] = [
  'rfc5280::aki::critical-aki',
  'rfc5280::aki::leaf-missing-aki',
  'rfc5280::nc::permitted-dns-match-noncritical',
  'rfc5280::nc::invalid-dnsname-wildcard',
  'rfc5280::nc::invalid-ipv6-address',
  'rfc5280::nc::not-allowed-in-ee-noncritical',
  'rfc5280::nc::not-allowed-in-ee-critical',
  'rfc5280::nc::nc-permits-invalid-dns-san',
  'rfc5280::pc::ica-noncritical-pc',
  'rfc5280::san::noncritical-with-empty-subject',
  'rfc5280::serial::too-long',
  'rfc5280::ski::critical-ski',
  'rfc5280::ski::root-missing-ski',
  'rfc5280::ca-empty-subject',
  'rfc5280::root-non-critical-basic-constraints',
  'rfc5280::leaf-ku-keycertsign',
  'rfc5280::duplicate-extensions',
]

/** Rules of the CA/Browser Forum that are none of RFC 5280's. */
const ofForum: readonly string[] = [
  'webpki::aki::root-with-aki-authoritycertissuer',
  'webpki::aki::root-with-aki-authoritycertserialnumber',
  'webpki::aki::root-with-aki-all-fields',
  'webpki::aki::root-with-aki-ski-mismatch',
  'webpki::cn::ipv6-uppercase-mismatch',
  'webpki::cn::ipv6-uncompressed-mismatch',
  'webpki::cn::ipv6-non-rfc5952-mismatch',
  'webpki::cn::punycode-not-in-san',
  'webpki::cn::not-in-san',
  'webpki::cn::case-mismatch',
  'webpki::eku::root-has-eku',
  'webpki::nc::intermediate-permitted-excluded-subtrees-both-null',
  'webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences',
  'webpki::san::san-critical-with-nonempty-subject',
  'webpki::explicit-curve',
  'webpki::malformed-aia',
  'webpki::forbidden-p192-root',
  'webpki::forbidden-p192-leaf',
  'webpki::forbidden-dsa-root',
  'webpki::forbidden-dsa-leaf',
  'webpki::forbidden-weak-rsa-key-in-root',
  'webpki::forbidden-weak-rsa-in-leaf',
  'webpki::forbidden-rsa-not-divisible-by-8-in-root',
  'webpki::ee-basicconstraints-ca',
]

/** What webpki looks at of them (rustls/webpki 1bff41a: src/verify_cert.rs, src/cert.rs). */
const ofForumAndWebpki: readonly string[] = [
  'webpki::explicit-curve',
  'webpki::forbidden-p192-root',
  'webpki::forbidden-p192-leaf',
  'webpki::forbidden-dsa-root',
  'webpki::forbidden-weak-rsa-key-in-root',
  'webpki::forbidden-weak-rsa-in-leaf',
  'webpki::ee-basicconstraints-ca',
]

const ofForumBeyondWebpki = ofForum.filter((id) => !ofForumAndWebpki.includes(id))

/** The suite judges paths; the reference profile also asks what RFC 8446 §4.4.2.2 asks of the key of a TLS server. */
const ofPathsAlone: readonly string[] = ['pathlen::validation-ignores-pathlen-in-leaf', 'rfc5280::ca-as-leaf']

const [reference, strict] = rfc5280()

const suites: readonly {
  readonly name: string
  readonly client: ClientProfile | undefined
  readonly isOf: (one: LimboCase) => boolean
  /** Cases that the suite decides by other rules than this client's. */
  readonly otherwise: readonly string[]
}[] = [
  { name: 'rfc5280', client: reference, isOf: () => true, otherwise: [...ofAnchors, ...ofIssuers, ...ofForum, ...ofPathsAlone] },
  {
    name: 'rfc5280-strict',
    client: strict,
    isOf: ({ id }) => ofAnchors.includes(id) || ofIssuers.includes(id),
    otherwise: [],
  },
  {
    name: 'rustls-0.23',
    client: rustls().find(({ id }) => id === 'rustls-0.23'),
    isOf: ({ id }) => id.startsWith('webpki::'),
    otherwise: ofForumBeyondWebpki,
  },
]

describe.skipIf(limbo === null)('x509-limbo (skipped where ../shared/corpora/limbo is absent)', () => {
  test('is there whole', () => expect(limbo?.testcases.length).toBe(136))

  describe.each(suites)('$name', ({ client, isOf, otherwise }) => {
    const cases = (limbo?.testcases ?? []).filter(isOf)
    const agrees = (one: LimboCase) => {
      if (client === undefined) throw new Error('no such profile')
      const verdict = run(client, one)
      return { verdict, isSame: verdict.kind === (one.expected_result === 'SUCCESS' ? 'accepted' : 'rejected') }
    }
    const outside = cases.filter((one) => skipped(one) !== null)
    const named = cases.filter((one) => skipped(one) === null && otherwise.includes(one.id))
    const rest = cases.filter((one) => skipped(one) === null && !otherwise.includes(one.id))

    test.each(outside.map((one) => [one.id, skipped(one)]))('%s is skipped: %s', (_id, reason) => expect(reason).not.toBe(''))
    test.each(named)('$id is skipped by name: other rules than this client’s', (one) => {
      expect(agrees(one).isSame, 'the reason stopped applying').toBe(false)
    })
    test.each(rest)('$id', (one) => {
      const { verdict, isSame } = agrees(one)
      expect(isSame, `${one.expected_result} expected; ${briefly(verdict)}`).toBe(true)
    })
    test('every name is that of a case', () => expect(named.length).toBe(otherwise.length))
  })
})

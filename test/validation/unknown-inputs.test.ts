import { describe, expect, it } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { resolveClient } from '../../src/clients/resolve.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import type { ObservedScenario } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import type { ProgrammeClient } from '../../src/validation/programme.ts'
import { timeline } from '../../src/validation/timeline.ts'
import { verdicts } from '../../src/validation/evaluate.ts'
import { profile, scenarioOf } from './judge.ts'
import { type RealCase, realCases } from './real-cases.ts'

const cases = new Map([...realCases()].map((one) => [one.id, one]))
function take(id: string): RealCase {
  const found = cases.get(id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return found
}
const client = (id: string): ClientProfile => profile(clients(), id)
const verify = nodeSignatureVerifier()

/** The case with an authorityInfoAccess in its target that names these addresses of its issuer (RFC 5280 §4.2.2.1). */
function naming(one: RealCase, ...addresses: readonly string[]): Scenario {
  const { sent, store, ...rest } = scenarioOf(one)
  const [target, ...others] = sent
  const named = Object.create(target ?? null, {
    authorityInfoAccess: {
      value: addresses.map((value) => ({ method: '1.3.6.1.5.5.7.48.2', location: { kind: 'uri', value } })),
    },
  }) as Certificate
  const chain = [named, ...others]
  return { ...rest, sent: chain, store, graph: pathGraph(chain, [store], verify) }
}

const missing = (verdict: Verdict): readonly string[] => (verdict.kind === 'undetermined' ? verdict.missing : [verdict.kind])
const code = (verdict: Verdict): string => (verdict.kind === 'rejected' ? verdict.told.code : verdict.kind)

// Chromium: net/cert/internal/cert_issuer_source_aia.cc; no other scheme than http is fetched (cert_net_fetcher_url_request.cc).
describe('an intermediate that was not sent and has an address', () => {
  const lacks = take('lab/missing-intermediate')
  const served = 'the intermediate that http://ca.example/ca.cer serves'
  it.each(['chrome-156', 'sectrust-26'])('%s: is an unknown input, by its address', (id) => {
    const verdict = evaluate(naming(lacks, 'http://ca.example/ca.cer'), client(id), lacks.at)
    expect(missing(verdict)).toEqual([served])
  })
  it.each(['schannel', 'dotnet-windows'])('%s: beside the root, which may be fetched too', (id) => {
    expect(missing(evaluate(naming(lacks, 'http://ca.example/ca.cer'), client(id), lacks.at))).toContain(served)
  })
  it('is refused as before without an address, or with one that is not fetched', () => {
    expect(code(evaluate(scenarioOf(lacks), client('chrome-156'), lacks.at))).toBe('issuer-not-found')
    const other = naming(lacks, 'ldap://ca.example/cn=ca', 'https://ca.example/ca.cer')
    expect(code(evaluate(other, client('chrome-156'), lacks.at))).toBe('issuer-not-found')
  })
  it.each(['openssl-s_client-3.0', 'firefox-153', 'go-1.24', 'java-17', 'chrome-pki'])('%s fetches none', (id) => {
    expect(evaluate(naming(lacks, 'http://ca.example/ca.cer'), client(id), lacks.at).kind).toBe('rejected')
  })
  it('is not asked for where it was sent, nor where the target itself is at fault', () => {
    const good = take('lab/good')
    expect(evaluate(naming(good, 'http://ca.example/ca.cer'), client('chrome-156'), good.at).kind).toBe('accepted')
    const scenario = naming({ ...lacks, host: 'other.example' }, 'http://ca.example/ca.cer')
    expect(code(evaluate(scenario, client('chrome-156'), lacks.at))).toBe('host-mismatch')
    const late = seconds((scenario.sent[0]?.notAfter ?? 0) + 1)
    expect(code(evaluate(naming(lacks, 'http://ca.example/ca.cer'), client('chrome-156'), late))).toBe('expired')
  })
})

// googlechrome.github.io/CertificateTransparency: certificates issued after 30 April 2018, below a publicly trusted root. Firefox 135 and
// later: dev-security-policy, 2025-02-04; its error is in lib/mozpkix/include/pkix/pkixnss.h.
describe.each([
  ['chrome-156', 'net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED'],
  ['firefox-153', 'Error code: MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY'],
])('signed certificate timestamps and %s', (id, words) => {
  const good = take('lab/good')
  const browser = client(id)
  const asked = (timestamps: readonly UnixSeconds[] | null, isOfPlatform: boolean): Verdict => {
    const plain = scenarioOf(good)
    const anchors = plain.store.anchors.map((a) => a.certificate)
    const settings = { trusts: [], rejects: [], ...(isOfPlatform ? { programme: [] } : {}) }
    const store = trustStore('chrome', 'Chrome Root Store', anchors, Object.fromEntries(anchors.map((a) => [a.sha256, settings])))
    const scenario: ObservedScenario = { ...plain, store, graph: pathGraph(plain.sent, [store], verify), timestamps }
    const keeps: ProgrammeClient = {
      ...browser,
      programme: {
        limits: [],
        timestampsFrom: null,
        blocked: [],
        milestone: null,
        onRefusal: 'goes-on',
        isWholeList: true,
      },
    }
    return evaluate(scenario, keeps, good.at)
  }
  it('it refuses a chain to a root of its programme without any, in words of its own', () => {
    const verdict = asked([], true)
    expect(code(verdict)).toBe('distrusted')
    if (verdict.kind !== 'rejected') throw new Error('unreachable: it is rejected')
    const sentence = render(says(browser.texts(), verdict.told, { host: good.host }), good.at)
    expect(sentence).toBe(words)
  })
  it('one that came with the handshake is enough; whether one came is an unknown input without a handshake', () => {
    expect(asked([good.at], true).kind).toBe('accepted')
    expect(missing(asked(null, true))).toEqual([expect.stringContaining('signed certificate timestamps')])
  })
  it('none is wanted below a root that was added', () => {
    expect(asked([], false).kind).toBe('accepted')
    expect(evaluate(scenarioOf(good), browser, good.at).kind).toBe('accepted')
  })
})

// SSL_CTX_set_security_level(3): level 1 wants 80 bits, level 2 wants 112; OpenSSL 1.1.1 counts 80 for SHA-1 and for RSA of 1024 bits.
describe('a security level that is the choice of who builds the client', () => {
  const level = 'the security level that this client was built with: 1 as upstream, or 2 as some distributions have it'
  it.each(['lab/sha1-intermediate', 'lab/rsa-1024-leaf', 'lab/rsa-1024-intermediate'])('%s hangs on it', (id) => {
    const one = take(id)
    const ask = (name: string): Verdict => evaluate(scenarioOf(one), client(name), one.at)
    expect(missing(ask('python-3.8'))).toEqual([level])
    expect(ask('python-3.8-upstream').kind).toBe('accepted')
    expect(ask('python-3.8-debian').kind).toBe('rejected')
  })
  it.each(['lab/good', 'lab/expired-leaf', 'lab/wrong-host', 'lab/md5-intermediate'])('%s does not', (id) => {
    const one = take(id)
    const [open, pinned] = ['python-3.8', 'python-3.8-debian'].map((name) => evaluate(scenarioOf(one), client(name), one.at))
    expect(open?.kind).toBe(pinned?.kind)
    expect(open?.kind).not.toBe('undetermined')
  })
  it('is open only for as long as the chain would be accepted at one of them', () => {
    const one = take('lab/sha1-intermediate')
    const scenario = scenarioOf(one)
    const python = client('python-3.8')
    const kinds = timeline(scenario, python.verifier, verdicts(scenario, python)).map(({ verdict }) => verdict.kind)
    expect(kinds.filter((kind) => kind === 'undetermined')).toHaveLength(1)
    expect([kinds[0], kinds.at(-1)]).toEqual(['rejected', 'rejected'])
  })
  it('is given by the platform whose client it is', () => {
    expect(resolveClient('python-3.8@debian-11')?.profile.id).toBe('python-3.8-debian')
    expect(resolveClient('python-3.8@mozilla-2020-01-01')?.profile.id).toBe('python-3.8')
    expect(resolveClient('python-3.8')?.profile.id).toBe('python-3.8')
    expect(resolveClient('python-3.11@debian-12')?.profile.id).toBe('python-3.11')
  })
})

import { describe, expect, it } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { diagnose, sealEvidence } from '../../src/diagnose.ts'
import { recordedSignatures, workshop, world } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import type { AnchorRule, ProgrammePolicy } from '../../src/model/programme.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import type { VerdictSummary } from '../../src/model/report.ts'
import { seconds } from '../../src/model/time.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderText } from '../../src/report/text.ts'
import { textOf } from '../../src/report/styled.ts'
import { addTrust, at, dstX3, entrustG2, fingerprint, isrgX1, userTrustRsa } from './support.ts'
import { day, evidenceOn, host, instant, leafUnder, type OnPlatform, timestamps } from './on-platform.ts'
import { plainHandshake } from '../support/handshake.ts'

const verify = recordedSignatures
const verdicts = (evidence: Evidence): readonly VerdictSummary[] => diagnose(evidence, { verify }).results.map((r) => r.verdict)
const kinds = (evidence: Evidence): readonly string[] => verdicts(evidence).map((v) => (v.kind === 'rejected' ? v.code : v.kind))

/** A target of Entrust Root G2, issued then, for one client shortly after. */
const entrust = (issued: string, asked: readonly OnPlatform[], more: Parameters<typeof leafUnder>[3] = []) =>
  evidenceOn(leafUnder(entrustG2, issued, 90 * day, more), entrustG2, asked, { clock: seconds(instant(issued) + day) })

describe('programme rules', () => {
  // Mozilla, dev-security-policy 2024-07-31: Entrust is distrusted for what is issued after 2024-11-30.
  const mozilla: OnPlatform = { client: 'rfc5280', tool: 'firefox', platform: 'mozilla-2025-06-01' }

  it('distrust-after of NSS binds whoever keeps it, from the day after on', () => {
    expect(kinds(entrust('2024-11-30T00:00:00Z', [mozilla]))).toEqual(['accepted'])
    const evidence = entrust('2024-12-01T00:00:01Z', [mozilla])
    expect(verdicts(evidence)).toMatchObject([{ kind: 'rejected', code: 'distrusted', at: 1, certificate: entrustG2 }])
  })

  it('it does not bind those who only read the store, nor the store of a day before it was decided', () => {
    expect(kinds(entrust('2024-12-01T00:00:01Z', [{ ...mozilla, tool: null }]))).toEqual(['accepted'])
    expect(kinds(entrust('2024-12-01T00:00:01Z', [{ ...mozilla, tool: 'java' }]))).toEqual(['accepted'])
    expect(kinds(entrust('2024-12-01T00:00:01Z', [{ ...mozilla, platform: 'mozilla-2024-06-01' }]))).toEqual(['accepted'])
  })

  // JDK-8339495, release note: the sentence, with the day and the name of the root.
  // gecko security/manager/ssl/tests/unit: a certificate from after the distrustAfter date. Chromium: map of CERT_STATUS_AUTHORITY_INVALID.
  it('Firefox and Chrome tell it in their own words', () => {
    const issued = '2026-06-01T00:00:00Z'
    const rule = at('chrome-2026-06-23').anchors.find(({ anchor, rules }) =>
      rules.some(
        (r) =>
          r.kind === 'sct-not-after' && r.after < instant(issued) && anchor.certificate().subjectPublicKeyInfo.key.kind === 'rsa',
      ),
    )
    if (rule === undefined) throw new Error('no root of the table has a constraint that is past')
    const { sha256 } = rule.anchor
    const says = ([verdict]: readonly VerdictSummary[]): string =>
      (verdict?.kind === 'rejected' ? verdict.says : verdict?.kind) ?? ''
    const chrome = evidenceOn(
      leafUnder(sha256, issued, 90 * day, [timestamps(instant(issued))]),
      sha256,
      [{ client: 'chrome', tool: 'chrome', platform: 'chrome-2026-06-23' }],
      { clock: seconds(instant(issued) + day) },
    )
    expect(says(verdicts(chrome))).toContain('ERR_CERT_AUTHORITY_INVALID')
    const firefox = entrust('2024-12-01T00:00:01Z', [{ ...mozilla, client: 'firefox' }])
    expect(says(verdicts(firefox))).toContain('MOZILLA_PKIX_ERROR_ISSUER_NO_LONGER_TRUSTED')
  })

  it("Java's policies come with the release, and in Java's own words", () => {
    const java = (platform: string): OnPlatform => ({ client: 'java-17', tool: 'java', platform })
    const evidence = entrust('2024-11-12T00:00:00Z', [java('openjdk-17.0.19'), java('openjdk-17.0.2')])
    const [is, was] = verdicts(evidence)
    expect(was?.kind).toBe('accepted')
    expect(is?.kind === 'rejected' ? is.says : '').toMatch(
      /TLS Server certificate issued after 2024-11-11 and anchored by a distrusted legacy Entrust root CA: CN=Entrust Root Certification Authority - G2, OU=/,
    )
  })

  describe('Chrome: trusted only if a log saw the target by then', () => {
    const chrome: OnPlatform = { client: 'rfc5280', tool: 'chrome', platform: 'chrome-2026-06-23' }
    const rule = at('chrome-2026-06-23').anchors.flatMap(({ anchor, rules }) =>
      anchor.certificate().subjectPublicKeyInfo.key.kind === 'rsa'
        ? rules.flatMap((r) =>
            r.kind === 'sct-not-after' && r.after < instant('2026-06-01T00:00:00Z')
              ? [{ sha256: anchor.sha256, after: r.after }]
              : [],
          )
        : [],
    )[0]

    it('the table has such a root', () => expect(rule).toBeDefined())

    const issued = '2026-06-01T00:00:00Z'
    const clock = seconds(instant(issued) + day)
    const judged = (more: Parameters<typeof leafUnder>[3], tls: typeof plainHandshake | null) => {
      if (rule === undefined) return []
      const leaf = leafUnder(rule.sha256, issued, 90 * day, more)
      return verdicts(evidenceOn(leaf, rule.sha256, [chrome], { clock, tls }))
    }

    it('is undetermined where no timestamp was looked for, and says so', () => {
      const [verdict] = judged([], null)
      expect(verdict?.kind).toBe('undetermined')
      expect(verdict?.kind === 'undetermined' ? verdict.missing.join() : '').toContain('signed certificate timestamps')
    })
    it('is distrusted where none came, or a late one', () => {
      expect(judged([], plainHandshake)).toMatchObject([{ kind: 'rejected', code: 'distrusted' }])
      expect(judged([timestamps(instant('2026-06-01T00:00:00Z'))], null)).toMatchObject([{ code: 'distrusted' }])
    })
    it('is trusted where one is early enough', () => {
      expect(judged([timestamps(rule?.after ?? seconds(0))], null)).toMatchObject([{ kind: 'accepted' }])
    })
  })

  // Support article HT211025: 398 days from 2020-09-01 on, under roots of the platform.
  it("Apple's and Chrome's limits of validity bind their own clients", () => {
    const asked = (tool: string, platform: string): OnPlatform => ({ client: 'rfc5280', tool, platform })
    const leaf = leafUnder(isrgX1, '2023-01-01T00:00:00Z', 399 * day, [timestamps(instant('2023-01-01T00:00:00Z'))])
    const evidence = evidenceOn(
      leaf,
      isrgX1,
      [asked('sectrust', 'apple-2023-06-01'), asked('chrome', 'chrome-2023-06-01'), asked('firefox', 'mozilla-2023-06-01')],
      { clock: instant('2023-06-01T00:00:00Z') },
    )
    expect(kinds(evidence)).toEqual(['validity-too-long', 'validity-too-long', 'accepted'])
  })

  // CA/Browser Forum Baseline Requirements 2.1.7 §6.3.2: 200 days from 2026-03-15, 100 from 2027-03-15, 47 from 2029-03-15, each day included.
  it.each([
    ['2026-03-14T23:59:59Z', 398],
    ['2026-03-15T00:00:00Z', 200],
    ['2027-03-14T23:59:59Z', 200],
    ['2027-03-15T00:00:00Z', 100],
    ['2029-03-14T23:59:59Z', 100],
    ['2029-03-15T00:00:00Z', 47],
  ])("Chrome's limit for what is issued at %s is %i days, Apple's stays at 398", (issued, days) => {
    const asked = (tool: string, platform: string): OnPlatform => ({ client: 'rfc5280', tool, platform })
    const judged = (lifetime: number) =>
      kinds(
        evidenceOn(
          leafUnder(isrgX1, issued, lifetime, [timestamps(instant(issued))]),
          isrgX1,
          [asked('chrome', 'chrome-2026-06-23'), asked('sectrust', 'apple-2025-12-01')],
          { clock: seconds(instant(issued) + day) },
        ),
      )
    expect(judged(days * day)).toEqual(['accepted', 'accepted'])
    expect(judged(days * day + 1)).toEqual(['validity-too-long', days === 398 ? 'validity-too-long' : 'accepted'])
  })

  describe('Apple: dates of issue', () => {
    const apple = (platform: string): OnPlatform => ({ client: 'rfc5280', tool: 'sectrust', platform })
    // Support article 121668: what was issued on 2024-11-15 or before goes on.
    const issued = '2024-11-10T00:00:00Z'
    const logged = (iso: string) => [timestamps(instant(iso))]

    it('under Entrust, the earliest timestamp counts', () => {
      const asked = [apple('apple-2025-12-01'), apple('macos-15'), apple('ios-18')]
      expect(kinds(entrust(issued, asked, logged('2024-11-15T23:59:59Z')))).toEqual(['accepted', 'accepted', 'accepted'])
      expect(kinds(entrust(issued, asked, logged('2024-11-16T00:00:00Z')))).toEqual(['distrusted', 'distrusted', 'distrusted'])
      const both = [timestamps(instant('2024-11-16T00:00:00Z'), instant('2024-11-15T00:00:00Z'))]
      expect(kinds(entrust(issued, asked, both))).toEqual(['accepted', 'accepted', 'accepted'])
    })

    it('it is told as Apple’s, binds nobody else, nor the store of a day before, and replays', () => {
      const late = '2024-11-20T00:00:00Z'
      const evidence = entrust(late, [apple('apple-2025-12-01')], logged(late))
      expect(verdicts(evidence)).toMatchObject([{ kind: 'rejected', code: 'distrusted', at: 1, certificate: entrustG2 }])
      const sealed = sealEvidence(evidence, { verify })
      expect(readCaseFile(writeCaseFile(sealed), 'case.json')).toEqual(sealed)
      expect(JSON.stringify(sealed.stores)).toContain('"policy":"apple"')
      expect(kinds(entrust(late, [apple('apple-2024-06-01')], logged(late)))).toEqual(['accepted'])
      expect(kinds(entrust(late, [{ ...apple('apple-2025-12-01'), tool: null }], logged(late)))).toEqual(['accepted'])
    })

    // Support article 103723: StartCom is blocked for a notBefore of 2016-12-01 00:00:00 UTC or later.
    it('under StartCom, the day of issue counts', () => {
      const startCom = fingerprint('c7ba6567de93a798ae1faa791e712d378fae1f93c4397fea441bb7cbe6fd5995')
      const judged = (iso: string, platform: string) =>
        kinds(evidenceOn(leafUnder(startCom, iso, 90 * day), startCom, [apple(platform)], { clock: seconds(instant(iso) + day) }))
      expect(judged('2016-11-30T23:59:59Z', 'apple-2017-06-01')).toEqual(['accepted'])
      expect(judged('2016-12-01T00:00:00Z', 'apple-2017-06-01')).toEqual(['distrusted'])
      expect(judged('2016-12-01T00:00:00Z', 'apple-2016-06-01')).toEqual(['accepted'])
    })
  })

  it("Microsoft's disabled roots: the timeline turns on the very day", () => {
    // Microsoft's list of 2023-12-13: TÜRKTRUST is disabled from 2021-08-01, and what it issued after 2019-08-01 is not trusted.
    const turkTrust = at('windows-2024-01-01').anchors.find(({ rules, anchor }) =>
      rules.some((r) => r.kind === 'disabled' && anchor.certificate().notAfter > instant('2023-01-01T00:00:00Z')),
    )?.anchor.sha256
    if (turkTrust === undefined) throw new Error('no root of the table is disabled within its validity')
    const from = instant('2021-08-01T00:00:00Z')
    const windows: OnPlatform = { client: 'schannel', tool: 'schannel', platform: 'windows-2024-01-01' }
    const leaf = leafUnder(turkTrust, '2019-07-01T00:00:00Z', 1000 * day)
    const evidence = evidenceOn(leaf, turkTrust, [windows], { clock: from })
    const [result] = diagnose(evidence, { verify }).results
    const turn = result?.timeline.find((segment) => segment.from === from)
    expect(turn).toMatchObject({ verdict: 'rejected', code: 'anchor-rejected' })
    expect(result?.timeline.find((segment) => segment.until === from)).toMatchObject({ verdict: 'accepted' })
  })
})

describe('a platform store', () => {
  const leaf = leafUnder(isrgX1, '2020-05-01T00:00:00Z', 90 * day)
  const clock = instant('2020-05-30T00:00:00Z')

  it('settles what Windows would fetch: a root of the list is accepted, another one is not trusted', () => {
    const windows: OnPlatform = { client: 'schannel', tool: 'schannel', platform: 'windows-2020-05-30' }
    expect(kinds(evidenceOn(leaf, isrgX1, [windows], { clock }))).toEqual(['accepted'])
    const evidence = evidenceOn(leaf, isrgX1, [windows], { clock })
    const without = evidence.stores.map((s) => ('anchors' in s ? { ...s, anchors: s.anchors.filter((a) => a !== isrgX1) } : s))
    expect(kinds({ ...evidence, stores: without })).toEqual(['issuer-not-found'])
    const lazily = evidence.clients.map(({ keeps: _keeps, ...rest }) => rest)
    expect(kinds({ ...evidence, stores: without, clients: lazily })).toEqual(['undetermined'])
  })

  it('is unknown before the first snapshot and for another release line: the verdict names what is missing', () => {
    const asked = (platform: string): OnPlatform => ({ client: 'java-8', tool: 'java', platform })
    const evidence = evidenceOn(leaf, isrgX1, [asked('oracle-8u51'), asked('debian-9')], { clock })
    for (const verdict of verdicts(evidence)) {
      expect(verdict.kind).toBe('undetermined')
      expect(verdict.kind === 'undetermined' ? verdict.missing.join() : '').toMatch(/^the store (oracle-8u51|debian-9): nothing/)
    }
  })

  it('tells its age in every form of the report', () => {
    const evidence = evidenceOn(leaf, isrgX1, [{ client: 'go-1.15', tool: null, platform: 'windows-2020-05-30' }], { clock })
    const report = diagnose(evidence, { verify })
    expect(report.assumptions).toContainEqual(
      expect.objectContaining({
        name: 'platform-store',
        params: expect.objectContaining({ store: 'windows-2020-05-30', fit: 'between', date: '2020-05-04', daysAway: '26' }),
      }),
    )
    const text = renderText(report, { width: 200 }).map(textOf).join('\n')
    expect(text).toContain('go-1.15 (store as of 2020-05-04, 26 days earlier, it may have changed since)')
  })

  it('sets what platforms make of a root side by side, where they differ', () => {
    const asked = (platform: string): OnPlatform => ({ client: 'rfc5280', tool: null, platform })
    const sides = entrust('2024-12-01T00:00:00Z', [asked('mozilla-2025-06-01'), asked('android-16'), asked('openjdk-17.0.2')])
    const finding = diagnose(sides, { verify }).findings.find((f) => f.code === 'RC406')
    expect(finding).toMatchObject({ about: [entrustG2], params: { limited: 'mozilla-2025-06-01 (2024-11-30)' } })
    expect(finding?.params['trusted']).toContain('openjdk-17.0.2')
    const alike = evidenceOn(leaf, isrgX1, [asked('mozilla-2025-06-01'), asked('mozilla-2025-05-01')], { clock })
    expect(diagnose(alike, { verify }).findings.map((f) => f.code)).not.toContain('RC406')
  })
})

describe('behind a path that a rule refuses', () => {
  const root: LabEntity = { subject: { CN: 'Two Roots' }, key: labKey('p-256', 'two roots') }
  const [from, until] = [instant('2020-01-01T00:00:00Z'), instant('2040-01-01T00:00:00Z')]
  const first = rootCertificate(root, { notBefore: from, notAfter: until })
  const second = rootCertificate(root, { notBefore: from, notAfter: seconds(until - day) })
  const target: LabEntity = { subject: { CN: host }, key: labKey('p-256', 'target') }
  const leaf = leafCertificate(root, target, { notBefore: instant('2026-01-01T00:00:00Z'), notAfter: until }, [{ dns: host }])
  const idOf = (der: Uint8Array): Sha256 => readCertificate(der).sha256
  const [leafId, firstId, secondId] = [idOf(leaf), idOf(first), idOf(second)] as const
  const disabled: AnchorRule = { kind: 'disabled', from: instant('2025-01-01T00:00:00Z'), source: '' }
  const evidence = (onRefusal: ProgrammePolicy['onRefusal'], ruledOut: readonly Sha256[]): Evidence => ({
    schema: 1,
    at: instant('2026-02-01T00:00:00Z'),
    clock: instant('2026-02-01T00:00:00Z'),
    target: { host, port: 443 },
    certs: Object.fromEntries([leaf, first, second].map((der) => [idOf(der), Buffer.from(der).toString('base64')])),
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain: [leafId], tls: null } }],
    stores: [
      {
        id: 'store',
        origin: '',
        anchors: [firstId, secondId],
        settings: Object.fromEntries(
          [firstId, secondId].map((id) => [id, { trusts: [], rejects: [], programme: ruledOut.includes(id) ? [disabled] : [] }]),
        ),
      },
    ],
    clients: [
      {
        id: 'rfc5280',
        store: 'store',
        why: '',
        asked: true,
        keeps: { limits: [], timestampsFrom: null, blocked: [], milestone: null, onRefusal, isWholeList: true },
      },
    ],
    options: { offline: true },
    signatures: [],
    contacted: [],
  })
  const judged = (onRefusal: ProgrammePolicy['onRefusal'], ruledOut: readonly Sha256[]) =>
    diagnose(evidence(onRefusal, ruledOut), { verify: nodeSignatureVerifier() }).results[0]?.verdict

  it('a client that stops tells it', () => {
    expect(judged('stops', [firstId])).toMatchObject({ kind: 'rejected', code: 'anchor-rejected', certificate: firstId })
  })
  it('a client that goes on finds another path, and where there is none tells the first refusal', () => {
    expect(judged('goes-on', [firstId])).toEqual({ kind: 'accepted', path: [leafId, secondId] })
    expect(judged('goes-on', [firstId, secondId])).toMatchObject({ kind: 'rejected', certificate: firstId })
  })
  it('a certificate that the platform blocks is refused wherever it stands', () => {
    const made = evidence('stops', [])
    const clients = made.clients.map((c) => (c.keeps === undefined ? c : { ...c, keeps: { ...c.keeps, blocked: [firstId] } }))
    const [result] = diagnose({ ...made, clients }, { verify: nodeSignatureVerifier() }).results
    expect(result?.verdict).toMatchObject({ kind: 'rejected', code: 'distrusted', certificate: firstId })
  })
})

describe('a case of platform stores', () => {
  const asked: readonly OnPlatform[] = [
    { client: 'java-17', tool: 'java', platform: 'openjdk-17.0.19' },
    { client: 'schannel', tool: 'schannel', platform: 'windows-2024-12-01' },
    { client: 'python-3.11', tool: null, platform: 'debian-12' },
    { client: 'rfc5280', tool: 'firefox', platform: 'mozilla-2025-06-01' },
  ]

  it('replays to the byte without the table, and holds only the anchors that a path could use', () => {
    const sealed = sealEvidence(entrust('2024-12-02T00:00:00Z', asked), { verify })
    const text = writeCaseFile(sealed)
    const read = readCaseFile(text, 'case.json')
    expect(read).toEqual(sealed)
    expect(Object.keys(read.anchors ?? {})).toEqual([entrustG2])
    const expected = renderJson(diagnose(sealed, { verify }))
    expect(renderJson(diagnose(read, { verify }))).toBe(expected)
    // A machine that can compute signatures gets the same: an anchor without octets has none to compute.
    const means = nodeSignatureVerifier()
    expect(
      renderJson(diagnose(readCaseFile(text, ''), { verify: (c, k) => (c.sha256 === entrustG2 ? means(c, k) : 'not-recorded') })),
    ).toBe(expected)
    expect(writeCaseFile(sealEvidence(read, { verify }))).toBe(text)
  })

  it('is refused where an anchor stands under the name of another', () => {
    const sealed = sealEvidence(entrust('2024-12-02T00:00:00Z', asked), { verify })
    const packed = sealed.anchors?.[entrustG2] ?? ''
    const altered = writeCaseFile({ ...sealed, anchors: { [addTrust]: packed } })
    expect(() => readCaseFile(altered, 'case.json')).toThrow('another anchor')
  })

  it('keeps certificates interned: what was observed wins over the table', () => {
    const evidence = entrust('2024-12-02T00:00:00Z', asked)
    const made = world(evidence, workshop(verify))
    const anchors = [...made.stores.values()].flatMap((s) => s.bySha256.get(entrustG2)?.certificate ?? [])
    expect(anchors.length).toBeGreaterThan(1)
    expect(new Set(anchors).size).toBe(1)
    // A certificate in `certs` under the same name: any octets do, for the reader takes the name as given.
    const leaf = Object.values(evidence.certs)[0] ?? ''
    const observed = world({ ...evidence, certs: { ...evidence.certs, [entrustG2]: leaf } }, workshop(verify))
    expect(observed.certificates.get(entrustG2)?.der.length).toBeGreaterThan(0)
  })

  it('says of two anchors of one name which key signed: a key that did not is no issuer', () => {
    // USERTrust RSA and DST X3 have other names and keys: neither made the other's signature.
    const evidence = evidenceOn(
      leafUnder(userTrustRsa, '2020-05-01T00:00:00Z', day),
      userTrustRsa,
      [{ client: 'rfc5280', tool: null, platform: 'mozilla-2020-05-30' }],
      { clock: instant('2020-05-01T12:00:00Z') },
    )
    const made = world(evidence, workshop(verify))
    const [chain] = made.chains
    if (chain === undefined) throw new Error('there is a chain')
    const own = made.certificates.get(userTrustRsa)
    const other = made.certificates.get(dstX3)
    if (own === undefined || other === undefined) throw new Error('both are in the store')
    expect(made.graph(chain).signed(own, own)).toBe('valid')
    expect(made.graph(chain).signed(own, other)).toBe('invalid')
    expect(host).toBe('host.example')
  })
})

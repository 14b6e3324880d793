import { describe, expect, test } from 'vitest'
import { diagnose, sealEvidence } from '../../src/diagnose.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate } from '../../src/lab/authority.ts'
import { implicit, oid, sequence } from '../../src/lab/der-writer.ts'
import { around, usualChain, withExtension } from '../../src/lab/shapes.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Report } from '../../src/model/report.ts'
import { CertificateNotes, evidenceOf, fixedNow, identity } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

// RFC 5280 §4.2.2.1: a client that fetches has the issuer as if it had been sent. So the chain with the issuer sent is what it is held to.

const verify = nodeSignatureVerifier()
const access = sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), implicit(6, new TextEncoder().encode('http://ca.example/ca.cer'))))
const extensions = withExtension({ oid: '1.3.6.1.5.5.7.1.1', critical: false, value: access })
const day = 86_400
const { root, leaf, entities } = usualChain('missing-intermediate', fixedNow, { leaf: { extensions } })
// It ends before the leaf does: a date that only the fetched certificate brings.
const intermediate = caCertificate(entities.root, entities.intermediate, around(fixedNow, -1, 7))
const fetching = ['chrome-156', 'schannel', 'sectrust-26', 'dotnet-8-openssl']
const others = ['python-3.13', 'go-1.24', 'firefox', 'gnutls-cli-3.8', 'java-17']
const caseOf = (sent: readonly Uint8Array[]): Evidence =>
  evidenceOf(
    { ...labFault('missing-intermediate'), chain: sent, anchors: [root] },
    [...fetching, ...others].map((id) => ({ id })),
  )
const lacking = caseOf([leaf])
const notes = new CertificateNotes()
notes.note(intermediate)
const fetched: Evidence = {
  ...lacking,
  certs: { ...lacking.certs, ...notes.certs },
  fetched: [{ sha256: identity(intermediate), from: 'http://ca.example/ca.cer', by: identity(leaf) }],
}
const of = ({ results }: Report, ids: readonly string[]) => results.filter((r) => ids.includes(r.askedAs))
const kinds = (report: Report, ids: readonly string[]) => of(report, ids).map((r) => r.verdict.kind)

describe('what was fetched', () => {
  const report = diagnose(fetched, { verify })
  const sent = diagnose(caseOf([leaf, intermediate]), { verify })
  const without = diagnose(lacking, { verify })

  test('is there for those that fetch, for all of time, as if it had been sent', () => {
    expect(new Set(kinds(without, fetching))).toEqual(new Set(['undetermined']))
    const [own, theirs] = [report, sent].map((r) => of(r, fetching).map(({ verdict }) => verdict))
    expect(own).toEqual(theirs)
    expect(new Set(kinds(report, fetching))).toEqual(new Set(['accepted']))
    for (const [i, { timeline }] of of(report, fetching).entries()) {
      const [before, whole] = [of(without, fetching)[i]?.timeline ?? [], of(sent, fetching)[i]?.timeline ?? []]
      // Where the verdict hung on what would be served, it is the one of the whole chain; elsewhere the one without it.
      const at = (segments: typeof timeline, t: number) =>
        segments.find((s) => (s.from ?? -Infinity) <= t && t < (s.until ?? Infinity))?.verdict
      const edges = [...timeline, ...before, ...whole].flatMap((s) => (s.from === null ? [] : [s.from - 1, s.from]))
      for (const t of edges)
        expect(at(timeline, t), `${fetching[i]} at ${t}`).toBe(at(before, t) === 'undetermined' ? at(whole, t) : at(before, t))
      // RFC 5280 §4.1.2.5: its last second counts; not for .NET, where OpenSSL compares.
      const last = fetching[i] === 'dotnet-8-openssl' ? 0 : 1
      expect(timeline.find((s) => s.verdict === 'accepted')?.until).toBe(fixedNow + 7 * day + last)
    }
  })

  test('is nothing to those that do not', () => {
    expect(of(report, others).map((r) => r.verdict)).toEqual(of(without, others).map((r) => r.verdict))
    expect(new Set(kinds(report, others))).toEqual(new Set(['rejected']))
  })

  test('is no unknown input any longer, and is told as the reason', () => {
    const codes = (r: Report) => r.findings.map((f) => f.code)
    expect(codes(without)).toContain('RC503')
    expect(codes(report)).not.toContain('RC503')
    expect(report.findings.find((f) => f.code === 'RC713')).toMatchObject({
      severity: 'warning',
      params: { accepts: fetching.join(', '), rejects: '' },
    })
  })

  test('is sealed: the case replays where nothing can be computed', () => {
    const sealed = sealEvidence(fetched, { verify })
    expect(Object.keys(sealed.certs).toSorted()).toEqual([leaf, intermediate, root].map(identity).toSorted())
    expect(diagnose(sealed, { verify: recordedSignatures })).toEqual(diagnose(sealed, { verify }))
  })

  test('changes nothing where nothing was missing: an issuer was sent, and it has expired', () => {
    const dead = caCertificate(entities.root, entities.intermediate, around(fixedNow, -30, -1))
    const own = caseOf([leaf, dead])
    const more: Evidence = { ...own, certs: { ...own.certs, ...notes.certs }, fetched: fetched.fetched ?? [] }
    const [plain = [], besides] = [own, more].map((e) => of(diagnose(e, { verify }), fetching).map((r) => r.verdict))
    // For the others something else is open; that is not what is asked here.
    const certain = plain.flatMap((verdict, i) => (verdict.kind === 'rejected' ? [i] : []))
    expect(certain.length).toBeGreaterThan(0)
    expect(certain.map((i) => besides?.[i])).toEqual(certain.map((i) => plain[i]))
  })

  test('for another chain is nothing to this one', () => {
    const elsewhere = { ...fetched, fetched: [{ sha256: identity(intermediate), from: 'http://x.example/', by: identity(root) }] }
    expect(new Set(kinds(diagnose(elsewhere, { verify }), fetching))).toEqual(new Set(['undetermined']))
  })
})

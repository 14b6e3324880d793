import { beforeAll, describe, expect, test } from 'vitest'
import { chainAuthorities } from '../../src/commands/chain-authorities.ts'
import { diagnose } from '../../src/diagnose.ts'
import { workshop, world } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { incidents } from '../../src/incidents/index.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { seconds } from '../../src/model/time.ts'
import { CertificateNotes, chainSend } from '../support/evidence.ts'
import { type CorpusCertificate, corpusCertificates, hasCorpora } from './corpora.ts'

/*
 * A programme removed a root, the machine followed, and the server sends what stands below it: the root is nowhere. Who issued what is
 * node:crypto's word.
 */

const removals = [
  'symantec-2018',
  'trustcor-2022',
  'entrust-2024',
  'mozilla-roots-2025',
  'mozilla-roots-2026',
  'mozilla-roots-2027',
]
/** More than any hand-made bundle has. */
const publicSize = 60

describe.skipIf(!hasCorpora)('a chain whose root nobody here holds (skipped where ../shared is absent)', () => {
  let all: readonly CorpusCertificate[] = []
  let roots: readonly CorpusCertificate[] = []
  const verify = nodeSignatureVerifier()
  beforeAll(() => {
    all = [...corpusCertificates().values()]
    roots = all.filter(({ x509 }) => x509.subject === x509.issuer)
  })

  /** An intermediate sent alone, before a public store that lacks all of its issuer's name. */
  async function seen(intermediate: CorpusCertificate, clock: number): Promise<Evidence> {
    const notes = new CertificateNotes()
    const others = roots.filter(({ x509 }) => x509.subject !== intermediate.x509.issuer).slice(0, publicSize)
    const evidence: Evidence = {
      schema: 1,
      at: seconds(clock),
      clock: seconds(clock),
      target: { host: '', port: 443 },
      certs: notes.certs,
      sends: [chainSend([notes.note(intermediate.x509.raw)])],
      stores: [{ id: 'bundle', origin: 'a bundle', anchors: others.map(({ x509 }) => notes.note(x509.raw)) }],
      clients: [{ id: 'openssl-verify-3.0', store: 'bundle', why: 'test', asked: true }],
      options: { offline: true },
      signatures: [],
      contacted: [],
    }
    return { ...evidence, authorities: await chainAuthorities(world(evidence, workshop(verify))) }
  }
  const found = (evidence: Evidence) => diagnose(evidence, { verify }).findings.filter((f) => f.code === 'RC701')

  test.each(removals)('%s', { timeout: 60_000 }, async (id) => {
    const incident = incidents.find((i) => i.id === id)
    if (incident === undefined) throw new Error(`there is no incident ${id}`)
    const failing = new Set(incident.facts.flatMap((f) => (f.part === 'fails' && f.role === 'root' ? [f.sha256 as string] : [])))
    const pairs = roots
      .filter(({ sha256 }) => failing.has(sha256))
      .flatMap((root) => {
        const below = all.find(
          (c) => c.x509.subject !== c.x509.issuer && c.x509.issuer === root.x509.subject && c.x509.verify(root.x509.publicKey),
        )
        return below === undefined ? [] : [{ root, below }]
      })
    expect(pairs.length).toBeGreaterThan(0)
    for (const { root, below } of pairs) {
      const evidence = await seen(below, incident.from + 86_400)
      const name = `${root.x509.subject} above ${below.x509.subject}`
      expect(evidence.authorities, name).toEqual([
        { top: below.sha256, isPublic: true, roots: expect.arrayContaining([root.sha256]) },
      ])
      for (const other of evidence.authorities?.[0]?.roots ?? [])
        expect(below.x509.verify((all.find((c) => c.sha256 === other) ?? below).x509.publicKey), name).toBe(true)
      expect(found(evidence), name).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ about: [below.sha256], params: expect.objectContaining({ incident: id }) }),
        ]),
      )
      // Not before it happened, and not where nobody knows whose it is.
      expect(found({ ...evidence, clock: seconds(incident.from - 1) }).map((f) => f.params['incident'])).not.toContain(id)
      expect(found({ ...evidence, authorities: [] }).map((f) => f.params['incident'])).not.toContain(id)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { weighedReport } from '../../src/commands/weighed-report.ts'
import { diagnose } from '../../src/diagnose.ts'
import { recordedSignatures, workshop } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate, leafCertificate, type LabEntity, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import type { Evidence, StoreEvidence } from '../../src/model/evidence.ts'
import type { Report } from '../../src/model/report.ts'
import { renderDiscord } from '../../src/report/discord.ts'
import { renderGithub } from '../../src/report/github.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { textOf } from '../../src/report/styled.ts'
import { type Detail, renderText } from '../../src/report/text.ts'
import { loadRoots } from '../../src/roots/load.ts'
import { packAnchor } from '../../src/x509/anchor-record.ts'
import { CertificateNotes, chainSend, fixedNow as now, identity } from '../support/evidence.ts'
import { machine } from '../support/machine.ts'
import { isrgX1 } from '../roots/support.ts'

/** DESIGN §7 in what `check` proposes: evidence alone makes a root authentic, and a refusal has no fingerprint. */
const id = 'what check proposes'
const [leaf, issuing] = [server(), authority(id, 'Issuing')]
const forged: LabEntity = {
  subject: { C: 'US', O: 'Internet Security Research Group', CN: 'ISRG Root X1' },
  key: labKey('p-256', `${id} forged`),
}
const company = authority(id, 'Company Root')

/** What stands above the server's certificate, and the root of that. */
function under(root: LabEntity) {
  const chain = [
    leafCertificate(issuing, leaf, around(now, -30, 60), loopbackNames),
    // Without an authority key identifier: which root it is, the signature says alone.
    caCertificate(root, issuing, around(now, -50, 700), { extensions: (usual) => usual.slice(1) }),
  ]
  return { chain, root: rootCertificate(root, around(now, -100, 3650)) }
}

interface Seen {
  readonly chain: readonly Uint8Array[]
  /** By the identifier of the store. The client asks the first one, and by comparison the others. */
  readonly stores: Readonly<Record<string, readonly Uint8Array[]>>
}

const another = rootCertificate(authority(id, 'Another'), around(now, -100, 3650))

function evidenceOf({ chain, stores }: Seen): Evidence {
  const notes = new CertificateNotes()
  const sent = chain.map((der) => notes.note(der))
  return {
    schema: 1,
    at: now,
    clock: now,
    platform: 'linux',
    target: { host: 'localhost', port: 443 },
    sends: [chainSend(sent)],
    stores: Object.entries(stores).map(
      ([store, anchors]): StoreEvidence => ({
        id: store,
        origin: `/etc/${store}`,
        anchors: anchors.map((der) => notes.note(der)),
      }),
    ),
    clients: Object.keys(stores).map((store) => ({ id: 'node-24', store, why: 'test', asked: true })),
    certs: notes.certs,
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

async function reported(evidence: Evidence, verify = nodeSignatureVerifier()): Promise<Report> {
  const shop = workshop(verify)
  return weighedReport(diagnose(evidence, { verify, shop }), evidence, shop, { host: machine({}), now })
}

const text = (report: Report, detail: Detail): string => renderText(report, { width: 80, detail }).map(textOf).join('\n')

/** Every form that a person reads. */
const forms = (report: Report): readonly string[] => [
  text(report, 'brief'),
  text(report, 'whole'),
  renderMarkdown(report),
  renderGithub(report),
  renderDiscord(report),
]

const leaks = (written: string, der: Uint8Array): boolean =>
  written
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase()
    .includes(identity(der).slice(0, 16))

describe('a root that lies in a store, and for which nothing speaks', () => {
  it.each(['mine.pem', 'node-extra', 'java'])(
    'of the name of a real one, in %s: neither it nor its store is proposed',
    async (store) => {
      const { chain, root } = under(forged)
      const report = await reported(evidenceOf({ chain, stores: { node: [another], [store]: [root] } }))
      expect(report.remedies).toEqual([])
      expect(report.withheld?.map((w) => [w.label, w.stores, w.verdict.kind])).toEqual([
        ['ISRG Root X1', [store], 'contradicted'],
      ])
      for (const form of forms(report)) {
        expect(leaks(form, root)).toBe(false)
        expect(form).toContain('bears the name of a known root, and another key')
        expect(form).not.toContain('instead of node')
      }
    },
  )

  it('sent by the server as well, it is at fault without its fingerprint', async () => {
    const { chain, root } = under(forged)
    const report = await reported(evidenceOf({ chain: [...chain, root], stores: { node: [another], mine: [root] } }))
    for (const form of forms(report)) expect(leaks(form, root)).toBe(false)
    expect(text(report, 'brief')).toContain('bears the name of a known root')
  })

  it('private, in a file that somebody named: told whose word it needs, and not proposed', async () => {
    const { chain, root } = under(company)
    const report = await reported(evidenceOf({ chain, stores: { node: [another], 'company.pem': [root] } }))
    expect(report.remedies).toEqual([])
    for (const form of forms(report)) {
      expect(leaks(form, root)).toBe(false)
      expect(form.replace(/\s+/g, ' ')).toContain('only whoever runs that authority can tell')
    }
    // Whose fault it is stays open.
    expect(renderDiscord(report)).toContain('Open')
  })
})

describe("what the administrator's store holds", () => {
  it('is followed, and its fingerprint is not what it is known by', async () => {
    const { chain, root } = under(company)
    const report = await reported(evidenceOf({ chain, stores: { node: [another], system: [root] } }))
    expect(report.withheld).toBeUndefined()
    expect(report.remedies.map((r) => r.rule)).toEqual(['other-store', 'add-anchor'])
    expect(text(report, 'brief')).toContain('add the root "Lab Company Root" to node, as system has it')
    expect(leaks(text(report, 'brief'), root)).toBe(false)
  })

  it.each(['/etc/ssl/certs/ca-certificates.crt', '/usr/lib/ssl/cert.pem + openssl-dir:/usr/lib/ssl/certs', 'p11-kit'])(
    'is followed under the name of the places that programs ask: %s',
    async (store) => {
      const { chain, root } = under(company)
      const evidence = evidenceOf({ chain, stores: { node: [another], [store]: [root] } })
      expect((await reported(evidence)).remedies.map((r) => r.rule)).toEqual(['other-store', 'add-anchor'])
      // On Windows that path is a file like any other.
      expect((await reported({ ...evidence, platform: 'win32' })).remedies).toEqual([])
    },
  )

  it.each(['/etc/ssl/certs/mine.pem', '/home/me/etc/ssl/cert.pem', '/etc/ssl/cert.pem + /home/me/more.pem'])(
    'is not, where a part of the store is some other file: %s',
    async (store) => {
      const { chain, root } = under(company)
      expect((await reported(evidenceOf({ chain, stores: { node: [another], [store]: [root] } }))).remedies).toEqual([])
    },
  )

  it('is not, where the name belongs to another key', async () => {
    const { chain, root } = under(forged)
    const report = await reported(evidenceOf({ chain, stores: { node: [another], system: [root] } }))
    expect([report.remedies, report.withheld?.length]).toEqual([[], 1])
  })

  it('is not, where variables decide which store that is', async () => {
    const { chain, root } = under(company)
    const evidence = evidenceOf({ chain, stores: { node: [another], system: [root] } })
    const stores = evidence.stores.map((s) => ({ ...s, origin: 'what OpenSSL reads here' }))
    expect((await reported({ ...evidence, stores })).remedies).toEqual([])
  })
})

describe('a root that programmes include', () => {
  it('is proposed, by its whole fingerprint', async () => {
    const table = await loadRoots()
    const place = table.placeOf(isrgX1)
    if (place === null) throw new Error('ISRG Root X1 is not in the table')
    // Its key cannot be used here: that it signed is a record of the evidence.
    const { chain } = under({ ...forged, key: labKey('rsa-2048', `${id} of its kind`) })
    const evidence = evidenceOf({ chain, stores: { node: [another], mine: [another] } })
    const child = identity(chain[1] ?? new Uint8Array())
    const report = await reported(
      {
        ...evidence,
        anchors: { [isrgX1]: packAnchor(table.record(place)) },
        stores: evidence.stores.map((s) => (s.id === 'mine' && 'anchors' in s ? { ...s, anchors: [isrgX1] } : s)),
        signatures: [
          { child, issuer: isrgX1, fact: 'valid' },
          { child: identity(chain[0] ?? new Uint8Array()), issuer: child, fact: 'valid' },
        ],
      },
      recordedSignatures,
    )
    expect(report.weighed?.[isrgX1]).toEqual({
      kind: 'authentic',
      by: 'programmes',
      programmes: ['mozilla', 'microsoft', 'apple', 'google'],
    })
    expect(report.remedies.map((r) => r.rule)).toContain('add-anchor')
    expect(text(report, 'brief').replace(/\s+/g, '')).toContain(`SHA-256${isrgX1}`)
  })
})

describe('a case of the demonstration', () => {
  const marked = (root: LabEntity): Promise<Report> => {
    const { chain, root: der } = under(root)
    return reported({ ...evidenceOf({ chain, stores: { node: [another], mine: [der] } }), lab: 'demo' })
  }

  it('proposes the root that stands for the one of the incident, and says what it is', async () => {
    const report = await marked(company)
    expect(report.remedies.map((r) => r.rule)).toContain('add-anchor')
    for (const detail of ['brief', 'whole'] as const) expect(text(report, detail).replace(/\s+/g, ' ')).toMatch(/install none/)
  })

  it('that claims to be one gets no root of a real name proposed', async () => {
    const report = await marked(forged)
    expect([report.remedies, report.withheld?.length]).toEqual([[], 1])
  })
})

it('an accepted chain is not weighed', async () => {
  const { chain, root } = under(company)
  const report = await reported(evidenceOf({ chain, stores: { node: [root] } }))
  expect([report.weighed, report.withheld]).toEqual([undefined, undefined])
})

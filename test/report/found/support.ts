import fc from 'fast-check'
import { createHash } from 'node:crypto'
import {
  type Authenticity,
  contradictionReasons,
  crossFaults,
  type EvidenceSheet,
  lackReasons,
  rootProgrammes,
  statementKinds,
} from '../../../src/model/authenticity.ts'
import type { FoundCandidate, FoundReport, NeededCertificate } from '../../../src/model/found.ts'
import type { Sha256 } from '../../../src/model/sha256.ts'
import { seconds } from '../../../src/model/time.ts'

export const at = seconds(Date.UTC(2026, 8, 1) / 1000)

/** The octets that stand for a certificate's, and their SHA-256. */
export const octetsOf = (name: string): Buffer => Buffer.from(`the octets of ${name}`.repeat(20))
export const shaOf = (name: string): Sha256 => createHash('sha256').update(octetsOf(name)).digest('hex') as Sha256
/** Its serial number, as long as they are. */
export const serialOf = (name: string): string => createHash('md5').update(name).digest('hex')

export const sheetOf = (name: string, verdict: Authenticity, more: Partial<EvidenceSheet> = {}): EvidenceSheet => ({
  candidate: shaOf(name),
  statements: [],
  includedBy: [],
  crossCertificates: [],
  sameKeyAs: [],
  contradictions: verdict.kind === 'contradicted' ? verdict.by : [],
  verdict,
  ...more,
})

export function neededOf(name: string, sheet: EvidenceSheet | null, more: Partial<NeededCertificate> = {}): NeededCertificate {
  return {
    as: sheet === null ? 'sent' : 'anchor',
    where: ['the store system'],
    isHeld: true,
    sheet,
    certificate: {
      sha256: shaOf(name),
      subject: `CN=${name}`,
      issuer: `CN=${name}`,
      label: name,
      notBefore: seconds(at - 86_400_000),
      notAfter: seconds(at + 86_400_000),
      serial: serialOf(name),
      key: 'RSA 2048',
      signature: 'sha256 with RSA',
      selfIssued: sheet !== null,
      ca: true,
      names: [],
      anomalies: [],
    },
    ...more,
  }
}

export const candidateOf = (...needed: readonly NeededCertificate[]): FoundCandidate => ({
  needed,
  proof: { cures: [{ client: 'curl-8.5-openssl', store: 'system' }], breaks: [], stillRejects: [] },
})

export const reportOf = (candidates: readonly FoundCandidate[], more: Partial<FoundReport> = {}): FoundReport => ({
  schema: 1,
  at,
  asked: 'example.org',
  target: { host: 'example.org', port: 443 },
  rejects: 2,
  candidates,
  publications: [],
  unusable: [],
  open: [],
  contacted: [],
  ...more,
})

const texts = fc.record({ note: fc.string(), programme: fc.constantFrom(...rootProgrammes), asOf: fc.constant(String(at)) })

const lacks = fc.record({ reason: fc.constantFrom(...lackReasons), params: texts })
const contradictions = fc.record({ reason: fc.constantFrom(...contradictionReasons), who: fc.string(), params: texts })

/** Sheets of a refused candidate of this name, that hold its fingerprint wherever a sheet can. */
export const refusedSheets = (name: string): fc.Arbitrary<EvidenceSheet> =>
  fc
    .record({
      verdict: fc.oneof(
        fc.array(lacks).map((l): Authenticity => ({ kind: 'insufficient', lacks: l })),
        fc.array(contradictions, { minLength: 1 }).map((by): Authenticity => ({ kind: 'contradicted', by })),
      ),
      statements: fc.array(
        fc.record({
          programme: fc.constantFrom(...rootProgrammes),
          says: fc.constantFrom(...statementKinds),
          since: fc.option(fc.constant(seconds(at - 90_000_000))),
          note: fc.oneof(fc.string(), fc.constant(`see ${shaOf(name)}`)),
          age: fc.integer({ min: -400, max: 4000 }),
          how: fc.constantFrom('built-in', 'tls', 'signed', 'vouched'),
        }),
      ),
      crosses: fc.array(fc.array(fc.constantFrom(...crossFaults))),
      sameKey: fc.boolean(),
    })
    .map(({ verdict, statements, crosses, sameKey }) =>
      sheetOf(name, verdict, {
        statements: statements.map(({ age, how, ...s }) => ({
          ...s,
          sha256: shaOf(name),
          publication: { id: 'list', title: 'a list', asOf: seconds(at - age * 86_400), how },
        })),
        crossCertificates: crosses.map((faults, i) => ({
          cross: i === 0 ? shaOf(name) : shaOf(`cross ${i}`),
          anchor: null,
          programmes: [],
          faults,
        })),
        sameKeyAs: sameKey ? [{ sha256: shaOf(name), store: 'system' }] : [],
      }),
    )

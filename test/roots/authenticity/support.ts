import { referenceJudge } from '../../../src/commands/reference-judge.ts'
import { productIn } from '../../../src/findings/facts/private-authority.ts'
import { nodeSignatureVerifier } from '../../../src/host/node-signature-verifier.ts'
import {
  caCertificate,
  crossCertificate,
  type Departure,
  type LabEntity,
  rootCertificate,
  type Validity,
} from '../../../src/lab/authority.ts'
import { labKey } from '../../../src/lab/key.ts'
import type { EvidenceSheet, RootProgramme, Statement, StatementKind } from '../../../src/model/authenticity.ts'
import type { Certificate } from '../../../src/model/certificate.ts'
import type { Sha256 } from '../../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../../src/model/time.ts'
import { authenticate } from '../../../src/roots/authenticity/authenticate.ts'
import { distrustedIn } from '../../../src/incidents/index.ts'
import { builtInStatements } from '../../../src/roots/authenticity/built-in-statements.ts'
import type { Knowledge, KnownStore } from '../../../src/roots/authenticity/knowledge.ts'
import { candidatePool } from '../../../src/roots/candidate-pool.ts'
import { rootTable, type RootTable } from '../../../src/roots/table.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'

export const day = 86_400
/** 2026-09-01T00:00:00Z. */
export const now: UnixSeconds = seconds(Date.UTC(2026, 8, 1) / 1000)
export const long: Validity = { notBefore: seconds(now - 2000 * day), notAfter: seconds(now + 2000 * day) }

export const entity = (name: string, kind: Parameters<typeof labKey>[0] = 'p-256', label = name): LabEntity => ({
  subject: { C: 'DE', O: 'Test', CN: name },
  key: labKey(kind, `authenticity ${label}`),
})

export const root = (who: LabEntity, departure: Departure = {}, validity: Validity = long): Certificate =>
  readCertificate(rootCertificate(who, validity, departure))
export const cross = (issuer: LabEntity, who: LabEntity, departure: Departure = {}, validity: Validity = long): Certificate =>
  readCertificate(crossCertificate(issuer, who, validity, departure))
export const intermediate = (issuer: LabEntity, who: LabEntity, departure: Departure = {}, validity: Validity = long) =>
  readCertificate(caCertificate(issuer, who, validity, departure))

/** A statement of a publication that is this many days old. */
export function says(
  { sha256 }: Pick<Certificate, 'sha256'>,
  programme: RootProgramme,
  kind: StatementKind = 'included',
  age = 10,
  publication = `list-of-${programme}`,
): Statement {
  return {
    sha256,
    programme,
    says: kind,
    since: null,
    note: '',
    publication: { id: publication, title: `the list of ${programme}`, asOf: seconds(now - age * day), how: 'tls' },
  }
}

/** Two programmes that include it. */
export const vouched = (certificate: Certificate): readonly Statement[] => [
  says(certificate, 'mozilla'),
  says(certificate, 'microsoft'),
]

export const emptyTable: RootTable = rootTable({
  fragments: [],
  anchors: [],
  strangers: [],
  signatures: [],
  stores: [],
  microsoft: [],
  chrome: [],
})

/** What a test knows; everything else is nothing. */
export interface Known {
  readonly statements?: readonly Statement[]
  /** Certificates that lie somewhere. */
  readonly pool?: readonly Certificate[]
  readonly stores?: readonly Partial<KnownStore>[]
  readonly revoked?: readonly Certificate[]
  readonly own?: string
  readonly table?: RootTable
  readonly publications?: Knowledge['publications']
  readonly at?: UnixSeconds
}

const verify = nodeSignatureVerifier()

export function knowing(known: Known): Knowledge {
  const { statements = [], pool = [], stores = [], revoked = [], own = null, table = emptyTable, at = now } = known
  const builtIn = builtInStatements(table)
  return {
    now: at,
    statements: (sha256: Sha256) => [...builtIn(sha256), ...statements.filter((s) => s.sha256 === sha256)],
    publications: known.publications ?? [],
    table,
    pool: candidatePool([{ where: 'a test', certificates: pool, isHeld: true }]),
    stores: stores.map((s) => ({ id: 'system', anchors: [], rejected: new Set<Sha256>(), kept: 'other', ...s })),
    revoked: new Set(revoked.map((c) => c.sha256)),
    accepts: referenceJudge(verify),
    signed: (child, issuer) => verify(child, issuer.subjectPublicKeyInfo),
    distrustedIn,
    interceptor: productIn,
    ownFingerprint: own,
  }
}

export const weigh = (candidate: Certificate, known: Known): EvidenceSheet => authenticate(candidate, knowing(known))

/** `authentic by programmes`, `contradicted: blocked`, `insufficient: no-programme, no-cross-certificate`. */
export function outcome({ verdict }: EvidenceSheet): string {
  switch (verdict.kind) {
    case 'authentic':
      return `authentic by ${verdict.by}`
    case 'propagation':
      return `propagation of ${verdict.store}`
    case 'insufficient':
      return `insufficient: ${verdict.lacks.map((l) => l.reason).join(', ')}`
    case 'contradicted':
      return `contradicted: ${verdict.by.map((c) => c.reason).join(', ')}`
  }
}

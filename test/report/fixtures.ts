import type { SendOutcome } from '../../src/model/evidence.ts'
import type { FailureCode } from '../../src/model/failure.ts'
import type {
  CertificateSummary,
  ChainReport,
  ClientResult,
  PathTreeNode,
  Report,
  StoreReport,
  TimelineSegment,
  VerdictSummary,
} from '../../src/model/report.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'

// Reports written by hand, as a diagnosis would make them. Facts of the AddTrust case are those of the real certificates.

export const at = (iso: string): UnixSeconds => seconds(Date.parse(iso) / 1000)

/** A fingerprint for a certificate that exists only here: 64 digits, told apart by their beginning. */
export const madeUp = (n: number): Sha256 => sha256(`${n.toString(16).padStart(8, '0')}${'5eed'.repeat(14)}`)

export const sha256 = (hex: string): Sha256 => hex as Sha256

export function certificate(
  given: Partial<CertificateSummary> & Pick<CertificateSummary, 'sha256' | 'label'>,
): CertificateSummary {
  return {
    subject: `CN=${given.label}`,
    issuer: `CN=${given.label}`,
    notBefore: at('2020-01-01T00:00:00Z'),
    notAfter: at('2030-01-01T00:00:00Z'),
    serial: '01',
    key: 'RSA 2048',
    signature: 'sha256 with RSA',
    selfIssued: false,
    ca: true,
    names: [],
    anomalies: [],
    ...given,
  }
}

export const byFingerprint = (list: readonly CertificateSummary[]): Report['certificates'] =>
  Object.fromEntries(list.map((c) => [c.sha256, c]))

export const node = (given: Partial<PathTreeNode> & Pick<PathTreeNode, 'certificate'>): PathTreeNode => ({
  sentAt: [],
  stores: [],
  issuers: [],
  namesakes: [],
  ...given,
})

const emptyTimeline: readonly TimelineSegment[] = []

export function result(given: Partial<ClientResult> & Pick<ClientResult, 'client' | 'verdict'>): ClientResult {
  return {
    askedAs: given.client,
    title: given.client,
    known: 'observed',
    store: 'linux-bundle',
    why: '',
    asked: true,
    chain: 'chain 1',
    timeline: emptyTimeline,
    ...given,
  }
}

export const rejected = (
  code: FailureCode,
  certificateAt: readonly [number, Sha256] | null,
  says: string,
  path: readonly Sha256[],
): VerdictSummary => {
  const [position, certificateId] = certificateAt ?? [null, null]
  return {
    kind: 'rejected',
    code,
    at: position,
    certificate: certificateId,
    says,
    path,
    trace: [{ code, at: position, certificate: certificateId }],
  }
}

/** Segments between instants: `[verdict, until, why]`, the last one without an end. */
export function timeline(
  ...segments: readonly (readonly [TimelineSegment['verdict'], string | null, (readonly [FailureCode, Sha256 | null])?])[]
): readonly TimelineSegment[] {
  let from: UnixSeconds | null = null
  return segments.map(([verdict, until, why]) => {
    const segment: TimelineSegment = {
      from,
      until: until === null ? null : at(until),
      verdict,
      code: why?.[0] ?? null,
      certificate: why?.[1] ?? null,
      path: [],
    }
    from = segment.until
    return segment
  })
}

export const sent = (
  outcome: SendOutcome,
  hello: Report['sends'][number]['hello'] = 'tls1.3',
  address = '192.0.2.7',
): Report['sends'][number] => ({
  hello,
  address,
  try: 1,
  outcome,
})

export const chainOf = (...certificates: readonly Sha256[]): ChainReport => ({
  id: 'chain 1',
  certificates,
  seen: [{ hello: 'tls1.3', address: '192.0.2.7', try: 1 }],
})

export const store = (id: string, origin: string, size: number): StoreReport => ({ id, origin, size, unreadable: null })

/** A report about nothing yet: one target, seen and judged at the same instant. */
export const blank: Report = {
  schema: 1,
  target: { host: 'api.example', port: 443 },
  observedAt: at('2026-11-22T03:50:00Z'),
  clock: at('2026-11-22T03:50:00Z'),
  certificates: {},
  chains: [],
  sends: [],
  stores: [],
  results: [],
  trees: [],
  findings: [],
  separations: [],
  remedies: [],
  assumptions: [{ name: 'revocation-not-checked', params: {} }],
  contacted: [],
  options: { offline: false },
}

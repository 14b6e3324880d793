import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'

/** A line of the log of a verification: what was found, and the certificate that it is told of, which need not be the one at fault. */
export interface NssLogEntry {
  readonly failure: Failure
  readonly depth: number
  readonly certificate: Certificate
}

/** The log as data for the words (param `log`): JSON, names most specific first. */
export const nssLog = (entries: readonly NssLogEntry[]): string => JSON.stringify(entries.map(logged))

const logged = ({ failure, depth, certificate }: NssLogEntry) => ({
  at: depth,
  code: failure.code,
  detail: failure.params?.['detail'] ?? '',
  subject: namesOf(certificate.subject),
  issuer: namesOf(certificate.issuer),
})

const namesOf = ({ rdns }: Certificate['subject']) =>
  rdns.toReversed().flatMap((rdn) => rdn.map(({ type, value }) => [type, value]))

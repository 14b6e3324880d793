import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import { byCertificate } from './by-certificate.ts'

/** A line of the log of a verification: what was found, and the certificate that it is told of, which need not be the one at fault. */
export interface NssLogEntry {
  readonly failure: Failure
  readonly depth: number
  readonly certificate: Certificate
}

/** Writes the log as data for the words (param `log`): JSON, names most specific first. Names are written once for each certificate. */
export function keptLog(): (entries: readonly NssLogEntry[]) => string {
  const names = byCertificate(({ subject, issuer }) => ({
    text: `"subject":${JSON.stringify(namesOf(subject))},"issuer":${JSON.stringify(namesOf(issuer))}`,
  }))
  const line = ({ failure, depth, certificate }: NssLogEntry): string =>
    `{"at":${depth},"code":"${failure.code}","detail":${JSON.stringify(failure.params?.['detail'] ?? '')},${names(certificate).text}}`
  return (entries) => `[${entries.map(line).join()}]`
}

const namesOf = ({ rdns }: Certificate['subject']) =>
  rdns.toReversed().flatMap((rdn) => rdn.map(({ type, value }) => [type, value]))

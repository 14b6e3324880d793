import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Name } from '../../model/name.ts'
import { nssMailAttributes } from '../checks/nss-name-constraints.ts'

/** A line of the log of a verification: what was found, and the certificate that it is told of, which need not be the one at fault. */
export interface NssLogEntry {
  readonly failure: Failure
  readonly depth: number
  readonly certificate: Certificate
}

/** The log as data for the words (param `log`): JSON, names most specific first; `mail` is what a certificate is called by if it has one. */
export function nssLog(entries: readonly NssLogEntry[]): string {
  // Put together piece by piece: the engine copies nothing before somebody reads it, and nobody does for most instants.
  let log = ''
  for (const entry of entries) log += log === '' ? line(entry) : `,${line(entry)}`
  return `[${log}]`
}

function line({ failure, depth, certificate }: NssLogEntry): string {
  const detail = failure.params?.['detail'] ?? ''
  const text = detail === '' ? '""' : JSON.stringify(detail)
  const names = `"mail":${JSON.stringify(mailOf(certificate))},"subject":${written(certificate.subject)},"issuer":${written(certificate.issuer)}`
  return `{"at":${depth},"code":"${failure.code}","detail":${text},${names}}`
}

/** cert_GetCertificateEmailAddresses (lib/certdb/alg1485.c), the first: out of the subject, else of the alternative names. Empty: none. */
function mailOf({ subject, subjectAltName }: Certificate): string {
  const inName = ({ rdns }: Name): readonly string[] =>
    nssMailAttributes.flatMap((type) => rdns.flat().find((a) => a.type === type)?.value ?? [])
  const inNames = (subjectAltName?.names ?? []).flatMap((name) =>
    name.kind === 'email' ? [name.value] : name.kind === 'directory' ? inName(name.value) : [],
  )
  return [...inName(subject), ...inNames].find((mail) => mail !== '') ?? ''
}

/** Each name is written once: it comes again at every instant. */
const texts = new WeakMap<Name, string>()

function written(name: Name): string {
  let text = texts.get(name)
  if (text === undefined) {
    text = JSON.stringify(name.rdns.toReversed().flatMap((rdn) => rdn.map(({ type, value }) => [type, value])))
    texts.set(name, text)
  }
  return text
}

import type { FailureCode } from '../model/failure.ts'
import { type NssError, nssErrors, nssIssuerExpired } from './nss-errors.ts'

/** One entry of a verification log, as the search hands it over. Names hold attributes, most specific first. */
interface LogEntry {
  readonly at: number
  readonly code: FailureCode
  readonly detail: string
  /** The first mailbox; empty: none. */
  readonly mail: string
  readonly subject: readonly (readonly [string, string])[]
  readonly issuer: readonly (readonly [string, string])[]
}

/** SECU_displayVerifyLog (cmd/lib/secutil.c): a heading for each certificate, then its errors. Empty for a text that is no log. */
export function nssLogText(log: string): string {
  const lines: string[] = []
  let place: number | null = null
  for (const entry of entriesOf(log)) {
    if (entry.at !== place) lines.push(`CERT ${entry.at}. ${calledBy(entry)} ${entry.at === 0 ? '' : '[Certificate Authority]'}:`)
    place = entry.at
    const error =
      leftOver[entry.detail] ?? (entry.detail === 'issuer' && isOfDates(entry.code) ? nssIssuerExpired : nssErrors[entry.code])
    if (error === undefined) continue
    lines.push(`  ERROR ${error.number}: ${error.sentence}`)
    const more = moreOf(entry, error.number)
    if (more !== '') lines.push(`    ${more}`)
  }
  return lines.join('\n')
}

/**
 * libpkix tells an issuer that has another key identifier, or whose constraints the target's names do not meet, by whatever error was set
 * last (PKIX_ERRORENTRY with the number 0, lib/libpkix/include/pkix_errorstrings.h; the errors observed on 3.87).
 */
const leftOver: Readonly<Record<string, NssError | undefined>> = {
  'left-absent': { symbol: 'SEC_ERROR_EXTENSION_NOT_FOUND', number: -8157, sentence: 'Certificate extension not found.' },
  'left-arguments': { symbol: 'SEC_ERROR_INVALID_ARGS', number: -8187, sentence: 'security library: invalid arguments.' },
  'left-dates': nssErrors.expired,
  'left-unread': nssErrors['extension-invalid'],
}

const isOfDates = (code: FailureCode): boolean => code === 'expired' || code === 'not-yet-valid'

/** What stands below an error: the use that was asked for, or the issuer. */
function moreOf({ code, detail, issuer }: LogEntry, number: number): string {
  if (detail === 'unnamed') return '[unknown usage].'
  if (code === 'key-usage-cert-sign') return 'Cert cannot sign other certs.'
  if (code === 'key-usage-target') return '[unknown usage].'
  if (code === 'purpose-target') return 'Cert cannot be used for SSL.'
  return number === -8179 || number === -8172 || number === -8162 ? nameOf(issuer) : ''
}

function entriesOf(log: string): readonly LogEntry[] {
  try {
    // Written by the search that failed, and read nowhere else.
    return JSON.parse(log) as readonly LogEntry[]
  } catch {
    return []
  }
}

/** CERT_NameToAscii (lib/certdb/alg1485.c): the keywords that it knows, joined without a space. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'givenName',
  '2.5.4.46': 'dnQualifier',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
  '1.2.840.113549.1.9.1': 'E',
}

const nameOf = (attributes: LogEntry['subject']): string =>
  attributes.map(([type, value]) => `${keywords[type] ?? `OID.${type}`}=${quoted(value)}`).join(',')

const quoted = (value: string): string =>
  escaped(/[,+"\\<>;=]|^[\s#]|\s$/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value)

/** NEEDS_HEX_ESCAPE: a control character by its number. */
const escaped = (value: string): string =>
  // oxlint-disable-next-line no-control-regex
  value.replace(/[\u0000-\u001f]/g, (c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** bestCertName (cmd/lib/secutil.c); a nickname, which comes before both, stands in a database alone. */
const calledBy = ({ mail, subject }: LogEntry): string => (mail === '' ? nameOf(subject) : escaped(mail).toLowerCase())

import type { Report } from '../model/report.ts'

/**
 * Keys in the order in which they are written, as `model/report.ts` has them; what is not listed (fingerprints, params)
 * follows in the order of its code units. One list serves all types, for no two of them want the same keys in other orders.
 */
const keyOrder: readonly string[] = (
  'schema kind rule owner name target observedAt clock ' + // what a thing is
  'id sha256 subject issuer label notBefore notAfter serial key signature selfIssued ca names anomalies ' + // CertificateSummary
  'works fails facts deltas trusts proof cures breaks stillRejects ' + // Separation, Remedy
  'host port starttls source hello address try servername outcome failure ' + // Target, Send
  'client program askedAs title known from until to store cert origin size unreadable why programs asked ' + // StoreReport, ClientResult, Delta
  'chain root sentAt tls version cipher alpn ocsp scts clientCertificateRequested ' +
  'verdict timeline code severity about by detail warnings possession ' +
  'at certificate says path trace missing agreement offBy observed clients params ' + // VerdictSummary, Observation, TimelineSegment, Finding
  'certificates chains seen sends stores results trees issuers namesakes findings separations remedies withheld weighed ' + // Report
  'assumptions contacted options offline'
).split(' ')

const rank = new Map(keyOrder.map((key, i) => [key, i]))

/**
 * A report as JSON: the same octets for the same report, whatever order its keys were made in. Infinities are `null` in a
 * report already. Characters that could steer a terminal are written as `\u` escapes, so the text is safe to print.
 */
export const renderJson = (report: Report): string => jsonText(report)

/** Any value of ours as JSON, in the same way. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(ordered(value), null, 2).replace(unsafe, escaped)}\n`
}

/** A value as one line of JSON, as safe to print; its members in the order in which they are. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value).replace(unsafe, escaped)}\n`

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => compareKeys(a, b))
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]))
}

function compareKeys(a: string, b: string): number {
  const difference = (rank.get(a) ?? keyOrder.length) - (rank.get(b) ?? keyOrder.length)
  return difference || (a < b ? -1 : a > b ? 1 : 0)
}

// JSON.stringify escapes C0 and lone surrogates; these it leaves. Only strings can hold them.
const unsafe = /[\u{7f}-\u{9f}]|[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')

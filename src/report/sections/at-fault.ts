import type { Finding } from '../../model/finding.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { type Complaint, complaintsOf } from '../complaints.ts'
import { failurePhrase, nameList } from '../failure-phrase.ts'
import type { Section } from '../section.ts'
import { findingText, placeOf } from '../finding-text.ts'
import { bad, code, dim, hanging, indented, joined, type Line, name, phrase, plain, type Span, warn } from '../styled.ts'
import { instant, validity, type View } from '../view.ts'
import { failureTag } from '../words/failures.ts'
import { roleTags } from '../words/terms.ts'
import { refusalText } from './withheld.ts'

/** A certificate that rejecting clients name, and what they say of it. */
export interface AtFault {
  readonly certificate: Sha256
  readonly complaints: readonly Complaint[]
}

/** The certificates that rejecting clients name, the one that most of them name first. */
export function certificatesAtFault(view: View): readonly AtFault[] {
  const found = new Map<Sha256, Complaint[]>()
  for (const complaint of complaintsOf(view.seats)) {
    if (complaint.certificate === null) continue
    found.set(complaint.certificate, [...(found.get(complaint.certificate) ?? []), complaint])
  }
  return [...found].map(([certificate, complaints]) => ({ certificate, complaints }))
}

/** The certificates at fault: what they are, what is wrong, their dates and full fingerprints. */
export function atFaultSection(view: View): Section {
  const all = certificatesAtFault(view)
  return {
    title: all.length > 1 ? 'Certificates at fault' : 'Certificate at fault',
    note: '',
    lines: all.flatMap(({ certificate, complaints }) => certificateLines(view, certificate, complaints)),
  }
}

function certificateLines(view: View, sha256: Sha256, complaints: readonly Complaint[]): readonly Line[] {
  const { names } = view
  const long = complaints.filter((c) => failureTag(c.code, names.role(sha256)) === undefined)
  const findings = view.report.findings.filter((f) => f.about[0] === sha256 && placeOf(view, f) === 'at-fault')
  const means = findings.map((f) => findingText(view, f).means).filter((m) => m.length > 0)
  return [
    hanging('    ', joined('  ', faultHead(view, sha256, complaints, findings))),
    ...long.map((c) => hanging('    ', phrase`    ${failurePhrase(view, c, 'this certificate')}`)),
    ...details(view, sha256),
    ...fingerprintLines(view, sha256).map((line) => hanging('    ', indented(4, line))),
    ...means.map((m) => hanging('    ', indented(4, m))),
  ]
}

/** The SHA-256; of what the evidence refuses a part of it, and why: who could copy it from here would give it back as vouched for. */
export function fingerprintLines(view: View, sha256: Sha256): readonly Line[] {
  const refusal = view.refusal(sha256)
  if (refusal === null) return [phrase`SHA-256 ${view.fingerprint(sha256)}`]
  return [phrase`SHA-256 ${view.fingerprint(sha256)} ${dim('(not shown whole)')}`, refusalText(refusal)]
}

/** `localhost, the server's certificate: expired (RC101)`. */
export function faultHead(
  { names }: View,
  sha256: Sha256,
  complaints: readonly Complaint[],
  findings: readonly Finding[],
): readonly Span[] {
  const role = names.role(sha256)
  const tags = [...new Set(complaints.flatMap((c) => failureTag(c.code, role) ?? []))]
  const what = tags.length === 0 ? '' : joined(': ', bad(tags.join(', ')))
  const codes = findings.length === 0 ? '' : dim(` (${[...new Set(findings.map((f) => f.code))].join(', ')})`)
  return phrase`${name(names.label(sha256))}${roleTags[role] === '' ? '' : `, ${roleTags[role]}`}${what}${codes}`
}

function details(view: View, sha256: Sha256): readonly Line[] {
  const summary = view.names.summary(sha256)
  if (summary === null || summary.anomalies.includes('unreadable')) return []
  const isTarget = view.names.role(sha256) === 'target'
  return [
    ...(summary.selfIssued ? [] : [hanging('      ', phrase`    signed by ${name(view.names.issuer(sha256))}`)]),
    ...(isTarget && summary.names.length > 0 ? [hanging('      ', phrase`    is for ${nameList(summary.names)}`)] : []),
    hanging('    ', joined('    ', period(view, sha256))),
  ]
}

/** From when to when a certificate is valid, and how it stands at the clock. Empty where that cannot be read. */
export function period(view: View, sha256: Sha256): readonly Span[] {
  const summary = view.names.summary(sha256)
  if (summary === null || summary.anomalies.includes('unreadable')) return []
  const { notBefore, notAfter } = summary
  const state = validity(view, sha256)
  const remark =
    state === 'expired' && notAfter !== null
      ? bad(`, ended ${view.distance(notAfter)}`)
      : state === 'not-yet-valid' && notBefore !== null
        ? bad(`, begins ${view.distance(notBefore)}`)
        : notAfter === view.report.clock
          ? warn(', its last second')
          : plain('')
  return phrase`${code(instant(notBefore, 'always'))} to ${code(instant(notAfter, 'never'))}${remark}`
}

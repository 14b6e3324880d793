import type { Sha256 } from '../../model/sha256.ts'
import { type Complaint, complaintsOf } from '../complaints.ts'
import { failurePhrase, nameList } from '../failure-phrase.ts'
import type { Section } from '../section.ts'
import { findingText, placeOf } from '../finding-text.ts'
import { bad, code, dim, hanging, indented, joined, type Line, name, phrase, plain, warn } from '../styled.ts'
import { instant, validity, type View } from '../view.ts'
import { failureTag } from '../words/failures.ts'
import { roleTags } from '../words/terms.ts'

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
  const tagOf = ({ code }: Complaint): string | undefined => failureTag(code, names.role(sha256))
  const tags = [...new Set(complaints.flatMap((c) => tagOf(c) ?? []))]
  const long = complaints.filter((c) => tagOf(c) === undefined)
  const findings = view.report.findings.filter((f) => f.about[0] === sha256 && placeOf(view, f) === 'at-fault')
  const what = tags.length === 0 ? '' : joined(': ', bad(tags.join(', ')))
  const codes = findings.length === 0 ? '' : dim(` (${[...new Set(findings.map((f) => f.code))].join(', ')})`)
  const role = roleTags[names.role(sha256)]
  const means = findings.map((f) => findingText(view, f).means).filter((m) => m.length > 0)
  return [
    hanging('    ', phrase`  ${name(names.label(sha256))}${role === '' ? '' : `, ${role}`}${what}${codes}`),
    ...long.map((c) => hanging('    ', phrase`    ${failurePhrase(view, c.code, c.certificate, 'this certificate')}`)),
    ...details(view, sha256),
    hanging('    ', phrase`    SHA-256 ${view.fingerprint(sha256)}`),
    ...means.map((m) => hanging('    ', indented(4, m))),
  ]
}

function details(view: View, sha256: Sha256): readonly Line[] {
  const summary = view.names.summary(sha256)
  if (summary === null) return []
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
  if (summary.anomalies.includes('unreadable')) return []
  const isTarget = view.names.role(sha256) === 'target'
  return [
    ...(summary.selfIssued ? [] : [hanging('      ', phrase`    signed by ${name(view.names.issuer(sha256))}`)]),
    ...(isTarget && summary.names.length > 0 ? [hanging('      ', phrase`    is for ${nameList(summary.names)}`)] : []),
    hanging('    ', phrase`    ${code(instant(notBefore, 'always'))} to ${code(instant(notAfter, 'never'))}${remark}`),
  ]
}

import type { Finding } from '../../model/finding.ts'
import { commonCause } from '../common-cause.ts'
import { complaintsOf } from '../complaints.ts'
import { failurePhrase } from '../failure-phrase.ts'
import { findingText, placeOf } from '../finding-text.ts'
import type { Section } from '../section.ts'
import { type AtFault, certificatesAtFault, faultHead, fingerprintLines, period } from '../sections/at-fault.ts'
import { hanging, indented, joined, type Line, strong, textOf } from '../styled.ts'
import type { View } from '../view.ts'
import { failureTag } from '../words/failures.ts'
import { nothing } from './run-in.ts'

/** Certificates at fault that are described; of more it is told how many they are. */
const mostShown = 2

/** Findings that say of the certificate at fault what the verdict says in its first sentence: what they mean is told with it. */
const restated = ['RC201', 'RC206', 'RC207', 'RC302', 'RC308', 'RC311', 'RC314', 'RC315', 'RC316', 'RC318', 'RC401']

/** The certificates at fault that are described. */
const shown = (view: View): readonly AtFault[] => named(view).slice(0, mostShown)

/** Whether a finding is told with the certificate at fault. */
export const isToldAtFault = (view: View, finding: Finding): boolean => shown(view).some((c) => isToldWith(view, finding, c))

/** Whether a finding is told with this certificate: what the verdict gives as its cause, with each that it is about. */
function isToldWith(view: View, finding: Finding, { certificate }: AtFault): boolean {
  if (finding === commonCause(view)) return finding.about.includes(certificate)
  const isRestated = placeOf(view, finding) === 'at-fault' || (finding.severity !== 'notice' && restated.includes(finding.code))
  return finding.about[0] === certificate && isRestated
}

/** Those at fault, but for one of which clients say no more than that no path leads on from it, where others say of another why. */
function named(view: View): readonly AtFault[] {
  const all = certificatesAtFault(view)
  const telling = all.filter(({ complaints }) => complaints.some((c) => c.code !== 'path-not-found'))
  return telling.length === 0 ? all : telling
}

/** The certificates at fault with dates, full fingerprints, and what to make of it. */
export function briefAtFault(view: View): Section {
  const all = named(view)
  const described = shown(view)
  if (described.length === 0) return nothing()
  const more = all.length - described.length
  const told = new Set<string>()
  const entries = described.map((c) => faultLines(view, c, told))
  const leftOut = [...(more === 0 ? [] : [`${more} more at fault`]), 'certificate details']
  const [head, ...below] = entries[0] ?? []
  if (entries.length === 1) {
    const title = hanging('  ', joined(strong('Certificate at fault'), ': ', head ?? ''))
    return { title: '', note: '', compact: true, lines: [title, ...below.map((line) => indentedBy(2, line))], leftOut }
  }
  const lines = entries.flatMap(([first, ...rest]) => [indentedBy(2, first ?? []), ...rest.map((line) => indentedBy(4, line))])
  return { title: 'Certificates at fault', note: '', lines, leftOut }
}

/** Whether a text is not among those said; it is from now on. */
const isNew = (said: Set<string>, text: string): boolean => !said.has(text) && said.add(text).size > 0

const indentedBy = (by: number, line: Line): Line => hanging(' '.repeat(by), indented(by, line))

/** A head, and what belongs to it, without indentation. `said`: what was explained already, which is not said again. */
function faultLines(view: View, at: AtFault, said: Set<string>): readonly Line[] {
  const { certificate, complaints } = at
  const findings = view.report.findings.filter((f) => isToldWith(view, f, at))
  const [told] = complaintsOf(view.seats)
  const role = view.names.role(certificate)
  const untold = complaints.filter(
    (c) => failureTag(c.code, role) === undefined && (c.code !== told?.code || c.certificate !== told.certificate),
  )
  const dates = period(view, certificate)
  // Where a cure is proved, it says what to do better than what such findings mean in general.
  const means =
    view.report.remedies.length > 0
      ? []
      : findings.flatMap((f) => (f.about[0] === certificate ? [findingText(view, f).means] : []))
  return [
    faultHead(view, certificate, complaints, findings),
    ...untold.map((c) => failurePhrase(view, c, 'this certificate')),
    ...(dates.length === 0 ? [] : [dates]),
    ...fingerprintLines(view, certificate),
    ...means.filter((m) => m.length > 0 && isNew(said, textOf(m))),
  ]
}

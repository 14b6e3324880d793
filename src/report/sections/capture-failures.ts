import type { CaptureFailure, Send } from '../../model/evidence.ts'
import { fill } from '../fill.ts'
import { codesAt } from '../finding-text.ts'
import type { Section } from '../section.ts'
import { bad, code, dim, hanging, indented, joined, type Line, phrase, plain, type Span, strong } from '../styled.ts'
import { counted, targetText, type View } from '../view.ts'
import { type AlertWords, meaningOfAlert, saidBy, wordsOfCapture } from '../words/capture.ts'

/** Attempts that ended in the same way. */
export interface FailedAttempts {
  readonly failure: CaptureFailure
  readonly sends: readonly Send[]
}

/** The attempts that drew no chain, by what ended them, the commonest first. */
export function failedAttempts(sends: readonly Send[]): readonly FailedAttempts[] {
  const found = new Map<string, { readonly failure: CaptureFailure; readonly sends: Send[] }>()
  for (const send of sends) {
    if (send.outcome.kind !== 'failed') continue
    const { failure } = send.outcome
    const key = JSON.stringify([failure.code, failure.by, failure.detail])
    const group = found.get(key) ?? { failure, sends: [] }
    group.sends.push(send)
    found.set(key, group)
  }
  return [...found.values()].toSorted((a, b) => b.sends.length - a.sends.length)
}

const detailOf = (failure: CaptureFailure): { readonly detail?: Span } =>
  failure.detail === '' ? {} : { detail: code(failure.detail) }

const wordsOfAlert = ({ code, detail }: CaptureFailure): AlertWords | undefined =>
  code === 'alert' ? meaningOfAlert(detail) : undefined

/** The sentence for a target of which no certificate was seen. */
export function captureHeadline(view: View): Line {
  const target = strong(targetText(view.report))
  const [first] = failedAttempts(view.report.sends)
  if (first === undefined) return phrase`No certificate of ${target} was seen: nothing was tried.`
  const { headline = wordsOfCapture(first.failure.code).headline } = wordsOfAlert(first.failure) ?? {}
  const what = fill(headline, detailOf(first.failure))
  return phrase`${bad('No certificate was seen')}: ${target} ${what}.`
}

/** What ended the attempts that drew no chain: who said it, what it means, what to try next. */
export function captureFailureSection(view: View): Section {
  const lines = failedAttempts(view.report.sends).flatMap(({ failure, sends }): readonly Line[] => {
    const words = wordsOfCapture(failure.code)
    const alert = wordsOfAlert(failure)
    const said = saidBy(failure)
    const what = joined(
      bad(failure.code),
      ...(failure.detail === '' ? [] : [': ', code(failure.detail)]),
      said === '' ? '' : dim(`  (${said})`),
    )
    return [
      indented(2, what),
      indented(4, [dim(attempts(sends))]),
      indented(4, [plain(alert === undefined ? words.means : `${words.means} ${alert.means}`)]),
      hanging('          ', [plain('    '), strong('Next: '), plain((alert ?? words).next)]),
    ]
  })
  return { title: 'Attempts without a certificate', note: codesAt(view, 'attempts').join(', '), lines }
}

/** `3 attempts: tls1.3 and tls1.2 to 192.0.2.7`. */
function attempts(sends: readonly Send[]): string {
  const hellos = [...new Set(sends.map((s) => s.hello))].join(', ')
  const addresses = [...new Set(sends.map((s) => s.address).filter((a) => a !== ''))]
  return `${counted(sends.length, 'attempt')}, hello ${hellos}${addresses.length === 0 ? '' : `, to ${addresses.join(', ')}`}`
}

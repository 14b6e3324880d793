import type { FailureCode } from '../model/failure.ts'
import type { Sha256 } from '../model/sha256.ts'
import { fill } from './fill.ts'
import { shortened } from './escape.ts'
import { code, host as hostSpan, name, type Piece, plain, type Span } from './styled.ts'
import { exactly, type View } from './view.ts'
import { wordsForFailure } from './words/failures.ts'

/** Names listed in one sentence at most; JSON has them all. */
const namesShown = 4

/** A failure as reports hold it. */
export interface PhrasedFailure {
  readonly code: FailureCode
  /** `null`: no single certificate. */
  readonly certificate: Sha256 | null
  readonly params?: Readonly<Record<string, string>>
}

/** Params that the sentences may tell; the others are for the words of single clients. */
const toldParams = ['alert', 'unfinished', 'size', 'limit', 'after', 'days', 'setting', 'reason']

/** What went wrong with which certificate, as half a sentence: `the root "X" expired at ..., 1 second ago`. `it`: what to call the certificate. */
export function failurePhrase(
  view: View,
  { code: failure, certificate, params = {} }: PhrasedFailure,
  it?: string,
): readonly Span[] {
  const summary = certificate === null ? null : view.names.summary(certificate)
  const issuer = certificate === null ? '' : view.names.issuer(certificate)
  const quoted = [plain('"'), name(issuer), plain('"')]
  const isSent = certificate !== null && view.names.isIssuerSent(certificate)
  const { host } = view.report.target
  const sentence = wordsForFailure(failure, certificate === null ? null : view.names.role(certificate))
  const words = certificate === null ? sentence.replace(/\{it\}(?!\])/g, 'a certificate') : sentence
  const told = toldParams.flatMap((key) => {
    const value = Object.hasOwn(params, key) ? (params[key] ?? '') : ''
    return value === '' ? [] : [[key, code(shortened(value, 100))] as const]
  })
  return fill(words, {
    ...Object.fromEntries(told),
    ...(certificate === null ? {} : { it: it ?? view.names.noun(certificate) }),
    host: host === '' ? 'the name asked for' : hostSpan(host),
    ...(issuer === '' ? {} : { issuer: quoted, [isSent ? 'sent' : 'absent']: quoted }),
    ...(summary === null || summary.names.length === 0 ? {} : { names: nameList(summary.names) }),
    ...(summary?.notAfter == null ? {} : { until: exactly(view, summary.notAfter) }),
    ...(summary?.notBefore == null ? {} : { from: exactly(view, summary.notBefore) }),
  })
}

/** `a.example, b.example and 12 more`. */
export function nameList(names: readonly string[]): Piece {
  const shown = names.length <= namesShown + 1 ? names : names.slice(0, namesShown)
  const more = names.length - shown.length
  return shown.flatMap((n, i) => [
    plain(i === 0 ? '' : i === shown.length - 1 && more === 0 ? ' and ' : ', '),
    hostSpan(shortened(n, 100)),
    ...(i === shown.length - 1 && more > 0 ? [plain(` and ${more} more`)] : []),
  ])
}

import { type FailureCode, failureCodes } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import type { SeparatingFact } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import { complaintsOf } from './complaints.ts'
import { shortened, shortenedFact } from './escape.ts'
import { failurePhrase, nameList } from './failure-phrase.ts'
import { fill } from './fill.ts'
import {
  capitalised,
  code,
  command,
  enumerated,
  host as hostSpan,
  joined,
  phrase,
  type Piece,
  plain,
  type Span,
} from './styled.ts'
import type { View } from './view.ts'
import type { FindingWords } from './words/finding-words.ts'
import { wordsOfFinding } from './words/findings.ts'

/** The section that tells a finding. Those that would say again what another section says are told there, by their codes. */
export type Place = 'at-fault' | 'attempts' | 'clients' | 'separation' | 'list'

/** Of dates and names of the certificate that is described as the one at fault. */
const ofCertificate = ['RC101', 'RC102', 'RC103', 'RC104', 'RC105', 'RC301', 'RC303']
const ofAttempts = ['RC601', 'RC602', 'RC603']
const ofSeparation = ['RC402', 'RC501', 'RC502']

/** Where a finding is told. */
export function placeOf(view: View, { code, about }: Finding): Place {
  if (ofAttempts.includes(code)) return 'attempts'
  if (code === 'RC503') return 'clients'
  const [first] = about
  const { separations } = view.report
  if (ofCertificate.includes(code) && first !== undefined && isAtFault(view, first)) return 'at-fault'
  const facts = separations.flatMap((s) => s.facts).filter(isTelling)
  const isTold = code === 'RC402' ? facts.some((f) => f.certificate === first) : facts.some((f) => f.kind === 'client')
  if (ofSeparation.includes(code) && isTold) return 'separation'
  return 'list'
}

/** Whether a fact says more than that two clients are two clients: then there is a sentence for it. */
export const isTelling = ({ kind, params }: SeparatingFact): boolean => kind !== 'client' || params['switch'] !== undefined

const isAtFault = (view: View, sha256: Sha256): boolean => complaintsOf(view.seats).some((c) => c.certificate === sha256)

/** The codes of the findings that are told in a section, each once. */
export const codesAt = (view: View, place: Place): readonly string[] => [
  ...new Set(view.report.findings.filter((f) => placeOf(view, f) === place).map((f) => f.code)),
]

/** A finding as one sentence that says what is so, and what it means; the latter may be empty. */
export function findingText(view: View, finding: Finding): { readonly what: readonly Span[]; readonly means: readonly Span[] } {
  const words = wordsFor(finding)
  const what = sentence(findingPhrase(view, finding))
  return { what, means: words === null ? [] : fill(words.means, slotsOf(view, finding)) }
}

/** What is so, as half a sentence. */
export function findingPhrase(view: View, finding: Finding): readonly Span[] {
  const words = wordsFor(finding)
  return words === null ? unknown(view, finding) : fill(words.what, slotsOf(view, finding))
}

function wordsFor({ code, params }: Finding): FindingWords | null {
  const words = wordsOfFinding(code)
  if (words === undefined) return null
  if (!('cases' in words)) return words
  const value = Object.hasOwn(params, words.param) ? (params[words.param] ?? '') : ''
  return (Object.hasOwn(words.cases, value) ? words.cases[value] : undefined) ?? words.otherwise
}

/** Params that are typed as they stand (RC712). */
const pasted: readonly string[] = ['setting', 'other']

/** What stands in the slots of the words of a finding. */
export function slotsOf(view: View, { about, params }: Finding): Readonly<Record<string, Piece>> {
  const { host } = view.report.target
  const [first] = about
  const given = Object.entries(params).map(
    ([key, value]) =>
      [
        key,
        value === '' ? '' : pasted.includes(key) ? command(shortened(value, 200)) : code(shortenedFact(key, value, 200)),
      ] as const,
  )
  const names = first === undefined ? [] : (view.names.summary(first)?.names ?? [])
  const failure = failureCodes.find((f) => f === params['failure'])
  return {
    host: host === '' ? 'the name asked for' : hostSpan(host),
    ...Object.fromEntries(given),
    ...(params['title'] === undefined ? {} : { title: params['title'] }), // words of our own, and no data
    ...(names.length === 0 ? {} : { names: nameList(names) }),
    ...(failure === undefined ? {} : { failure: failureOf(view, failure, first) }),
    it: view.names.noun(first ?? null),
    them: about.length === 0 ? 'not named' : listed(view, about),
  }
}

const failureOf = (view: View, failure: FailureCode, about: Sha256 | undefined): Piece =>
  failurePhrase(view, { code: failure, certificate: about ?? null })

/** Certificates named in one finding at most. */
const mostNamed = 6

function listed(view: View, about: readonly Sha256[]): readonly Span[] {
  const shown = about.slice(0, about.length <= mostNamed + 1 ? about.length : mostNamed)
  const more = about.length - shown.length
  return enumerated([...shown.map(view.names.noun), ...(more === 0 ? [] : [`${more} more`])])
}

/** A code without words: its certificates and its values as they are. */
function unknown(view: View, { about, params }: Finding): readonly Span[] {
  const values = Object.entries(params).map(([key, value]) => phrase`${key} ${code(shortened(value, 200))}`)
  const facts = [...(about.length === 0 ? [] : [listed(view, about)]), ...values]
  return facts.length === 0
    ? [plain('no words are known for this code')]
    : facts.flatMap((f, i) => joined(i === 0 ? '' : ', ', f))
}

/** Spans as a sentence: a capital first and a full stop last. */
const sentence = (spans: readonly Span[]): readonly Span[] => (spans.length === 0 ? [] : [...capitalised(spans), plain('.')])

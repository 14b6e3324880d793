import { isoTime } from '../../model/time.ts'
import {
  bad,
  capitalised,
  code,
  dim,
  enumerated,
  good,
  hanging,
  joined,
  type Line,
  name,
  phrase,
  type Piece,
  quote,
  type Span,
  strong,
  warn,
} from '../styled.ts'
import { inputWords, notModelledWords } from '../words/compare.ts'
import type { ComparedFact, ComparedInput, ComparedSide, Comparison } from '../../model/comparison.ts'
import { factClause, factCure, type TurningFact } from './facts.ts'
import { type CompareView, compareView } from './sides.ts'

/** A comparison for a person: the sentence, its proof, and what was compared. */
export function renderComparison(comparison: Comparison): readonly Line[] {
  const view = compareView(comparison)
  const { outcome } = comparison
  const isTold = outcome === 'explained' || outcome === 'reversed'
  return [
    ...(outcome === 'reversed' ? [hanging('  ', [warn('It is the other way round than asked.')])] : []),
    hanging('  ', headline(view)),
    ...(isTold ? [[], ...proofLines(view)] : saysLines(view)),
    ...offLines(view),
    [],
    [strong('What was compared')],
    ...comparison.inputs.map((input) => inputLine(view, input)),
    ...(isTold && comparison.facts.length > 0 ? [] : [notModelledLine(comparison)]),
  ]
}

/** The whole in one sentence. */
export function headline(view: CompareView): readonly Span[] {
  const { comparison, one, works, fails } = view
  const { facts, outcome } = comparison
  switch (outcome) {
    case 'explained':
    case 'reversed': {
      const why: Piece =
        facts.length === 0
          ? 'and nothing that is modelled separates them'
          : phrase`because ${enumerated(facts.map((f) => factClause(view, f)))}`
      const does = isThroughUnverified(comparison) ? warn('goes through unverified') : good('accepts')
      return one === null
        ? phrase`${works} ${does} and ${fails} ${bad('rejects')}, ${why}.`
        : phrase`${one.client} ${does} ${one.works} and ${bad('rejects')} ${one.fails}, ${why}.`
    }
    case 'alike': {
      const kind = comparison.works.result.verdict.kind === 'accepted' ? good('accept') : bad('reject')
      return capitalised(phrase`they do not differ: by all that is modelled ${works} and ${fails} both ${kind}.`)
    }
    case 'undetermined': {
      const open = [comparison.works, comparison.fails].filter((s) => s.result.verdict.kind === 'undetermined')
      const who = enumerated(open.map((s) => name(s.result.askedAs)))
      return capitalised(phrase`whether they differ is not known, for ${who} cannot be judged.`)
    }
  }
}

function proofLines(view: CompareView): readonly Line[] {
  const { alternatives, path, fails, also } = view.comparison
  if (isThroughUnverified(view.comparison)) return unverifiedLines(view)
  const facts = view.comparison.facts.filter(isTurning)
  if (facts.length === 0) return saysLines(view)
  const cures = enumerated(facts.map((f) => factCure(view, f)))
  const by: Piece = path.length === 0 ? '' : `, by ${path.map((c) => `"${view.names.label(c)}"`).join(' < ')}`
  const alone = facts.length === 1 ? '' : facts.length === 2 ? ' Neither alone is enough.' : ' No smaller part of it is enough.'
  return [
    [strong('Proof')],
    ...sideLine(view, fails, view.fails, 'As it is, '),
    hanging('    ', phrase`  With ${cures} it ${good('accepts')}${by}.${alone}`),
    ...alternatives.filter(isTurning).map((f) => hanging('    ', phrase`  With ${factCure(view, f)} alone it would accept too.`)),
    ...(also.length === 0 ? [] : [hanging('    ', phrase`  The same separates ${enumerated(also.map((c) => name(c)))}.`)]),
  ]
}

const isTurning = (fact: ComparedFact): fact is TurningFact => fact.kind !== 'verification-off'

const isThroughUnverified = ({ facts }: Comparison): boolean => facts.some((fact) => !isTurning(fact))

/** What both say when they verify, and what not verifying means. No cure: turning verification off for the other one too is none. */
const unverifiedLines = (view: CompareView): readonly Line[] => [
  [strong('With verification on')],
  ...saysLines(view, ''),
  hanging(
    '    ',
    phrase`  ${warn('Dangerous')}: without verification ${view.works} takes whoever answers for the server, and whoever sits between can read and change everything. Do not switch it off for ${view.fails} too; cure what is said above, then take the setting out.`,
  ),
]

/** Sides whose verification is off, where that is not the answer already: the program does not do what is compared. */
function offLines(view: CompareView): readonly Line[] {
  const isAnswer = isThroughUnverified(view.comparison)
  return (['works', 'fails'] as const).flatMap((which) => {
    const { off } = view.comparison[which]
    if (off.length === 0 || (isAnswer && which === 'works')) return []
    return [
      hanging(
        '    ',
        phrase`  ${warn('Verification is off')} for ${view[which]}, by ${enumerated(off.map(code))}: the program goes through to whoever answers, which is dangerous. Compared is what it says with verification on.`,
      ),
    ]
  })
}

const saysLines = (view: CompareView, before = 'As it is, '): readonly Line[] => {
  const { works, fails } = view.comparison
  return [...sideLine(view, works, view.works, before), ...sideLine(view, fails, view.fails, before)]
}

/** What was predicted of one side, in its own words. */
function sideLine({ names }: CompareView, { result: { verdict } }: ComparedSide, who: Piece, before: string): readonly Line[] {
  switch (verdict.kind) {
    case 'accepted':
      return [hanging('    ', phrase`  ${who} accepts, by ${verdict.path.map((c) => `"${names.label(c)}"`).join(' < ')}.`)]
    case 'rejected':
      return [
        hanging('    ', phrase`  ${before}${who} rejects:`),
        ...verdict.says.split('\n').map((text) => hanging('      ', phrase`    ${quote(text)}`)),
      ]
    case 'undetermined':
      return [hanging('    ', phrase`  ${who} cannot be judged; not known is ${verdict.missing.join('; ')}.`)]
    case 'hangs':
      return [hanging('    ', phrase`  ${who} never returns.`)]
  }
}

function inputLine(view: CompareView, { name: input, state }: ComparedInput): Line {
  const { works, fails, facts } = view.comparison
  const differs = facts.length === 0 ? 'differs' : 'differs, and does not decide'
  const mark = { same: dim('same'), differs: dim(differs), decides: strong('decides') }[state]
  const values = [works, fails].map((side) => valueOf(input, side))
  const told: Piece =
    state === 'same' ? (values[0] ?? '') : phrase`${view.works}: ${values[0] ?? ''}; ${view.fails}: ${values[1] ?? ''}`
  return hanging('    ', joined(phrase`  ${inputWords[input]}: `, mark, phrase`. ${told}`))
}

function valueOf(input: ComparedInput['name'], { result, storeOrigin, clock, host, seen }: ComparedSide): Piece {
  switch (input) {
    case 'store':
      return phrase`${name(result.store)} (${[...(storeOrigin === '' || storeOrigin === result.store ? [] : [storeOrigin]), `set by: ${result.why}`].join('; ')})`
    case 'chain': {
      const [first] = seen
      const where = first === undefined || first.address === '' ? '' : ` from ${first.address}`
      const hello = first === undefined || first.hello === 'any' ? '' : `, drawn by a ${first.hello} hello${where}`
      return `${result.chain ?? 'none'}${hello}`
    }
    case 'host':
      return host === '' ? 'none is checked' : code(host)
    case 'time':
      return isoTime(clock)
    case 'client':
      return result.title
  }
}

const notModelledLine = ({ notModelled }: Comparison): Line =>
  hanging(
    '    ',
    joined('  ', dim('Not modelled, and so not excluded: '), enumerated(notModelled.map((n) => notModelledWords[n])), '.'),
  )

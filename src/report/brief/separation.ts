import type { SeparatingFact } from '../../model/report.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { codesAt } from '../finding-text.ts'
import type { Section } from '../section.ts'
import {
  areSameClients,
  chainLine,
  clientDifference,
  clientsOf,
  contrastOfStores,
  type Difference,
  differencesOf,
  distinct,
  plural,
  type Sides,
  storesOf,
} from '../sections/separation.ts'
import { capitalised, enumerated, hanging, joined, type Line, name, phrase, type Piece, type Span } from '../styled.ts'
import { counted, type View } from '../view.ts'
import { who } from '../who.ts'
import { rootsToAdd } from './remedies.ts'

/** Differences that are told. */
const mostShown = 3

/** Why it works there and not here: one sentence for each difference. */
export function briefSeparation(view: View): Section {
  const all = differencesOf(view)
  const more = all.length - Math.min(all.length, mostShown)
  return {
    title: 'Why there and not here',
    note: codesAt(view, 'separation').join(', '),
    lines: all.slice(0, mostShown).flatMap((d) => differenceLines(view, d)),
    leftOut: more === 0 ? [] : [counted(more, 'more difference')],
  }
}

function differenceLines(view: View, { facts, pairs }: Difference): readonly Line[] {
  const sides = { works: distinct(pairs.map((p) => p.works)), fails: distinct(pairs.map((p) => p.fails)) }
  return facts.map((fact, i) => {
    const text = i === 0 ? sentence(view, fact, sides) : phrase`and ${because(view, fact, sides)}.`
    return hanging('    ', joined('  ', capitalised(text)))
  })
}

function sentence(view: View, fact: SeparatingFact, sides: Sides): Line {
  if (fact.kind === 'chain') return chainLine(view, fact.params, sides)
  const isOneStore = new Set([...sides.works, ...sides.fails].map((s) => s.store)).size === 1
  if (fact.kind !== 'client' || !isOneStore) return phrase`${contrast(view, sides)}: ${because(view, fact, sides)}.`
  const differ = clientsOf(sides.fails).length === 1 ? 'differs' : 'differ'
  const clients = (some: Sides['works']): readonly Span[] => enumerated(clientsOf(some).map(name))
  return phrase`${clients(sides.fails)} ${differ} from ${clients(sides.works)} in ${clientDifference(fact.params['switch'] ?? '')}.`
}

/** `python-3.8 rejects on a and accepts on b`, `on a, python-3.8 rejects, go-1.19 accepts`. */
function contrast(view: View, { works, fails }: Sides): readonly Span[] {
  if (areSameClients(works, fails)) return contrastOfStores(view, { works, fails })
  return phrase`${who(view, fails, 'name')} ${plural(view, fails, 'reject')}, ${who(view, works, 'name')} ${plural(view, works, 'accept')}`
}

function because(view: View, { kind, certificate, params }: SeparatingFact, sides: Sides): Piece {
  const store = name(params['store'] ?? storesOf(sides.fails))
  switch (kind) {
    case 'anchor-missing':
      return phrase`${store} lacks ${root(view, certificate)}`
    case 'anchor-present':
      return phrase`${store} holds ${root(view, certificate)}`
    case 'store':
      return 'the stores differ, and no single root in them decides'
    case 'client':
      return phrase`they differ in ${clientDifference(params['switch'] ?? '')}`
    case 'chain':
      return 'they were sent other chains'
    case 'time':
      return 'the time differs'
  }
}

/** The root; with its fingerprint, unless an order to add it has that, or the evidence refuses it. */
function root(view: View, certificate: Sha256 | null): readonly Span[] {
  if (certificate === null) return phrase`a root`
  const isShown = !rootsToAdd(view).has(certificate) && view.refusal(certificate) === null
  const print = !isShown ? '' : phrase` (SHA-256 ${view.fingerprint(certificate)})`
  return phrase`${view.names.noun(certificate)}${print}`
}

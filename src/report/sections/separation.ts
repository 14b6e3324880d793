import type { SeparatingFact, Separation } from '../../model/report.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { codesAt } from '../finding-text.ts'
import type { Section } from '../section.ts'
import { storesAsked } from '../seats.ts'
import { who } from '../who.ts'
import { dim, enumerated, hanging, joined, type Line, name, phrase, type Span, strong } from '../styled.ts'
import { dayOf, type View } from '../view.ts'
import { switchWords } from '../words/switches.ts'
import type { ClientOnStore } from '../../model/remedy.ts'

/** Rejections that the same fact separates from an acceptance. */
interface Difference {
  readonly facts: readonly SeparatingFact[]
  readonly pairs: Separation[]
}

/** Why it works there and not here: the one fact for each group of clients that reject. */
export function separationSection(view: View): Section {
  const found = new Map<string, Difference>()
  for (const separation of view.report.separations) {
    const key = JSON.stringify(
      separation.facts.map(({ kind, certificate, params }) => [kind, certificate, params['switch'], params['store']]),
    )
    const difference = found.get(key) ?? { facts: separation.facts, pairs: [] }
    difference.pairs.push(separation)
    found.set(key, difference)
  }
  const ordered = [...found.values()].toSorted((a, b) => rank(a) - rank(b))
  return {
    title: 'Why there and not here',
    note: codesAt(view, 'separation').join(', '),
    lines: ordered.flatMap((d) => differenceLines(view, d)),
  }
}

const kinds: readonly SeparatingFact['kind'][] = ['anchor-missing', 'anchor-present', 'store', 'chain', 'time', 'client']
const rank = ({ facts }: Difference): number => Math.min(kinds.length, ...facts.map((f) => kinds.indexOf(f.kind)))

function differenceLines(view: View, { facts, pairs }: Difference): readonly Line[] {
  const works = distinct(pairs.map((p) => p.works))
  const fails = distinct(pairs.map((p) => p.fails))
  const intro = contrast(view, works, fails)
  return facts.flatMap((fact, i) => {
    const [first, ...rest] = factLines(view, fact, { works, fails })
    return [hanging('  ', joined('  ', i === 0 ? joined(intro, ' ') : '', first ?? '')), ...rest]
  })
}

/** `python-3.8 accepts on a and rejects on b.` or `On a, python-3.8 rejects and go-1.19 accepts.` */
function contrast(view: View, works: readonly ClientOnStore[], fails: readonly ClientOnStore[]): readonly Span[] {
  const only = onlyClient([...works, ...fails])
  if (only !== null) return phrase`${name(only)} accepts on ${name(storesOf(works))} and rejects on ${name(storesOf(fails))}.`
  const [bad, good] = [plural(fails, 'reject'), plural(works, 'accept')]
  const stores = new Set([...works, ...fails].map((s) => s.store))
  const clients = (seats: readonly ClientOnStore[]): readonly Span[] =>
    enumerated([...new Set(seats.map((s) => s.client))].map(name))
  if (stores.size === 1) {
    const on = storesAsked(view.seats).length < 2 ? '' : phrase`On ${name(storesOf(fails))}, `
    return phrase`${on}${clients(fails)} ${bad}, ${clients(works)} ${good}.`
  }
  return phrase`${who(view, fails)} ${bad}, ${who(view, works)} ${good}.`
}

function onlyClient(seats: readonly ClientOnStore[]): string | null {
  const [first, ...rest] = new Set(seats.map((s) => s.client))
  return first !== undefined && rest.length === 0 ? first : null
}

const plural = (some: readonly ClientOnStore[], verb: string): string => (some.length === 1 ? `${verb}s` : verb)

function distinct(seats: readonly ClientOnStore[]): readonly ClientOnStore[] {
  return [...new Map(seats.map((s) => [`${s.client} ${s.store}`, s])).values()]
}

interface Sides {
  readonly works: readonly ClientOnStore[]
  readonly fails: readonly ClientOnStore[]
}

/** The fact in one sentence without what comes before; what belongs to it on further lines. */
function factLines(view: View, { kind, certificate, params }: SeparatingFact, { works, fails }: Sides): readonly Line[] {
  const here = name(params['store'] ?? storesOf(fails))
  const only = onlyClient([...works, ...fails])
  const turned = only === null ? phrase`${who(view, fails)} would accept.` : phrase`${name(only)} would accept there.`
  switch (kind) {
    case 'anchor-missing':
      return [phrase`${one} ${here} ${strong('lacks this root')}. With it, ${turned}`, ...anchorLines(view, certificate)]
    case 'anchor-present':
      return [phrase`${one} ${here} ${strong('holds this root')}. Without it, ${turned}`, ...anchorLines(view, certificate)]
    case 'store':
      return [phrase`${one} the store, ${name(storesOf(works))} or ${name(storesOf(fails))}; no single root in it decides.`]
    case 'client':
      return [
        params['switch'] === undefined
          ? phrase`The difference lies in the program itself.`
          : phrase`${one} ${clientDifference(params['switch'])}.`,
      ]
    case 'chain':
      return [phrase`${one} they were sent different chains, ${params['works'] ?? '?'} and ${params['fails'] ?? '?'}.`]
    case 'time':
      return [phrase`${one} the time.`]
  }
}

const one = 'The one difference:'

const clientDifference = (setting: string): string =>
  (Object.hasOwn(switchWords, setting) ? switchWords[setting] : undefined) ?? `the setting ${setting} of its verifier`

const storesOf = (seats: readonly ClientOnStore[]): string => [...new Set(seats.map((s) => s.store))].join(', ')

/** The root by name, dates and fingerprint. */
function anchorLines(view: View, certificate: Sha256 | null): readonly Line[] {
  if (certificate === null) return []
  const summary = view.names.summary(certificate)
  const dates = summary === null ? '' : dim(`, valid ${day(summary.notBefore, 'always')} to ${day(summary.notAfter, 'never')}`)
  return [
    hanging('      ', phrase`    ${name(view.names.label(certificate))}${dates}`),
    hanging('    ', phrase`    SHA-256 ${view.fingerprint(certificate)}`),
  ]
}

const day = (at: UnixSeconds | null, infinity: string): string => (at === null ? infinity : dayOf(at))

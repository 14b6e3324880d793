import type { SeparatingFact, Separation } from '../../model/report.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { codesAt, isTelling } from '../finding-text.ts'
import type { Section } from '../section.ts'
import { storesAsked } from '../seats.ts'
import { isSingular, who, whoAlone } from '../who.ts'
import { capitalised, dim, enumerated, hanging, joined, type Line, name, phrase, plain, type Span, strong } from '../styled.ts'
import { dayOf, type View } from '../view.ts'
import { wordsOfSwitch } from '../words/switches.ts'
import type { ClientOnStore } from '../../model/remedy.ts'

/** Rejections that the same facts separate from an acceptance. */
export interface Difference {
  /** Those that say more than that two clients are two; never empty. */
  readonly facts: readonly SeparatingFact[]
  readonly pairs: Separation[]
}

/** Why it works there and not here: the one fact for each group of clients that reject. */
export function separationSection(view: View): Section {
  return {
    title: 'Why there and not here',
    note: codesAt(view, 'separation').join(', '),
    lines: differencesOf(view).flatMap((d) => differenceLines(view, d)),
  }
}

/** The rejections by what separates them from an acceptance; roots come before stores, and these before clients. */
export function differencesOf(view: View): readonly Difference[] {
  const found = new Map<string, Difference>()
  for (const separation of view.report.separations) {
    if (!separation.facts.some(isTelling)) continue
    const key = JSON.stringify(
      separation.facts.map(({ kind, certificate, params }) => [
        kind,
        certificate,
        params['switch'],
        params['store'],
        ...(kind === 'chain' ? [params['works'], params['fails'], separation.works.client === separation.fails.client] : []),
      ]),
    )
    const difference = found.get(key) ?? { facts: separation.facts.filter(isTelling), pairs: [] }
    difference.pairs.push(separation)
    found.set(key, difference)
  }
  return [...found.values()].toSorted((a, b) => rank(a) - rank(b))
}

const kinds: readonly SeparatingFact['kind'][] = ['anchor-missing', 'anchor-present', 'store', 'chain', 'time', 'client']
const rank = ({ facts }: Difference): number => Math.min(kinds.length, ...facts.map((f) => kinds.indexOf(f.kind)))

function differenceLines(view: View, { facts, pairs }: Difference): readonly Line[] {
  const works = distinct(pairs.map((p) => p.works))
  const fails = distinct(pairs.map((p) => p.fails))
  return facts.flatMap((fact, i) => {
    const intro = fact.kind === 'chain' ? [] : i === 0 ? [...contrast(view, works, fails), plain(' ')] : []
    const [first, ...rest] = factLines(view, fact, { works, fails })
    return [hanging('  ', joined('  ', capitalised(joined(intro, first ?? '')))), ...rest]
  })
}

/** `python-3.8 rejects on a and accepts on b.` or `On a, python-3.8 rejects, go-1.19 accepts.` */
function contrast(view: View, works: readonly ClientOnStore[], fails: readonly ClientOnStore[]): readonly Span[] {
  if (areSameClients(works, fails)) return phrase`${contrastOfStores(view, { works, fails })}.`
  const [bad, good] = [plural(view, fails, 'reject'), plural(view, works, 'accept')]
  const stores = new Set([...works, ...fails].map((s) => s.store))
  const clients = (seats: readonly ClientOnStore[]): readonly Span[] => enumerated(clientsOf(seats).map(name))
  if (stores.size === 1) {
    const on = storesAsked(view.seats).length < 2 ? '' : phrase`On ${name(storesOf(fails))}, `
    return phrase`${on}${clients(fails)} ${bad}, ${clients(works)} ${good}.`
  }
  return phrase`${who(view, fails, 'name')} ${bad}, ${who(view, works, 'name')} ${good}.`
}

/** `python-3.8 rejects on a and accepts on b`: the same clients on both sides. */
export function contrastOfStores(view: View, { works, fails }: Sides): readonly Span[] {
  const isOne = clientsOf(fails).length === 1 && (!view.isCrowded || isSingular(view, fails))
  const [rejects, accepts] = isOne ? ['rejects', 'accepts'] : ['reject', 'accept']
  return phrase`${whoAlone(view, fails)} ${rejects} on ${name(storesOf(fails))} and ${accepts} on ${name(storesOf(works))}`
}

/** The ids of clients, each once. */
export const clientsOf = (seats: readonly ClientOnStore[]): readonly string[] => [...new Set(seats.map((s) => s.client))]

/** Whether the same clients stand on both sides, each with one store a side. */
export const areSameClients = (a: readonly ClientOnStore[], b: readonly ClientOnStore[]): boolean =>
  clientsOf(a).toSorted().join('\n') === clientsOf(b).toSorted().join('\n') &&
  new Set(a.map((s) => s.store)).size === 1 &&
  new Set(b.map((s) => s.store)).size === 1

/** The verb for so many clients: `rejects`, `reject`. */
export const plural = (view: View, some: readonly ClientOnStore[], verb: string): string =>
  isSingular(view, some) ? `${verb}s` : verb

/** Clients with stores, each once. */
export function distinct(seats: readonly ClientOnStore[]): readonly ClientOnStore[] {
  return [...new Map(seats.map((s) => [`${s.client} ${s.store}`, s])).values()]
}

/** Those on both sides of a difference, each once. */
export interface Sides {
  readonly works: readonly ClientOnStore[]
  readonly fails: readonly ClientOnStore[]
}

/** The fact in one sentence without what comes before; what belongs to it on further lines. */
function factLines(view: View, { kind, certificate, params }: SeparatingFact, { works, fails }: Sides): readonly Line[] {
  const here = name(params['store'] ?? storesOf(fails))
  const [only, ...others] = clientsOf(fails)
  const turned = phrase`${others.length === 0 && only !== undefined ? name(only) : 'they'} would accept there.`
  switch (kind) {
    case 'anchor-missing':
      return [phrase`${one} ${here} ${strong('lacks this root')}. With it, ${turned}`, ...anchorLines(view, certificate)]
    case 'anchor-present':
      return [phrase`${one} ${here} ${strong('holds this root')}. Without it, ${turned}`, ...anchorLines(view, certificate)]
    case 'store':
      return [phrase`${one} the store, ${name(storesOf(works))} or ${name(storesOf(fails))}; no single root in it decides.`]
    case 'client':
      return [phrase`${one} ${clientDifference(params['switch'] ?? '')}.`]
    case 'chain':
      return [chainLine(view, params, { works, fails })]
    case 'time':
      return [phrase`${one} the time.`]
  }
}

/** `All 7 clients accept chain 1 and reject chain 2.` Where others were sent the other chain: `go-1.24 accepts chain 1, ...` */
export function chainLine(view: View, params: SeparatingFact['params'], { works, fails }: Sides): Line {
  const [good, bad] = [params['works'] ?? '?', params['fails'] ?? '?']
  const isOne = fails.length === 1
  if (works.every((w) => fails.some((f) => f.client === w.client && f.store === w.store))) {
    const clients = who(view, fails, 'name')
    return phrase`${clients} ${isOne ? 'accepts' : 'accept'} ${good} and ${isOne ? 'rejects' : 'reject'} ${bad}.`
  }
  const sides = phrase`${who(view, works, 'name')} ${plural(view, works, 'accept')} ${good}, ${who(view, fails, 'name')} ${plural(view, fails, 'reject')} ${bad}`
  return phrase`${sides}. ${one} the chain; with ${good}, ${isOne ? 'it' : 'they'} would accept too.`
}

const one = 'The one difference:'

/** Half a sentence on the switch in which two clients differ. */
export const clientDifference = (setting: string): string => wordsOfSwitch(setting) ?? `the setting ${setting} of its verifier`

/** The stores of clients, each once, in one text. */
export const storesOf = (seats: readonly ClientOnStore[]): string => [...new Set(seats.map((s) => s.store))].join(', ')

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

/** The day of an instant that may be absent. */
export const day = (at: UnixSeconds | null, infinity: string): string => (at === null ? infinity : dayOf(at))

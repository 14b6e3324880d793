import type { ClientResult, StoreReport } from '../../model/report.ts'
import { codesAt } from '../finding-text.ts'
import type { Section } from '../section.ts'
import type { Seat } from '../seats.ts'
import { notSeenHere, seenHere } from '../seen-here.ts'
import { storeAge } from '../store-age.ts'
import { whoCounts } from '../who.ts'
import { bad, dim, good, hanging, indented, joined, type Line, name, phrase, type Piece, plain, warn, quote } from '../styled.ts'
import { counted, type View } from '../view.ts'

/** Clients by verdict, and among those that reject by their words, which are told in full; then the stores they asked. */
export function clientsSection(view: View): Section {
  const groups = groupsTold(view)
  return {
    title: 'Who says what',
    note: codesAt(view, 'clients').join(', '),
    lines: [
      ...groups.flatMap((group) => [...groupLines(view, group), ...observedLines(group)]),
      ...(isJudged(view) ? storeLines(view) : []),
    ],
  }
}

const observedLines = ({ seats, chain }: Group): readonly Line[] => [...seenHere(seats, chain), ...notSeenHere(seats, chain)]

/** Whether there is a chain: without one no store was asked. */
export const isJudged = ({ report }: View): boolean => report.chains.length > 0

/** The groups of which something can be told: without a chain, those that have words for what the server did. */
export const groupsTold = (view: View, alike?: (words: string) => string): readonly Group[] =>
  groupsOf(view.seats, alike).filter((g) => isJudged(view) || (g.kind === 'rejected' && g.words.length > 0))

/** Clients that say the same. */
export interface Group {
  readonly kind: Seat['standing']
  /** Their words, or what is missing, line by line; empty for those that accept. */
  readonly words: readonly string[]
  readonly seats: Seat[]
  /** The chain meant, where the client was shown several and does not treat them alike. */
  readonly chain: string | null
  /** How they decide was never checked, so that it is no more than likely. */
  readonly fromMemory: boolean
}

const order: readonly Seat['standing'][] = ['rejected', 'hangs', 'undetermined', 'accepted']

/** The clients by verdict and words, those that reject first. `alike`: what of the words tells them apart; absent: all. */
function groupsOf(seats: readonly Seat[], alike = (words: string): string => words): readonly Group[] {
  const found = new Map<string, Group>()
  for (const seat of seats) {
    const differs = new Set(seat.results.map((r) => keyOf(r, null))).size > 1
    for (const result of seat.results) {
      const chain = differs ? result.chain : null
      const fromMemory = seat.known === 'memory'
      const key = `${alike(keyOf(result, chain))} ${fromMemory}`
      const group = found.get(key) ?? { kind: result.verdict.kind, words: wordsOf(result), seats: [], chain, fromMemory }
      if (!group.seats.includes(seat)) group.seats.push(seat)
      found.set(key, group)
    }
  }
  return [...found.values()].toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

const keyOf = (result: ClientResult, chain: string | null): string =>
  JSON.stringify([result.verdict.kind, wordsOf(result), chain])

function wordsOf({ verdict }: ClientResult): readonly string[] {
  if (verdict.kind === 'rejected')
    return shortened(verdict.says)
      .split(/\r\n|\r|\n/)
      .filter((line) => line.trim() !== '')
  return verdict.kind === 'undetermined' ? verdict.missing : []
}

function groupLines(view: View, { kind, words, seats, chain, fromMemory }: Group): readonly Line[] {
  const who = joined(whoCounts(view, seats), chain === null ? '' : phrase` (${chain})`)
  const line = (mark: Piece, verb: string, end: string): Line =>
    hanging('    ', phrase`  ${mark} ${who} ${fromMemory ? 'probably ' : ''}${seats.length === 1 ? `${verb}s` : verb}${end}`)
  switch (kind) {
    case 'rejected':
      return [line(bad('✗'), 'reject', words.length === 0 ? '.' : ':'), ...words.map((w) => indented(6, [quote(w)]))]
    case 'hangs':
      return [hanging('    ', phrase`  ${bad('✗')} ${who} never ${seats.length === 1 ? 'returns' : 'return'}.`)]
    case 'undetermined':
      return [
        hanging('    ', phrase`  ${warn('?')} ${who} cannot be judged. Missing:`),
        ...words.map((w) => indented(6, [plain(w)])),
      ]
    case 'accepted':
      return [line(good('✓'), 'accept', '.')]
  }
}

/** A line for each store that was asked: what it is, and why it was asked where that is not a matter of course. */
export const storeLines = (view: View): readonly Line[] =>
  storesShown(view).map((store) => storeLine(store, whysFor(view, store), storeAge(view.report, store.id) !== null))

/** The stores that clients asked. */
export function storesShown({ report, seats }: View): readonly StoreReport[] {
  const asked = new Set(seats.map((s) => s.store))
  return report.stores.filter((s) => asked.has(s.id))
}

/** Why a store was asked, each reason once; none where it is a matter of course. */
export function whysFor({ seats }: View, { id, origin }: StoreReport): readonly string[] {
  const whys = seats.filter((s) => s.store === id).flatMap((s) => s.results.map((r) => r.why))
  return [...new Set(whys)].filter((text) => text !== origin && !isIdle(text, id))
}

/** What a store is, and why it was asked. */
export function storeLine({ id, origin, size, unreadable }: StoreReport, whys: readonly string[], isOfPlatform = false): Line {
  const state: Piece =
    unreadable === null
      ? dim(` (${counted(size, 'certificate')})`)
      : warn(` (${isOfPlatform ? '' : 'could not be read: '}${unreadable})`)
  const facts = [...(isIdle(origin, id) ? [] : [origin]), ...whys]
  return hanging('    ', phrase`  ${name(id)}${state}${facts.length === 0 ? '' : ': '}${facts.join('; ')}`)
}

/** Texts that tell no more of a store than its name does: the name, the option that named it, that it is the default. */
const isIdle = (text: string, id: string): boolean =>
  text === '' || text === id || text === `--store ${id}` || text === 'the default' || text === 'named behind @'

/** rustls prints keys and names octet by octet: of a long list the beginning is enough to read; the report as JSON has all of it. */
const shortened = (words: string): string =>
  words.replaceAll(/\[(?:\d+, ){16,}\d+\]/g, (list) => `${list.split(', ').slice(0, 8).join(', ')}, …]`)

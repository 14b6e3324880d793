import { columns } from '../columns.ts'
import { isSeenHere, notSeenHere, seenHere } from '../seen-here.ts'
import { storeAge } from '../store-age.ts'
import type { Section } from '../section.ts'
import { counting, type Seat, storesAsked } from '../seats.ts'
import { type Group, groupsTold, isJudged, storeLine, storesShown, whysFor } from '../sections/clients.ts'
import { bad, good, hanging, indented, joined, type Line, phrase, type Piece, plain, quote, textOf, warn } from '../styled.ts'
import type { View } from '../view.ts'
import { isSingular, whoCounts, whoOnAny } from '../who.ts'
import { codesOfClients } from './findings.ts'
import { isShortName } from '../short-name.ts'

/** Clients by verdict with their own words, each on one line where that takes fewer; then the stores. */
export function briefClients(view: View): Section {
  const stores = isJudged(view) ? storesShown(view) : []
  const groups = briefGroups(view)
  const isAnywhere = isSameAnywhere(view)
  const described = stores.filter(
    (s) => stores.length <= mostStores || isShortName(s.id) || s.unreadable !== null || s.size === 0,
  )
  const isExplained = stores.some((s) => whysFor(view, s).length > 0)
  return {
    title: 'Who says what',
    note: codesOfClients(view).join(', '),
    lines: [
      ...groups.flatMap((g) => [
        ...groupLines(view, g, isAnywhere),
        ...(isSaidInPassing(view, g) ? [] : seenHere(g.seats, g.chain, view.isCrowded)),
      ]),
      ...described.map((s) => storeLine(s, [], storeAge(view.report, s.id) !== null)),
    ],
    leftOut: [
      ...(groups.some((g) => notSeenHere(g.seats, g.chain).length > 0) ? ['which clients could not be run'] : []),
      ...(isAnywhere ? ['which store each asks'] : []),
      ...(described.length < stores.length ? ['what the stores are'] : []),
      ...(isExplained ? ['why each store was asked'] : []),
    ],
  }
}

/** The line of its source that CPython names is another in each release: who else says the same need not be told apart. */
const sourceLine = /(?<=\(_ssl\.c:)\d+(?=\))/g
const withoutSourceLine = (words: string): string => words.replaceAll(sourceLine, '')
const briefGroups = (view: View): readonly Group[] => groupsTold(view, view.isCrowded ? withoutSourceLine : undefined)

/** Up to so many stores are called by their own names, and told of. */
const mostStores = 3

const areMany = ({ seats }: View): boolean => storesAsked(seats).length > mostStores

/** Whether many stores were asked and it makes a difference which: they need short names. */
export const needsShortStores = (view: View): boolean => areMany(view) && !isSameAnywhere(view)

/** Whether there are many stores and they make no difference: all stand alike, and no client says one thing on one and another elsewhere. */
function isSameAnywhere(view: View): boolean {
  if (!areMany(view) || !isJudged(view)) return false
  const clients = briefGroups(view).flatMap((g) => [...new Set(g.seats.map((s) => s.client))])
  return new Set(counting(view.seats).map((s) => s.standing)).size === 1 && new Set(clients).size === clients.length
}

function groupLines(view: View, group: Group, isAnywhere: boolean): readonly Line[] {
  const { kind, words, seats, chain, fromMemory } = group
  const probably = fromMemory ? ' probably' : ''
  const called = isAnywhere ? whoCounts(view, seats, whoOnAny) : whoCounts(view, seats)
  const who = joined(called, chain === null ? '' : phrase` (${chain})`)
  const isOne = isAnywhere && !view.isCrowded ? new Set(seats.map((s) => s.client)).size === 1 : isSingular(view, seats)
  const seen = isSaidInPassing(view, group) ? ', as seen here' : ''
  const verb = (word: string): string => `${word}${isOne ? 's' : ''}${seen}`
  const line = (mark: Piece, end: Piece): Line => hanging('    ', phrase`  ${mark} ${who}${end}`)
  switch (kind) {
    case 'rejected':
      return [...rejection(view.width, line, `${probably} ${verb('reject')}`, words), ...otherLines(seats, words)]
    case 'hangs':
      return [line(bad('✗'), ` never ${verb('return')}.`)]
    case 'undetermined':
      return [line(warn('?'), phrase` cannot be judged. Missing: ${words.join('; ')}.`)]
    case 'accepted':
      return [line(good('✓'), `${probably} ${verb('accept')}.`)]
  }
}

/** A crowd is called by programs and versions: that they were run takes two words more. */
const isSaidInPassing = ({ isCrowded }: View, { seats, chain }: Group): boolean => isCrowded && isSeenHere(seats, chain)

/** Whoever searches for what is on the screen must find the number. */
function otherLines(seats: readonly Seat[], words: readonly string[]): readonly Line[] {
  const says = seats.flatMap(({ results }) =>
    results.flatMap(({ verdict }) => (verdict.kind === 'rejected' ? [verdict.says] : [])),
  )
  const own = words.flatMap((text) => text.match(sourceLine) ?? [])
  const others = new Set(says.flatMap((text) => text.match(sourceLine) ?? []).filter((number) => !own.includes(number)))
  if (others.size === 0) return []
  return [hanging('      ', phrase`      in the other versions _ssl.c:${[...others].toSorted().join(', ')}`)]
}

/** Below so many columns a quotation always begins on a line of its own: it is easier to find there. */
const narrow = 60

/** A quotation is never broken by us but by the terminal: behind the name or below it, whichever fills fewer rows of the screen. */
function rejection(
  width: number,
  line: (mark: Piece, end: Piece) => Line,
  verb: string,
  words: readonly string[],
): readonly Line[] {
  const [first, ...rest] = words
  const mark = bad('✗')
  if (first === undefined) return [line(mark, `${verb}.`)]
  const head = line(mark, `${verb}:`)
  const rows = (text: string): number => Math.ceil(columns(text) / width)
  const isShort = width >= narrow && columns(textOf(head)) <= (width * 2) / 3
  const isBeside = isShort && rows(`${textOf(head)} ${first}`) < rows(textOf(head)) + rows(`      ${first}`)
  const below = rest.map((w) => indented(6, [quote(w)]))
  return isBeside ? [[...head, plain(' '), quote(first)], ...below] : [head, indented(6, [quote(first)]), ...below]
}

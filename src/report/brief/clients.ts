import { columns } from '../columns.ts'
import { notSeenHere, seenHere } from '../seen-here.ts'
import { storeAge } from '../store-age.ts'
import type { Section } from '../section.ts'
import { type Group, groupsTold, isJudged, storeLine, storesShown, whysFor } from '../sections/clients.ts'
import { bad, good, hanging, indented, joined, type Line, phrase, type Piece, plain, quote, textOf, warn } from '../styled.ts'
import type { View } from '../view.ts'
import { whoCounts } from '../who.ts'
import { codesOfClients } from './findings.ts'

/** Stores that are told of with their origins; of more only the names stand with the clients. */
const mostStores = 3

/** Clients by verdict with their own words, each on one line where that takes fewer; then the stores. */
export function briefClients(view: View): Section {
  const stores = isJudged(view) ? storesShown(view) : []
  const described = stores.length <= mostStores ? stores : stores.filter((s) => s.unreadable !== null || s.size === 0)
  const isExplained = stores.some((s) => whysFor(view, s).length > 0)
  return {
    title: 'Who says what',
    note: codesOfClients(view).join(', '),
    lines: [
      ...groupsTold(view).flatMap((g) => [...groupLines(view, g), ...seenHere(g.seats, g.chain)]),
      ...described.map((s) => storeLine(s, [], storeAge(view.report, s.id) !== null)),
    ],
    leftOut: [
      ...(groupsTold(view).some((g) => notSeenHere(g.seats, g.chain).length > 0) ? ['which clients could not be run'] : []),
      ...(described.length < stores.length ? ['what the stores are'] : []),
      ...(isExplained ? ['why each store was asked'] : []),
    ],
  }
}

function groupLines(view: View, { kind, words, seats, chain, fromMemory }: Group): readonly Line[] {
  const probably = fromMemory ? ' probably' : ''
  const who = joined(whoCounts(view, seats), chain === null ? '' : phrase` (${chain})`)
  const verb = (word: string): string => (seats.length === 1 ? `${word}s` : word)
  const line = (mark: Piece, end: Piece): Line => hanging('    ', phrase`  ${mark} ${who}${end}`)
  switch (kind) {
    case 'rejected':
      return rejection(view.width, line, `${probably} ${verb('reject')}`, words)
    case 'hangs':
      return [line(bad('✗'), ` never ${verb('return')}.`)]
    case 'undetermined':
      return [line(warn('?'), phrase` cannot be judged. Missing: ${words.join('; ')}.`)]
    case 'accepted':
      return [line(good('✓'), `${probably} ${verb('accept')}.`)]
  }
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

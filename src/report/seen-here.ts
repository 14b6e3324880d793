import type { ObservedResult } from '../model/report.ts'
import { shortened } from './escape.ts'
import type { Seat } from './seats.ts'
import { enumerated, hanging, indented, type Line, phrase, type Piece, plain, quote, warn } from './styled.ts'
import { foldVersions } from './versions.ts'

/** What the real clients of a group said: that they say the same, or what else. Without any: no lines. */
export function seenHere(seats: readonly Seat[], chain: string | null, isCrowded = false): readonly Line[] {
  const all = observedOf(seats, chain)
  const same = all.filter(({ agreement }) => agreement === 'same')
  const others = all.filter(({ agreement, verdict }) => agreement !== 'same' && verdict !== 'none')
  return [
    ...groupsBy(same, whereOff).map((group) => saidLine('seen here', group, 'say', ' the same', isCrowded)),
    ...groupsBy(others, answer).flatMap((group) => otherwise(group, isCrowded)),
  ]
}

/** Observations of one answer, in the order in which they were met. */
function groupsBy(all: readonly ObservedResult[], key: (each: ObservedResult) => string): readonly (readonly ObservedResult[])[] {
  const groups = new Map<string, ObservedResult[]>()
  for (const each of all) {
    const group = groups.get(key(each))
    if (group === undefined) groups.set(key(each), [each])
    else group.push(each)
  }
  return [...groups.values()]
}

const answer = (each: ObservedResult): string =>
  JSON.stringify([each.agreement === 'open', each.verdict, each.says, whereOff(each)])

/** `seen here: curl 8.5.0 and git 2.39.5 say the same`: one program says, several say, however often one was asked. */
function saidLine(mark: Piece, group: readonly ObservedResult[], verb: string, what: string, isCrowded: boolean, end = ''): Line {
  const s = programs(group).length === 1 ? 's' : ''
  const off = group.slice(0, 1).map(whereOff).join('')
  return hanging('      ', phrase`      ${mark}: ${named(group, isCrowded)} ${verb}${s}${what}${off}${end}`)
}

/** Whether each of these clients was run here and said what is predicted, with nothing more to tell of it. */
export function isSeenHere(seats: readonly Seat[], chain: string | null): boolean {
  const seen = seats.filter((seat) => observedOf([seat], chain).some(({ agreement }) => agreement === 'same'))
  const all = observedOf(seats, chain)
  return (
    seats.every(({ client }) => seen.some((s) => s.client === client)) &&
    all.every(({ agreement, verdict }) => agreement === 'same' || verdict === 'none') &&
    all.every((each) => whereOff(each) === '')
  )
}

/** Programs that were to be run and of which nothing was learnt, with the reasons. */
export function notSeenHere(seats: readonly Seat[], chain: string | null): readonly Line[] {
  const none = observedOf(seats, chain).filter(({ verdict }) => verdict === 'none')
  return groupsBy(none, ({ why }) => why).map((group) =>
    hanging('      ', phrase`      not seen here: ${named(group, false)} (${shortened(group[0]?.why ?? '', 200)})`),
  )
}

function otherwise(group: readonly ObservedResult[], isCrowded: boolean): readonly Line[] {
  const [first] = group
  if (first === undefined) return []
  const isOurFault = first.agreement !== 'open'
  const mark: Piece = isOurFault ? warn('seen here, not as predicted') : 'seen here'
  const code = isOurFault ? ' (RC505)' : ''
  if (first.verdict === 'accepted') return [saidLine(mark, group, 'accept', code, isCrowded)]
  const words = first.says.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return [
    saidLine(mark, group, 'reject', code, isCrowded, words.length === 0 ? '' : ':'),
    ...words.map((line) => indented(8, [quote(line)])),
  ]
}

/** Probes ask with verification on; the reader's own program goes through. */
function whereOff({ offBy = [] }: ObservedResult): string {
  return offBy.length === 0 ? '' : `, with verification on; here it is off by ${[...new Set(offBy)].join(', ')}`
}

/** Each program once, as it numbers itself. */
const programs = (all: readonly ObservedResult[]): readonly string[] => [
  ...new Set(all.map(({ program, version }) => `${program} ${version}`.trim())),
]

const named = (all: readonly ObservedResult[], isCrowded: boolean): Piece =>
  enumerated((isCrowded ? foldVersions(programs(all)) : programs(all)).map(plain))

const rank: readonly ObservedResult['agreement'][] = ['same', 'verdict', 'words', 'open']

/** One observation for each client, as it stands to the chain of the group. */
const observedOf = (seats: readonly Seat[], chain: string | null): readonly ObservedResult[] =>
  seats.flatMap(({ results }) => {
    const own = results.flatMap((r) => (r.observed !== undefined && (chain === null || r.chain === chain) ? [r.observed] : []))
    return own.toSorted((a, b) => rank.indexOf(a.agreement) - rank.indexOf(b.agreement)).slice(0, 1)
  })

import type { ObservedResult } from '../model/report.ts'
import { shortened } from './escape.ts'
import type { Seat } from './seats.ts'
import { enumerated, hanging, indented, type Line, phrase, type Piece, plain, quote, warn } from './styled.ts'

/** What the real clients of a group said: that they say the same, or what else. Without any: no lines. */
export function seenHere(seats: readonly Seat[], chain: string | null): readonly Line[] {
  const all = observedOf(seats, chain)
  const same = all.filter(({ agreement }) => agreement === 'same')
  const others = all.filter(({ agreement, verdict }) => agreement !== 'same' && verdict !== 'none')
  return [
    ...(same.length === 0
      ? []
      : [
          hanging(
            '      ',
            phrase`      seen here: ${programs(same)} ${same.length === 1 ? 'says' : 'say'} the same${whereOff(same)}`,
          ),
        ]),
    ...others.flatMap(otherwise),
  ]
}

/** Programs that were to be run and of which nothing was learnt, with the reasons. */
export function notSeenHere(seats: readonly Seat[], chain: string | null): readonly Line[] {
  return observedOf(seats, chain)
    .filter(({ verdict }) => verdict === 'none')
    .map((each) => hanging('      ', phrase`      not seen here: ${programs([each])} (${shortened(each.why, 200)})`))
}

function otherwise(observed: ObservedResult): readonly Line[] {
  const isOurFault = observed.agreement !== 'open'
  const mark: Piece = isOurFault ? warn('seen here, not as predicted') : 'seen here'
  const code = isOurFault ? ' (RC505)' : ''
  if (observed.verdict === 'accepted') return [hanging('      ', phrase`      ${mark}: ${programs([observed])} accepts${code}`)]
  const words = observed.says.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return [
    hanging(
      '      ',
      phrase`      ${mark}: ${programs([observed])} rejects${code}${whereOff([observed])}${words.length === 0 ? '' : ':'}`,
    ),
    ...words.map((line) => indented(8, [quote(line)])),
  ]
}

/** Probes ask with verification on; the reader's own program goes through. */
function whereOff(all: readonly ObservedResult[]): string {
  const off = [...new Set(all.flatMap(({ offBy = [] }) => offBy))]
  return off.length === 0 ? '' : `, with verification on; here it is off by ${off.join(', ')}`
}

const programs = (all: readonly ObservedResult[]): Piece =>
  enumerated([...new Set(all.map(({ program, version }) => `${program} ${version}`.trim()))].map(plain))

const rank: readonly ObservedResult['agreement'][] = ['same', 'verdict', 'words', 'open']

/** One observation for each client, as it stands to the chain of the group. */
const observedOf = (seats: readonly Seat[], chain: string | null): readonly ObservedResult[] =>
  seats.flatMap(({ results }) => {
    const own = results.flatMap((r) => (r.observed !== undefined && (chain === null || r.chain === chain) ? [r.observed] : []))
    return own.toSorted((a, b) => rank.indexOf(a.agreement) - rank.indexOf(b.agreement)).slice(0, 1)
  })

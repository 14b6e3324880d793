import type { FoundReport, SearchBound } from '../model/found.ts'
import { shortened } from './escape.ts'
import { code, hanging, type Line, phrase, warn } from './styled.ts'

/** What was not tried, a line each: bounds that the search met, where nothing was found, and addresses that brought no issuer. */
export function untriedLines(
  { bounds = [], unfetched = [] }: Pick<FoundReport, 'bounds' | 'unfetched'>,
  isFound: boolean,
): readonly Line[] {
  return [
    ...(isFound ? [] : bounds).map((bound) => hanging('  ', phrase`  ${warn('Not everything was tried')}: ${words(bound)}.`)),
    ...unfetched.map(({ from, why, unasked }) =>
      hanging(
        '  ',
        phrase`  ${warn(unasked === undefined ? 'Not fetched' : 'Not asked')}: ${code(shortened(from, 200))}: ${shortened(why, 200)}.${unasked === 'private' ? ' --aia-private asks such addresses too.' : ''}`,
      ),
    ),
  ]
}

/** Lower case, no full stop. */
function words({ kind, most }: SearchBound): string {
  switch (kind) {
    case 'certificates':
      return `no more than ${most} certificates that may stand above the chain were looked at`
    case 'steps':
      return `so many certificates stand above the chain that looking for a path to a root was ended after ${most} steps; longer paths were left out`
    case 'paths':
      return `more than ${most} paths lead from the chain to a root, and only the ${most} shortest were looked at`
    case 'proofs':
      return `only the first ${most} changes were judged, of the shortest paths`
    case 'signatures':
      return `${most} signatures were verified, and the others count as unknown`
    case 'verdicts':
      return `of ${most} ${most === 1 ? 'change' : 'changes'} that ${most === 1 ? 'was' : 'were'} judged it is unknown what a client would say after ${most === 1 ? 'it' : 'them'}`
  }
}

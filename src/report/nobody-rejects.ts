import type { ClientId } from '../model/client.ts'
import type { Fault } from '../model/fault.ts'
import { bad, command, dim, enumerated, good, hanging, type Line, name, phrase, plain, strong, warn } from './styled.ts'
import { ownerWords } from './words/remedies.ts'

/**
 * The answer where no client rejects; `open`: clients of which nobody knows whether they accept; `demands`: why the server lets in none
 * of them all the same.
 */
export const nobodyRejects = (
  said: string,
  open: readonly ClientId[],
  again: string,
  demands: readonly Fault[] = [],
): readonly Line[] => [
  ...demands.flatMap(demandLines),
  ...(open.length === 0
    ? demands.length > 0
      ? []
      : [hanging('  ', phrase`${good(said)} every client that was asked accepts the certificate of the server.`)]
    : [
        hanging(
          '  ',
          phrase`${warn('Not known')}: none rejects, and what ${enumerated(open.map(name))} would say hangs on an unknown input.`,
        ),
        [plain('Which one: '), command(`rootcause check ${again}`)],
      ]),
]

const demandLines = ({ what, means, code, orders }: Fault): readonly Line[] => [
  hanging('  ', phrase`${bad('No store cures this.')} ${what} ${means} ${dim(`(${code})`)}`),
  ...orders.map((order) => hanging('    ', phrase`  ${strong(ownerWords[order.owner])}: ${order.what}`)),
]

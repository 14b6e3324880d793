import type { ClientId } from '../model/client.ts'
import { command, enumerated, good, hanging, type Line, name, phrase, plain, warn } from './styled.ts'

/** The answer where no client rejects; `open`: clients of which nobody knows whether they accept. */
export const nobodyRejects = (said: string, open: readonly ClientId[], again: string): readonly Line[] =>
  open.length === 0
    ? [hanging('  ', phrase`${good(said)} every client that was asked accepts the certificate of the server.`)]
    : [
        hanging(
          '  ',
          phrase`${warn('Not known')}: none rejects, and what ${enumerated(open.map(name))} would say hangs on an unknown input.`,
        ),
        [plain('Which one: '), command(`rootcause check ${again}`)],
      ]

import { code, command, enumerated, good, hanging, type Line, name, phrase, plain, warn } from './styled.ts'

/** Published data that lies in the user's cache and did not count. */
export interface Unusable {
  /** Of the publication. */
  readonly title: string
  /** Lower case, no full stop. */
  readonly why: string
}

/** What a report on a cure tells beside it. */
export interface Aside {
  /** Absent or empty: all that is kept counted. */
  readonly unusable?: readonly Unusable[]
  /** Clients that were asked and of which nobody knows whether they accept, for an input is unknown. Absent or empty: there are none. */
  readonly open?: readonly string[]
}

/** The answer where no client rejects. */
export const nobodyRejects = (said: string, { open = [] }: Aside, again: string): readonly Line[] =>
  open.length === 0
    ? [hanging('  ', phrase`${good(said)} every client that was asked accepts.`)]
    : [
        hanging(
          '  ',
          phrase`${warn('Not known')}: none rejects, and what ${enumerated(open.map(name))} would say hangs on an unknown input.`,
        ),
        [plain('Which one: '), command(`rootcause check ${again}`)],
      ]

/** A line for each reason: what was not used because of it, and what to do. */
export function unusableLines({ unusable = [] }: Aside): readonly Line[] {
  const reasons = [...new Set(unusable.map(({ why }) => why))]
  return reasons.map((reason) => {
    const titles = unusable.flatMap(({ title, why }) => (why === reason ? [name(title)] : []))
    return hanging(
      '  ',
      phrase`${warn('Not used')}: ${enumerated(titles)}, for ${reason}; ${code('rootcause update')} fetches anew.`,
    )
  })
}

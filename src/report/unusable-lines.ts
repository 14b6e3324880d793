import type { Unusable } from '../model/authenticity.ts'
import { command, enumerated, hanging, type Line, name, phrase, warn } from './styled.ts'

/** A line for each reason: what was not used because of it, and what to do. */
export function unusableLines(unusable: readonly Unusable[]): readonly Line[] {
  const reasons = [...new Set(unusable.map(({ why }) => why))]
  return reasons.map((reason) => {
    const titles = unusable.flatMap(({ title, why }) => (why === reason ? [name(title)] : []))
    return hanging(
      '  ',
      phrase`${warn('Not used')}: ${enumerated(titles)}, for ${reason}; ${command('rootcause update')} fetches anew.`,
    )
  })
}

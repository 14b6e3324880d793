import type { Evidence } from '../model/evidence.ts'
import { type Workshop, world as worldOf } from '../graph/world.ts'
import { RootcauseError } from '../model/error.ts'
import { chainAuthorities } from './chain-authorities.ts'
import type { Context } from './context.ts'
import { withTargetProbed } from './probe-target.ts'

/** What is looked for beside the target, on request. */
export interface FurtherOptions {
  readonly aia: boolean
  readonly aiaPrivate: boolean
  readonly clock: boolean
  /** Longest wait for one answer. */
  readonly timeoutMs: number
}

/**
 * The evidence with what was found out around it. A saved case keeps what it holds: where it was made on another machine, nothing here
 * belongs to it. Throws where third parties are asked for and forbidden at once.
 */
export async function observeFurther(
  evidence: Evidence,
  { aia, aiaPrivate, clock, timeoutMs }: FurtherOptions,
  shop: Workshop,
  context: Context,
): Promise<Evidence> {
  const contacts = [...(aia || aiaPrivate ? ['--aia'] : []), ...(clock ? ['--clock'] : [])]
  const [first] = contacts
  if (evidence.options.offline && first !== undefined) {
    throw new RootcauseError('usage', `--offline forbids ${contacts.join(' and ')}`, `leave out one of --offline and ${first}`)
  }
  if (!isFresh(evidence)) {
    if (first === undefined) return evidence
    throw new RootcauseError(
      'usage',
      `${contacts.join(' and ')} asks the network, and a saved case is judged as it is`,
      `leave out ${first}, or observe the server again`,
    )
  }
  let own: Evidence = { ...evidence, authorities: await chainAuthorities(worldOf(evidence, shop)) }
  own = await withTargetProbed(own)
  if (aia || aiaPrivate) {
    const { withFetched } = await import('./with-fetched.ts')
    own = await withFetched(own, shop, { allowPrivate: aiaPrivate, timeoutMs }, context)
  }
  if (clock) {
    const { withTime } = await import('./timed-evidence.ts')
    own = await withTime(own, context)
  }
  return own
}

/** Whether it is no case that was read: only a fresh observation has no list of authorities yet. */
export const isFresh = ({ platform, authorities }: Evidence): boolean => platform !== undefined && authorities === undefined

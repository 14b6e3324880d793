import type { Evidence, Target } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { hostsEntries } from './hosts-entries.ts'

/** What the machine does to the target's name, and which platform it is: read, not tried. */
export function machineFacts(
  { host }: Target,
  { connect }: { readonly connect: string | null },
  context: Context,
): Pick<Evidence, 'platform' | 'hostsEntries'> {
  const entries = connect === null ? hostsEntries(context.host, host) : []
  return { platform: context.host.platform, ...(entries.length === 0 ? {} : { hostsEntries: entries }) }
}

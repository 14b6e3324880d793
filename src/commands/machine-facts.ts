import type { Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { hostsEntries } from './hosts-entries.ts'
import { resolvers } from './resolvers.ts'

/** What the machine does to the target's name, and which platform it is: read, not tried. */
export function machineFacts(
  { target: { host: name }, sends, contacted }: Pick<Evidence, 'target' | 'sends' | 'contacted'>,
  { connect }: { readonly connect: string | null },
  { host }: Pick<Context, 'host'>,
): Pick<Evidence, 'platform' | 'hostsEntries' | 'resolvers'> {
  const entries = connect === null ? hostsEntries(host, name) : []
  // A proxy looks for the name itself, and where the hosts file has it no name server is asked.
  const isLookedUp = connect === null && entries.length === 0 && !contacted.some((who) => who.startsWith('proxy '))
  const addresses = [...new Set(sends.map((s) => s.address))].filter((address) => address !== '')
  const asked = isLookedUp ? resolvers(host, name, addresses) : null
  return {
    platform: host.platform,
    ...(entries.length === 0 ? {} : { hostsEntries: entries }),
    ...(asked === null ? {} : { resolvers: asked }),
  }
}

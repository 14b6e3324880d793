import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'server-name-required'

/** RFC 6066 §3: without server_name a server of many sites cannot know which is meant. */
export const serverNameRequired: Fault = {
  id,
  title: 'Another chain without a server name',
  shows:
    "Clients that send the server name get a good chain; clients that do not get the default site's, which is for another host.",
  build: (now) => {
    const usual = usualChain(id, now)
    const other = usualChain(id, now, { names: [{ dns: 'default.lab.test' }] })
    return {
      ...servedUsually(usual),
      serve: { kind: 'by-name', others: [{ chain: [other.leaf, other.intermediate], key: other.entities.leaf.key.privateKey }] },
    }
  },
}

import { isIPv4, isIPv6 } from 'node:net'

/**
 * 4 or 6 for the text of an IP address, 0 for any other text: `net.isIP`, but without making Node build its long expression
 * for IPv6 (2 ms of each start) for a text that has not two colons.
 */
export function ipVersion(text: string): 0 | 4 | 6 {
  const colon = text.indexOf(':')
  if (colon >= 0 && text.includes(':', colon + 1)) return isIPv6(text) ? 6 : 0
  return isIPv4(text) ? 4 : 0
}

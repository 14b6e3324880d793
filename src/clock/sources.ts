/** Who is asked for the time: the `Date` of an HTTPS answer (RFC 9110 §6.6.1). */
export interface TimeSource {
  readonly host: string
  readonly port: number
  /** Who runs it: sources of one operator are one voice. */
  readonly operator: string
  /** Where to connect instead of to the name's own address; for replicas. */
  readonly connect?: string
}

/** Hosts that everybody may ask, each run by somebody else. The one place in which they stand. */
export const timeSources: readonly TimeSource[] = [
  { host: 'www.google.com', port: 443, operator: 'Google' },
  { host: 'www.cloudflare.com', port: 443, operator: 'Cloudflare' },
  { host: 'www.microsoft.com', port: 443, operator: 'Microsoft' },
  { host: 'www.amazon.com', port: 443, operator: 'Amazon' },
]

/** The sources without the server that is judged: what it says of the time is no vote on it, whatever its address. */
export const sourcesBeside = (target: string): readonly TimeSource[] =>
  timeSources.filter(({ host }) => host !== target.toLowerCase().replace(/\.$/, ''))

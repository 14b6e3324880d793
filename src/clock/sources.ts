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

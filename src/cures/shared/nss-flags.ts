import { type NssTrust, nssTrust } from '../../stores/shared/nss-records.ts'

const { delegator, peer, never, authority, mustVerify } = nssTrust

/** How certutil writes trust for servers with trust for their clients: every pair that it makes (observed, NSS 3.87: certutil -M -t). */
const forTls: readonly (readonly [string, string, string])[] = [
  ['', mustVerify, mustVerify],
  ['c', authority, authority],
  ['C', delegator, authority],
  ['T', authority, delegator],
  ['CT', delegator, delegator],
  ['P', peer, peer],
  ['p', never, never],
  ['Cp', delegator, never],
  ['CP', delegator, peer],
  ['Tp', never, delegator],
  ['TP', peer, delegator],
]

const forOther: ReadonlyMap<string, string> = new Map([
  [mustVerify, ''],
  [authority, 'c'],
  [delegator, 'C'],
  [peer, 'P'],
  [never, 'p'],
])

/** Trust as certutil's `-t` takes it, by purpose. */
export interface NssFlags {
  readonly tls: string
  readonly email: string
  readonly code: string
}

/** The flags that make exactly this trust; `null`: certutil has none for it. No record of trust is the same as `,,`. */
export function nssFlags(trust: NssTrust | null): NssFlags | null {
  if (trust === null) return { tls: '', email: '', code: '' }
  const tls = forTls.find(([, server, client]) => trust.server === server && trust.client === client)?.[0]
  const [email, code] = [forOther.get(trust.email), forOther.get(trust.code)]
  return tls === undefined || email === undefined || code === undefined ? null : { tls, email, code }
}

/** As `-t` takes them (certutil(1)): TLS, mail, code. */
export const flagsText = ({ tls, email, code }: NssFlags): string => `${tls},${email},${code}`

/** The same as an authority for servers; `null`: something is said of it for TLS that this would write over. */
export function asAuthority(flags: NssFlags): NssFlags | null {
  const tls = new Map([
    ['', 'C'],
    ['c', 'C'],
    ['T', 'CT'],
  ]).get(flags.tls)
  return tls === undefined ? null : { ...flags, tls }
}

/** The same without trust for servers, which is no refusal; `null`: it has no such trust, or together with something that would go as well. */
export function withoutAuthority(flags: NssFlags): NssFlags | null {
  const tls = new Map([
    ['C', ''],
    ['CT', 'T'],
  ]).get(flags.tls)
  return tls === undefined ? null : { ...flags, tls }
}

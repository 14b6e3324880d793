import type { Ask, OracleClient } from '../client.ts'

/** A client that is started once for every server on loopback, with its clock set by libfaketime. */
export const eachServer = ({ command, read }: Omit<Ask & { readonly kind: 'each' }, 'kind'>) =>
  ({ about: 'server', clock: 'faketime', ask: { kind: 'each', command, read } }) as const satisfies Partial<OracleClient>

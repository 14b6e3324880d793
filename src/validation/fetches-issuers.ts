import type { ClientProfile } from '../model/client.ts'

/** Whether a client fetches missing issuers by itself (RFC 5280 §4.2.2.1). */
export const fetchesIssuers = ({ verifier }: Pick<ClientProfile, 'verifier'>): boolean => 'aia' in verifier && verifier.aia

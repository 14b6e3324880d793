import type { PublishedSource } from './published-source.ts'
import { reportWithCertificates } from './shared/ccadb.ts'

/**
 * CCADB's report of the roots that any of its programmes includes, with their certificates. It locates: the purposes in it are those that
 * the authority intends, not those that a programme grants, so that it states nothing.
 */
export const ccadbIncluded: PublishedSource = {
  id: 'ccadb-included',
  title: "CCADB's report of included roots with their certificates",
  programmes: [],
  believed: 'transport',
  maxOctets: 12_000_000,
  read: (bytes, { fetchedAt }) =>
    reportWithCertificates(bytes, { certificate: 'X.509 Certificate (PEM)', others: [] }, fetchedAt, () => null),
}

import type { PublishedSource } from './published-source.ts'
import { unreadable } from './shared/content.ts'
import { gitilesText } from './shared/gitiles-text.ts'
import { pemCertificates } from './shared/pem-certificates.ts'

/** The certificates that the Chrome Root Store names (root_store.certs). It states nothing: which of them are trusted, the textproto tells. */
export const chromeRootCerts: PublishedSource = {
  id: 'chrome-root-certs',
  title: "the Chrome Root Store's certificates (root_store.certs)",
  programmes: [],
  believed: 'transport',
  maxOctets: 6_000_000,
  read: (bytes, { fetchedAt }) => {
    const found = pemCertificates(gitilesText(bytes))
    if (typeof found === 'string') return unreadable(found)
    if (found.length === 0) return unreadable('it holds no certificate')
    return { kind: 'content', asOf: fetchedAt, issue: '', statements: [], certificates: found.map(({ der }) => der) }
  },
}

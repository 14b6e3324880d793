import type { PublishedSource } from './published-source.ts'
import { listed, reportWithCertificates, statusMeans, statusNote } from './shared/ccadb.ts'
import { said } from './shared/content.ts'

const columns = { certificate: 'PEM Info', others: ['Microsoft Status', 'Microsoft EKUs'] }

/** CCADB's report of the roots of Microsoft's programme, with their status, purposes and certificates. */
export const ccadbMicrosoft: PublishedSource = {
  id: 'ccadb-microsoft',
  title: "CCADB's report of Microsoft's roots",
  programmes: ['microsoft'],
  believed: 'transport',
  maxOctets: 12_000_000,
  read: (bytes, { fetchedAt }) =>
    reportWithCertificates(bytes, columns, fetchedAt, ({ sha256, of }) => {
      const status = of('Microsoft Status')
      const says = statusMeans(status)
      if (says === null) return null
      const purposes = listed(of('Microsoft EKUs'))
      const isForServers = purposes.includes('Server Authentication')
      if ((says === 'included' || says === 'dated') && !isForServers)
        return said('microsoft', sha256, 'other-purpose', purposes.join(', '))
      return said('microsoft', sha256, says, statusNote(status))
    }),
}

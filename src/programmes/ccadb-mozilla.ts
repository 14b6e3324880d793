import type { PublishedSource } from './published-source.ts'
import { listed, reportWithCertificates } from './shared/ccadb.ts'
import { said } from './shared/content.ts'

const columns = {
  certificate: 'PEM Info',
  others: ['Trust Bits', 'Distrust for TLS After Date', 'Mozilla Applied Constraints'],
}

/** CCADB's report of the roots that Mozilla includes, with their trust bits, dates of distrust, constraints and certificates. */
export const ccadbMozilla: PublishedSource = {
  id: 'ccadb-mozilla',
  title: "CCADB's report of Mozilla's included roots",
  programmes: ['mozilla'],
  believed: 'transport',
  maxOctets: 8_000_000,
  read: (bytes, { fetchedAt }) =>
    reportWithCertificates(bytes, columns, fetchedAt, ({ sha256, of }) => {
      const bits = listed(of('Trust Bits'))
      if (!bits.includes('Websites')) return said('mozilla', sha256, 'other-purpose', bits.join(', '))
      const after = of('Distrust for TLS After Date').replaceAll('.', '-')
      const names = of('Mozilla Applied Constraints')
      const notes = [
        ...(after === '' ? [] : [`not for certificates issued after ${after}`]),
        ...(names === '' ? [] : [`constrained by Mozilla: ${names.slice(0, 200)}`]),
      ]
      return said('mozilla', sha256, names !== '' ? 'limited' : after === '' ? 'included' : 'dated', notes.join('; '))
    }),
}

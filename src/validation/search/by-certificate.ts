import type { Certificate } from '../../model/certificate.ts'

/** What does not hang on the time, found once for each certificate of a search. */
export function byCertificate<T extends object | null>(find: (certificate: Certificate) => T): (certificate: Certificate) => T {
  const found = new Map<Certificate, T>()
  return (certificate) => {
    let own = found.get(certificate)
    if (own === undefined) found.set(certificate, (own = find(certificate)))
    return own
  }
}

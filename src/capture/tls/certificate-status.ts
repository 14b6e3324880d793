import { ByteReader, MalformedMessage } from './byte-reader.ts'

/**
 * The OCSP response in a CertificateStatus structure (RFC 6066 §8; in TLS 1.3 the body of the `status_request` extension of a
 * certificate entry, RFC 8446 §4.4.2.1). `null` when it is of another type, empty or malformed: a staple is a fact beside the
 * chain, and its absence no reason to lose the chain.
 */
export function readCertificateStatus(body: Buffer): Buffer | null {
  try {
    const reader = new ByteReader(body)
    if (reader.number(1) !== 1) return null
    const response = reader.vector(3)
    return response.length === 0 ? null : response
  } catch (error) {
    if (error instanceof MalformedMessage) return null
    throw error
  }
}

import type { Certificate } from './certificate.ts'
import type { SubjectPublicKeyInfo } from './algorithm.ts'

/**
 * Whether one key made one certificate's signature: a fact that depends on neither time nor client.
 * `unsupported`: nobody here can compute it. `not-recorded`: a replayed case does not hold it and nothing can compute it.
 */
export type SignatureFact = 'valid' | 'invalid' | 'unsupported' | 'not-recorded'

/** Settles one fact, synchronously. Never throws: a malformed key or signature is `invalid` or `unsupported`. */
export type SignatureVerifier = (child: Certificate, issuerKey: SubjectPublicKeyInfo) => SignatureFact

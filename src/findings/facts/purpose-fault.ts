import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { FailureCode } from '../../model/failure.ts'

const serverAuth = '1.3.6.1.5.5.7.3.1'

/**
 * What is wrong with a certificate of which clients say that it is no authority or has the wrong purpose. OpenSSL's test
 * of purposes (crypto/x509/v3_purp.c) is one of basicConstraints, keyUsage and extendedKeyUsage together.
 */
export function purposeFault(certificate: Certificate, code: FailureCode): 'extended-key-usage' | 'not-a-ca' | 'key-usage' {
  const isIssuer = code !== 'purpose-target' && code !== 'key-usage-target'
  const purposes = certificate.extendedKeyUsage?.purposes
  if (code.startsWith('purpose-') && purposes !== undefined && !purposes.includes(serverAuth)) return 'extended-key-usage'
  if (isIssuer && certificate.basicConstraints?.cA !== true) return 'not-a-ca'
  if (isIssuer ? mayNotSign(certificate) : certificate.keyUsage !== null) return 'key-usage'
  return code.startsWith('purpose-') ? 'extended-key-usage' : 'not-a-ca'
}

/** Whether keyUsage is there and lacks keyCertSign (RFC 5280 §4.2.1.3). */
export const mayNotSign = ({ keyUsage }: Certificate): boolean =>
  keyUsage !== null && (keyUsage.bits & keyUsageBit.keyCertSign) === 0

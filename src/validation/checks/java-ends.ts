import type { Failure } from '../../model/failure.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { CertificationPath } from '../../model/path.ts'
import type { PurposePolicy } from '../../model/policy.ts'
import { maySignCertificates } from './key-usage.ts'
import { allowsServerAuth } from './purpose.ts'

const netscapeSslServer = 0b10

/**
 * Whether the anchor that a path ended at is an authority (PKIXValidator.verifyTrustAnchor; the property
 * jdk.security.allowNonCaAnchor, which lifts it, is taken as unset). Versions 1 and 2 pass.
 * `anchor-rejected`; params `detail` for a keyUsage without keyCertSign.
 */
export function anchorFailure({ certificates, anchor }: CertificationPath): Failure | null {
  if (anchor === null || anchor.version < 3) return null
  const isCa = anchor.basicConstraints?.cA === true
  if (isCa && maySignCertificates(anchor)) return null
  const failure: Failure = { code: 'anchor-rejected', at: certificates.length, certificate: anchor }
  return isCa ? { ...failure, params: { detail: 'does not have keyCertSign bit set in KeyUsage extension' } } : failure
}

/**
 * EndEntityChecker.checkTLSServer for the target, in its order: keyUsage, extendedKeyUsage, Netscape's type. The key
 * usage asked for is digitalSignature, that of TLS 1.3 and of every ephemeral key exchange; with static RSA it would be
 * keyEncipherment.
 */
export function endEntityFailure({ certificates }: CertificationPath, purpose: PurposePolicy): Failure | null {
  const target = certificates[0]
  if (target === undefined) return null
  const { keyUsage, legacy } = target
  if (keyUsage !== null && (keyUsage.bits & keyUsageBit.digitalSignature) === 0)
    return { code: 'key-usage-target', at: 0, certificate: target }
  const isTyped = legacy.netscapeCertType !== null && (legacy.netscapeCertType & netscapeSslServer) === 0
  if (!allowsServerAuth(target, purpose)) return { code: 'purpose-target', at: 0, certificate: target }
  return isTyped ? { code: 'purpose-target', at: 0, certificate: target, params: { detail: 'Netscape cert type' } } : null
}

import type { ClientProfile } from '../../model/client.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'

/**
 * Whether the handshake itself lets the target's key sign it (RFC 8446 §4.4.2.2: digitalSignature, where keyUsage is there). It is
 * looked at before any path, by clients that hold the key to it in every version that they speak: all their key exchanges sign.
 */
export function handshakeKeyUsageFailure({ sent: [target] }: Scenario, { handshakeKeyUsage }: ClientProfile): Failure | null {
  if (handshakeKeyUsage === undefined || target === undefined || target.keyUsage === null) return null
  const { bits } = target.keyUsage
  const isFit = (bits & keyUsageBit.digitalSignature) !== 0 || (bits === 0 && handshakeKeyUsage === 'unless-empty')
  return isFit ? null : { code: 'key-usage-target', at: 0, certificate: target }
}

import { lostBlock } from '../../x509/lost-block.ts'
import type { CertificateFile } from '../../x509/certificate-file.ts'
import type { StoreContent } from '../store.ts'

/**
 * A file of which a certificate is lost; `null`: none is. Observed with a damaged, a cut and a glued block: OpenSSL 3.0 reads none of the file
 * (s_client, Python, Ruby, PHP, Perl; curl and wget end), Node's NODE_EXTRA_CA_CERTS what stands before the block, Go 1.19 all others.
 */
export function damagedPem(bytes: Uint8Array, { form }: Pick<CertificateFile, 'form'>, origin: string): StoreContent | null {
  const lost = form === 'pem' ? lostBlock(bytes) : null
  if (lost === null) return null
  return { origin, unreadable: `line ${lost.line}: ${lost.text}; many programs then read none of the file`, damaged: true }
}

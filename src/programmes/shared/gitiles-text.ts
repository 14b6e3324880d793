import { decodeBase64Octets } from '../../x509/base64.ts'

/**
 * A file that a Gitiles server gave: with `?format=TEXT` it writes the file as base64 (Gitiles: HostIndexServlet, BlobServlet). A file that
 * is not base64 as a whole is taken as it is, as when it was saved decoded.
 */
export function gitilesText(bytes: Uint8Array): Uint8Array {
  const { bytes: decoded, invalidAt } = decodeBase64Octets(bytes, 0, bytes.length)
  return invalidAt === null && decoded.length > 0 ? decoded : bytes
}

import type { Host } from '../../host/host.ts'
import type { FileChange } from '../../model/plan.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { readCertificateFile } from '../../x509/certificate-file.ts'
import { fileChange, sha256Of } from './anchor-file.ts'

/** Files below a folder that hold a certificate, in order. Hidden ones are passed over. Throws what the system says. */
export function filesThatHold(host: Host, folder: string, isDeep: boolean, ids: readonly Sha256[]): readonly string[] {
  return filesIn(host, folder, isDeep).filter((path) => holds(host.readFile(path), ids))
}

/** Whether a file's octets hold one of these certificates; `null`: there is no file. */
export const holds = (octets: Uint8Array | null, ids: readonly Sha256[]): boolean =>
  octets !== null && readCertificateFile(octets).certificates.some(({ der }) => ids.includes(sha256Of(der)))

function filesIn(host: Host, folder: string, isDeep: boolean, depth = 0): readonly string[] {
  return (host.list(folder) ?? [])
    .filter((name) => !name.startsWith('.'))
    .flatMap((name): readonly string[] => {
      const path = `${folder}/${name}`
      const kind = host.stat(path)
      // A link to a folder above would lead round for ever.
      if (kind === 'directory') return isDeep && depth < 8 ? filesIn(host, path, isDeep, depth + 1) : []
      return kind === 'file' ? [path] : []
    })
}

/**
 * The change that takes certificates out of a file: the file goes where it holds nothing else. Of a text with more the blocks go that
 * hold them, and all else stays to the octet. `null`: they cannot be taken out (several in DER or PKCS #7), or the file is a symbolic link,
 * behind which somebody else's file lies.
 */
export function withoutCertificates(host: Host, path: string, ids: readonly Sha256[]): FileChange | null {
  const octets = host.readFile(path)
  const folder = path.slice(0, path.lastIndexOf('/'))
  const own = `${host.realPath(folder) ?? folder}${path.slice(path.lastIndexOf('/'))}`
  if (octets === null || host.realPath(path) !== own) return null
  const { certificates, form } = readCertificateFile(octets)
  if (certificates.every(({ der }) => ids.includes(sha256Of(der)))) return fileChange(host, own, null)
  const text = latin1(octets)
  // In p11-kit's own format the block is one line of an object.
  if (form !== 'pem' || text.includes('[p11-kit-object-v1]')) return null
  const kept = text.replace(/-----BEGIN ([A-Z0-9. ]*CERTIFICATE)-----[\s\S]*?-----END \1-----[^\n]*(?:\n|$)/g, (block) =>
    holds(fromLatin1(block), ids) ? '' : block,
  )
  return kept === text || holds(fromLatin1(kept), ids) ? null : fileChange(host, own, fromLatin1(kept))
}

const latin1 = (octets: Uint8Array): string => Array.from(octets, (octet) => String.fromCharCode(octet)).join('')
const fromLatin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

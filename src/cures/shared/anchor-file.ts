import type { Host } from '../../host/host.ts'
import type { FileChange } from '../../model/plan.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { encodeBase64 } from '../../x509/base64.ts'
import { digest } from '../../x509/digest.ts'
import { toHex } from '../../x509/hex.ts'
import type { AnchorToChange } from '../cure.ts'

/**
 * The name, without an end, of a file that holds one anchor: `rootcause-isrg-root-x1-96bcec06`. Lower-case letters, digits and hyphens
 * alone, for the tools that take such files up copy the name into others, split at blanks, or pass over what begins with a dot.
 */
export function anchorFileName({ label, sha256 }: AnchorToChange): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return `rootcause-${plain === '' ? 'root' : plain}-${sha256.slice(0, 8)}`
}

/** A folder without symbolic links; one that is not there stays as it is named. */
export const realFolder = (host: Host, folder: string): string => host.realPath(folder) ?? folder

/**
 * A file that gets this content, made against what is there now; `null`: it is removed. Throws what the system says, and where a link leads
 * to nothing: what would be made is not what the plan shows.
 */
export function fileChange(host: Host, path: string, content: Uint8Array | null): FileChange {
  const there = host.stat(path) === null ? null : host.readFile(path)
  if (there === null && isNamed(host, path)) throw new Error(`${path} is a link that leads to nothing`)
  return {
    kind: 'file',
    path,
    before: there === null ? null : sha256Of(there),
    content: content === null ? null : encodeBase64(content),
    mode: 0o644,
  }
}

/** Whether the folder has such a name, whatever it leads to. */
function isNamed(host: Host, path: string): boolean {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  const names = host.list(path.slice(0, cut) || '/')
  return names?.includes(path.slice(cut + 1)) === true
}

/** Identity of octets: of a certificate, or of a file. */
export const sha256Of = (octets: Uint8Array): Sha256 => toHex(digest('sha256', octets)) as Sha256

/** Text as UTF-8. */
export const octetsOf = (text: string): Uint8Array => new TextEncoder().encode(text)

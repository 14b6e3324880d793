import { readCertificateFile } from '../../x509/certificate-file.ts'
import type { Host } from '../../host/host.ts'
import type { StoreContent } from '../store.ts'
import { damagedPem } from './damaged-pem.ts'
import { eachOnce } from './each-once.ts'

/**
 * The certificates of a file that begins as PEM, given by its absolute path: no store with a name is called so, and no other kind of
 * store begins so. `null`: it is something else, or holds none. It is the store that most checks name, and spares them the readers of all
 * the kinds (`stores/index.ts`), which are loaded when they are asked.
 */
export function readPemFile(host: Host, path: string): StoreContent | null {
  if (!absolute.test(path)) return null
  try {
    const bytes = host.stat(path) === 'file' ? host.readFile(path) : null
    if (bytes === null || !pemBegin.every((octet, i) => bytes[i] === octet)) return null
    const read = readCertificateFile(bytes)
    const { certificates } = read
    return certificates.length === 0 ? null : (damagedPem(bytes, read, path) ?? eachOnce({ origin: path, certificates }))
  } catch {
    return null
  }
}

const absolute = /^(?:\/|[A-Za-z]:[\\/])/

/** `-----BEGIN ` (RFC 7468 §2). */
const pemBegin: readonly number[] = [0x2d, 0x2d, 0x2d, 0x2d, 0x2d, 0x42, 0x45, 0x47, 0x49, 0x4e, 0x20]

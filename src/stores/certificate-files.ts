import { readCertificateFile } from '../x509/certificate-file.ts'
import type { Host } from '../host/host.ts'
import { damagedPem } from './shared/damaged-pem.ts'
import { kindOrLoop, withoutLoops } from './shared/link-loops.ts'
import type { StoreContent, StoredCertificate, StoreFormat } from './store.ts'

/**
 * A store that is a file of certificates (PEM, DER, PKCS #7) or a directory of such files. Of a directory every file that
 * holds certificates counts; hash links to the same certificate are one.
 */
export const certificateFiles: StoreFormat = {
  id: 'certificates',
  title: 'certificates in a file or a directory',
  isAt: () => true,
  read: async (host, path) => readCertificates(host, path) ?? { origin: path, unreadable: 'it is gone' },
}

/** The same, of a path that may not be there. `null`: nothing is. */
export function readCertificates(host: Host, path: string): StoreContent | null {
  try {
    const kind = host.stat(path)
    if (kind === null) return null
    return kind === 'directory' ? fromDirectory(host, path) : fromFile(host, path)
  } catch (error) {
    return { origin: path, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

function fromFile(host: Host, path: string): StoreContent {
  const bytes = host.readFile(path)
  if (bytes === null) return { origin: path, unreadable: 'it is gone' }
  const read = readCertificateFile(bytes)
  const { certificates, problems } = read
  if (certificates.length > 0) return damagedPem(bytes, read, path) ?? { origin: path, certificates }
  const [problem] = problems
  const where = problem === undefined || problem.line === 0 ? '' : `line ${problem.line}: `
  return { origin: path, unreadable: `${where}${problem?.text ?? 'it holds no certificate'}` }
}

function fromDirectory(host: Host, path: string): StoreContent {
  const certificates: StoredCertificate[] = []
  const loops: string[] = []
  const slash = host.platform === 'win32' ? '\\' : '/'
  for (const name of host.list(path) ?? []) {
    const file = `${path}${slash}${name}`
    const kind = kindOrLoop(host, file)
    if (kind === 'loop') loops.push(name)
    if (kind !== 'file') continue
    const bytes = host.readFile(file)
    if (bytes !== null) certificates.push(...readCertificateFile(bytes).certificates)
  }
  const left = withoutLoops(loops)
  if (certificates.length === 0) return { origin: path, unreadable: `no file in it holds a certificate${left}` }
  return { origin: `${path}${left}`, certificates }
}

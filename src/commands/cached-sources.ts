import { cacheFolder as issuersFolder } from '../fetch/fetched-cache.ts'
import type { Host } from '../host/host.ts'
import { cacheFolder, inFolder } from '../host/user-folders.ts'
import type { Certificate } from '../model/certificate.ts'
import type { PoolSource } from '../roots/candidate-pool.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import type { CertificateReader } from './candidate-sources.ts'

/** Where what `--locate` found is kept, in the user's cache; `null`: he has none. */
export const locatedFolder = (host: Host): string | null => cacheFolder('located', host)

/** Files of one folder that are read. Our own bound. */
const mostFiles = 500

/** As both caches name what they keep. */
const ownName = /^[0-9a-f]{64}\.(?:pem|der)$/

/** What `--aia` and `--locate` brought before, however long ago: a certificate does not change. What cannot be read is not there. */
export function cachedSources(host: Host, read: CertificateReader): readonly PoolSource[] {
  const kept = (where: string, folder: string | null): readonly PoolSource[] => {
    const certificates = folder === null ? [] : certificatesIn(host, folder, read)
    return certificates.length === 0 ? [] : [{ where, certificates, isHeld: true }]
  }
  return [
    ...kept('fetched before from the address in a certificate', issuersFolder(host)),
    ...kept('located before', locatedFolder(host)),
  ]
}

function certificatesIn(host: Host, folder: string, read: CertificateReader): readonly Certificate[] {
  try {
    const names = (host.list(folder) ?? []).filter((name) => ownName.test(name)).slice(0, mostFiles)
    return names.flatMap((name) => certificatesOf(host, inFolder(folder, name, host)).map((der) => read(der)))
  } catch {
    return []
  }
}

function certificatesOf(host: Host, path: string): readonly Uint8Array[] {
  try {
    return readCertificateFile(host.readFile(path) ?? new Uint8Array()).certificates.map(({ der }) => der)
  } catch {
    return []
  }
}

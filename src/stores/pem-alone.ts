import { readCertificateFile } from '../x509/certificate-file.ts'
import { damagedPem } from './shared/damaged-pem.ts'
import type { Store } from './store.ts'

const prefix = 'pem:'

/** A file as a program sees it that reads PEM and nothing else. */
export const pemAlone: Store = {
  id: prefix,
  title: 'a file of which PEM alone is read: pem:<path>',
  read: async (host, name) => {
    const path = name.slice(prefix.length)
    const bytes = host.stat(path) === 'file' ? host.readFile(path) : null
    if (bytes === null) return null
    const read = readCertificateFile(bytes)
    const { certificates, form } = read
    if (form === 'pem' || form === 's_client') return damagedPem(bytes, read, path) ?? { origin: path, certificates }
    return { origin: path, unreadable: 'it holds no certificate in PEM' }
  },
  locate: () => [],
}

import { derKind } from '../x509/der-kind.ts'
import type { StoreContent, StoreFormat } from './store.ts'

/**
 * Java's own key store formats, JKS and JCEKS. The trusted certificates stand open in them, so no password is needed; whether the
 * digest over the file is the one of Java's usual password is told in the origin.
 */
export const javaKeyStore: StoreFormat = {
  id: 'java-key-store',
  title: 'Java key store',
  isAt: (host, path) => {
    const bytes = host.stat(path) === 'file' ? host.readFile(path) : null
    return bytes !== null && derKind(bytes) === 'Java key store'
  },
  read: async (host, path) => {
    const bytes = host.readFile(path)
    return bytes === null ? { origin: path, unreadable: 'it is gone' } : await content(path, bytes)
  },
}

async function content(path: string, bytes: Uint8Array): Promise<StoreContent> {
  // Loaded only when asked for: most runs open no such file.
  const { readJavaKeyStore } = await import('../x509/java-key-store.ts')
  const read = readJavaKeyStore(bytes)
  if ('why' in read) return { origin: path, unreadable: read.why }
  const { form, trusted, keys, isIntact } = read
  const origin = `${path} (${form}, ${isIntact('changeit') ? 'under the usual password' : 'under another password than the usual one'})`
  if (trusted.length > 0) return { origin, certificates: trusted.map((der) => ({ der, settings: null })) }
  return { origin, unreadable: keys > 0 ? 'it holds keys, and no trusted certificate' : 'it holds no certificate' }
}

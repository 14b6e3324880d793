import { derKind } from '../x509/der-kind.ts'
import { pkcs12Content } from './shared/pkcs12-content.ts'
import type { StoreFormat } from './store.ts'

/** Passwords that everybody knows: Java's for its own stores, none, and an empty one. No other is ever tried. */
const knownPasswords = ['changeit', null, ''] as const

/**
 * A PKCS #12 file as a trust store: what Java marks as trusted in it (sun.security.pkcs12.PKCS12KeyStore). One under another password
 * than the usual ones, or without such a mark, is unreadable and never empty. The origin says which password opened it, for a Java
 * without `javax.net.ssl.trustStorePassword` sees nothing of the encrypted parts (observed: OpenJDK 17 and 25 trust nobody then). What a
 * program sees that was given a password is the store `keyed:`.
 */
export const pkcs12: StoreFormat = {
  id: 'pkcs12',
  title: 'PKCS#12 trust store',
  isAt: (host, path) => {
    const bytes = host.stat(path) === 'file' ? host.readFile(path) : null
    return bytes !== null && derKind(bytes) === 'PKCS#12 file'
  },
  read: async (host, path) => {
    const bytes = host.readFile(path)
    if (bytes === null) return { origin: path, unreadable: 'it is gone' }
    const closed = 'it is encrypted with a password that is none of the usual ones'
    return pkcs12Content(host, path, bytes, { passwords: knownPasswords, counts: 'marked', closed })
  },
}

import type { Host } from '../host/host.ts'
import { derKind } from '../x509/der-kind.ts'
import type { StoreContent, StoreFormat } from './store.ts'

/** Passwords that everybody knows: Java's for its own stores, none, and an empty one. No other is ever tried. */
const knownPasswords = ['changeit', null, ''] as const

/**
 * A PKCS #12 file as a trust store: what Java marks as trusted in it (sun.security.pkcs12.PKCS12KeyStore). One under another password
 * than the usual ones, or without such a mark, is unreadable and never empty. The origin says which password opened it, for a Java
 * without `javax.net.ssl.trustStorePassword` sees nothing of the encrypted parts (observed: OpenJDK 17 and 25 trust nobody then).
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
    return bytes === null ? { origin: path, unreadable: 'it is gone' } : await content(host, path, bytes)
  },
}

async function content(host: Host, path: string, bytes: Uint8Array): Promise<StoreContent> {
  // Loaded only when asked for: most runs open no such file.
  const { readPkcs12 } = await import('../x509/pkcs12.ts')
  const read = readPkcs12(bytes, knownPasswords, host.decrypt)
  const origin = `${path} (PKCS#12)`
  if (read.kind === 'unreadable') return { origin, unreadable: `the PKCS#12 file cannot be read: ${read.why}` }
  if (read.kind === 'password') return { origin, unreadable: 'it is encrypted with a password that is none of the usual ones' }
  const trusted = read.certificates.filter(({ isTrusted }) => isTrusted)
  if (trusted.length > 0) {
    const certificates = trusted.map(({ der }) => ({ der, settings: null }))
    return { origin: `${path} (PKCS#12, ${opened(read)})`, certificates }
  }
  const held = read.certificates.length
  if (held === 0) return { origin, unreadable: 'it holds no certificate' }
  const marked = held === 1 ? 'the one certificate in it is not' : `none of the ${held} certificates in it is`
  return { origin, unreadable: `${marked} marked as trusted in the way Java asks for: Java takes the file for empty` }
}

function opened({ isEncrypted, password }: { readonly isEncrypted: boolean; readonly password: string | null }): string {
  if (!isEncrypted) return 'not encrypted'
  return password === null || password === ''
    ? 'encrypted with an empty password'
    : `encrypted with the usual password "${password}"`
}

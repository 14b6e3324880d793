import type { Host } from '../../host/host.ts'
import type { StoreContent } from '../store.ts'

/** How a program reads a PKCS #12 file as a trust store. */
export interface Pkcs12Reading {
  /** Tried in this order; `null`: none is given. */
  readonly passwords: readonly (string | null)[]
  /** Whose certificates count: those that Java marks as trusted (sun.security.pkcs12.PKCS12KeyStore), or all. */
  readonly counts: 'marked' | 'all'
  /** Said where no password opens it. */
  readonly closed: string
}

/** What a PKCS #12 file holds for a program that reads it so. One that is closed to it, or holds nothing for it, is unreadable and never empty. */
export async function pkcs12Content(host: Host, path: string, bytes: Uint8Array, how: Pkcs12Reading): Promise<StoreContent> {
  // Loaded only when asked for: most runs open no such file.
  const { readPkcs12 } = await import('../../x509/pkcs12.ts')
  const read = readPkcs12(bytes, how.passwords, host.decrypt)
  const origin = `${path} (PKCS#12)`
  if (read.kind === 'unreadable') return { origin, unreadable: `the PKCS#12 file cannot be read: ${read.why}` }
  if (read.kind === 'password') return { origin, unreadable: how.closed }
  const trusted = read.certificates.filter(({ isTrusted }) => isTrusted || how.counts === 'all')
  if (trusted.length > 0) {
    const certificates = trusted.map(({ der }) => ({ der, settings: null }))
    return { origin: `${path} (PKCS#12, ${opened(read)})`, certificates }
  }
  const held = read.certificates.length
  if (held === 0) return { origin, unreadable: 'it holds no certificate' }
  const marked = held === 1 ? 'the one certificate in it is not' : `none of the ${held} certificates in it is`
  return { origin, unreadable: `${marked} marked as trusted in the way Java asks for: Java takes the file for empty` }
}

/** No other password than Java's usual one is ever told. */
function opened({ isEncrypted, password }: { readonly isEncrypted: boolean; readonly password: string | null }): string {
  if (!isEncrypted) return 'not encrypted'
  if (password === null || password === '') return 'encrypted with an empty password'
  return password === 'changeit' ? 'encrypted with the usual password "changeit"' : 'encrypted with the password that is given'
}

import { sha1 } from '@noble/hashes/legacy.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { bmpString } from './pkcs12-key.ts'

/** What a Java key store holds of trusted certificates, or why that cannot be known. */
export type JavaKeyStore =
  | {
      readonly form: 'JKS' | 'JCEKS'
      /** DER, in the order of the file. Certificates that belong to a private key are left out: Java does not trust them. */
      readonly trusted: readonly Uint8Array[]
      /** Entries of another kind: private and secret keys. */
      readonly keys: number
      /** The digest at the end fits the password: nobody changed the file without knowing it. */
      readonly isIntact: (password: string) => boolean
    }
  | { readonly why: string }

/**
 * Reads a JKS or JCEKS file (sun.security.provider.JavaKeyStore, com.sun.crypto.provider.JceKeyStore): magic, version, count, entries,
 * and a SHA-1 over the password and all of it. Trusted certificates are not encrypted. A secret key of JCEKS is a serialised Java object
 * whose length stands nowhere: what is behind it cannot be found, and the file is unreadable. Total.
 */
export function readJavaKeyStore(bytes: Uint8Array): JavaKeyStore {
  const form = formOf(bytes)
  if (form === null) return { why: 'it is no Java key store' }
  const cut = { why: 'the Java key store is cut or damaged' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - digestSize
  let at = 4
  // An offset behind the end stands for what is not there.
  const number = (): number => {
    at += 4
    return at <= end ? view.getUint32(at - 4) : 0
  }
  const skip = (size: number): Uint8Array => {
    at += size
    return bytes.subarray(at - size, at)
  }
  // Aliases and types of certificates: nothing here needs them.
  const skipText = (): void => {
    at += 2
    if (at <= end) skip(view.getUint16(at - 2))
  }
  const version = number()
  if (version !== 1 && version !== 2) return at > end ? cut : { why: `its version is ${version}, which is not known here` }
  const count = number()
  const trusted: Uint8Array[] = []
  let keys = 0
  const certificate = (): Uint8Array => {
    if (version === 2) skipText()
    return skip(number())
  }
  for (let i = 0; i < count; i++) {
    const kind = number()
    skipText()
    skip(8)
    if (kind === entry.certificate) trusted.push(certificate())
    else if (kind === entry.privateKey) {
      keys++
      skip(number())
      for (let left = number(); left > 0 && at <= end; left--) certificate()
    } else if (kind === entry.secretKey && at <= end) return { why: 'a secret key in it hides what stands behind it' }
    else return cut
    if (at > end) return cut
  }
  if (at !== end) return cut
  const isIntact = (password: string): boolean => {
    const secret = bmpString(password).subarray(0, 2 * password.length)
    const digest = sha1(concatBytes(secret, salt, bytes.subarray(0, end)))
    return digest.every((octet, i) => octet === bytes[end + i])
  }
  return { form, trusted, keys, isIntact }
}

const digestSize = 20
const entry = { privateKey: 1, certificate: 2, secretKey: 3 } as const

/** What the digest is taken over behind the password, in ASCII (JavaKeyStore.getPreKeyedHash). */
const salt = Uint8Array.from('Mighty Aphrodite', (c) => c.charCodeAt(0))

/** By the first four octets; `null`: neither. */
function formOf(bytes: Uint8Array): 'JKS' | 'JCEKS' | null {
  if (bytes.length < 4) return null
  const magic = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
  return magic === 0xfeedfeed ? 'JKS' : magic === 0xcececece ? 'JCEKS' : null
}

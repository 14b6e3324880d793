import { ByteReader, MalformedMessage } from './byte-reader.ts'
import { uint16At } from './octets.ts'

/** ServerHello, of any version (RFC 8446 §4.1.3, RFC 5246 §7.4.1.3). Octets share memory with the message where nothing else is said. */
export interface ServerHello {
  /** The version that is in force: `supported_versions` where it stands (RFC 8446 §4.2.1), the legacy field otherwise. */
  readonly version: number
  readonly suite: number
  /** RFC 8446 §4.1.3: a HelloRetryRequest is a ServerHello with this random value. */
  readonly isRetryRequest: boolean
  /** Of `key_share`; `null` when it is absent. */
  readonly group: number | null
  /** The server's half of the key exchange; `null` in a HelloRetryRequest. */
  readonly keyShare: Buffer | null
  /** Content of the `cookie` extension, length included, as it has to be sent back (RFC 8446 §4.2.2). */
  readonly cookie: Buffer | null
  /** TLS 1.2: the server may send CertificateStatus (RFC 6066 §8). */
  readonly statusRequest: boolean
  /** TLS 1.2: the SignedCertificateTimestampList (RFC 6962 §3.3.1), copied. */
  readonly scts: Buffer | null
  readonly alpn: string | null
}

/** SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3). */
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')

/** Extension numbers used here: IANA's "TLS ExtensionType Values". */
export const extensionNumber = {
  serverName: 0,
  statusRequest: 5,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  scts: 18,
  padding: 21,
  extendedMasterSecret: 23,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  signatureAlgorithmsCert: 50,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const

/** Reads `Extension extensions<…>` (RFC 8446 §4.2) in order; the last of a number counts. */
export function readExtensions(list: Buffer): Map<number, Buffer> {
  const reader = new ByteReader(list)
  const found = new Map<number, Buffer>()
  while (reader.remaining > 0) found.set(reader.number(2), reader.vector(2))
  return found
}

/** The one protocol of the server's ALPN extension (RFC 7301 §3.1); `null` when it is absent or not of that form. */
export function readAlpn(extensions: ReadonlyMap<number, Buffer>): string | null {
  const body = extensions.get(extensionNumber.alpn)
  if (body === undefined || body.length < 3 || uint16At(body, 0) !== body.length - 2 || body[2] !== body.length - 3) return null
  return body.toString('latin1', 3)
}

/** `message` is the whole handshake message, header included. Throws `MalformedMessage`. */
export function readServerHello(message: Buffer): ServerHello {
  const reader = new ByteReader(message, 4)
  const legacyVersion = reader.number(2)
  const random = reader.take(32)
  reader.vector(1)
  const suite = reader.number(2)
  reader.number(1)
  const extensions = reader.remaining === 0 ? new Map<number, Buffer>() : readExtensions(reader.vector(2))

  const version = extensions.get(extensionNumber.supportedVersions)
  if (version !== undefined && version.length !== 2) throw new MalformedMessage('supported_versions of a wrong length')
  const isRetryRequest = retryRandom.every((octet, i) => random[i] === octet)
  const share = extensions.get(extensionNumber.keyShare)
  const shareReader = share === undefined ? null : new ByteReader(share)
  const scts = extensions.get(extensionNumber.scts)
  return {
    version: version === undefined ? legacyVersion : new ByteReader(version).number(2),
    suite,
    isRetryRequest,
    group: shareReader?.number(2) ?? null,
    keyShare: isRetryRequest ? null : (shareReader?.vector(2) ?? null),
    cookie: extensions.get(extensionNumber.cookie) ?? null,
    statusRequest: extensions.has(extensionNumber.statusRequest),
    scts: scts === undefined || scts.length === 0 ? null : Buffer.from(scts),
    alpn: readAlpn(extensions),
  }
}

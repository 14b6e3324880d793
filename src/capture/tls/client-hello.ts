import type { HelloClass } from '../../model/hello.ts'
import { cipherSuites, type SuiteKey } from './cipher-suite.ts'
import { supportedGroups } from './key-exchange.ts'
import { putLatin1, putUint16 } from './octets.ts'
import { extensionNumber } from './server-hello.ts'

/** What stands in a ClientHello beyond its class. */
export interface ClientHelloFields {
  /** 32 octets. */
  readonly random: Uint8Array
  /** 32 octets; sent with TLS 1.3 only, for middleboxes (RFC 8446 §D.4). */
  readonly sessionId: Uint8Array
  /** A-labels without a trailing dot; `null`: no server_name extension. Classes that end in `-nosni` do not send it. */
  readonly servername: string | null
  /** Whether ALPN offers h2 and http/1.1. */
  readonly alpn: boolean
  /** For TLS 1.3: the one group for which a share is sent. */
  readonly keyShare: { readonly group: number; readonly key: Uint8Array } | null
  /** Body of the `cookie` extension, in answer to a HelloRetryRequest. */
  readonly cookie: Uint8Array | null
}

/** Whether hellos of this class offer TLS 1.3 (with 1.2); the others offer at most TLS 1.2. */
export const offersTls13 = (hello: HelloClass): boolean => hello === 'any' || hello.startsWith('tls1.3')

/** Whether hellos of this class name the server. */
export const sendsServername = (hello: HelloClass): boolean => !hello.endsWith('-nosni')

/** Signature schemes (RFC 8446 §4.2.3; the SHA-1, SHA-224 ones are RFC 5246 §7.4.1.4.1 pairs), in order of preference. */
const schemes: readonly { readonly id: number; readonly key: SuiteKey }[] = [
  { id: 0x0403, key: 'ecdsa' },
  { id: 0x0804, key: 'rsa' },
  { id: 0x0401, key: 'rsa' },
  { id: 0x0503, key: 'ecdsa' },
  { id: 0x0805, key: 'rsa' },
  { id: 0x0501, key: 'rsa' },
  { id: 0x0603, key: 'ecdsa' },
  { id: 0x0806, key: 'rsa' },
  { id: 0x0601, key: 'rsa' },
  { id: 0x0807, key: 'any' }, // Ed25519 and Ed448 are neither RSA nor ECDSA: only an unrestricted hello offers them
  { id: 0x0808, key: 'any' },
  { id: 0x0809, key: 'rsa' },
  { id: 0x080a, key: 'rsa' },
  { id: 0x080b, key: 'rsa' },
  { id: 0x0303, key: 'ecdsa' },
  { id: 0x0301, key: 'rsa' },
  { id: 0x0203, key: 'ecdsa' },
  { id: 0x0201, key: 'rsa' },
]

const u16 = (n: number): number[] => [(n >> 8) & 0xff, n & 0xff]
const vector16 = (body: readonly number[]): number[] => u16(body.length).concat(body)
const extension = (number: number, body: readonly number[]): number[] => u16(number).concat(vector16(body))
const protocol = (name: string): number[] => [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))]

/** The parts of a hello that are the same for every server. */
interface HelloTemplate {
  /** cipher_suites and legacy_compression_methods. */
  readonly suites: Uint8Array
  /** Extensions that depend on the class alone. The last is never empty: some servers refuse a hello that ends in an empty extension. */
  readonly extensions: Uint8Array
}

function restriction(hello: HelloClass): SuiteKey {
  if (hello.endsWith('-rsa')) return 'rsa'
  return hello.endsWith('-ecdsa') ? 'ecdsa' : 'any'
}

function buildTemplate(hello: HelloClass, alpn: boolean): HelloTemplate {
  const tls13 = offersTls13(hello)
  const only = restriction(hello)
  const suits = (key: SuiteKey): boolean => only === 'any' || key === only
  const suites = cipherSuites.filter((suite) => (suite.key === 'any' ? tls13 : suits(suite.key)))
  const allSchemes = schemes.flatMap((scheme) => u16(scheme.id))
  const signatures = schemes.filter((scheme) => suits(scheme.key)).flatMap((scheme) => u16(scheme.id))
  const versions = [0x0304, 0x0303].flatMap(u16)
  const extensions = [
    ...extension(extensionNumber.extendedMasterSecret, []), // RFC 7627 §5.1
    ...extension(extensionNumber.renegotiationInfo, [0]), // RFC 5746 §3.4
    ...extension(extensionNumber.scts, []), // RFC 6962 §3.3.1
    ...extension(extensionNumber.supportedGroups, vector16(supportedGroups.flatMap(u16))),
    ...extension(extensionNumber.ecPointFormats, [1, 0]), // RFC 8422 §5.1.2: uncompressed
    ...(alpn ? extension(extensionNumber.alpn, vector16([...protocol('h2'), ...protocol('http/1.1')])) : []),
    ...extension(extensionNumber.statusRequest, [1, 0, 0, 0, 0]), // RFC 6066 §8: OCSP, any responder, no extensions
    ...(tls13 ? extension(extensionNumber.supportedVersions, [versions.length, ...versions]) : []),
    ...(tls13 ? extension(extensionNumber.pskKeyExchangeModes, [1, 1]) : []), // RFC 8446 §4.2.9: psk_dhe_ke
    // A restriction is about the server's own key, not about the signatures further up: RFC 8446 §4.2.3 has a list for each.
    ...(only === 'any' ? [] : extension(extensionNumber.signatureAlgorithmsCert, vector16(allSchemes))),
    ...extension(extensionNumber.signatureAlgorithms, vector16(signatures)),
  ]
  return {
    suites: new Uint8Array([...vector16(suites.flatMap((suite) => u16(suite.id))), 1, 0]),
    extensions: new Uint8Array(extensions),
  }
}

const templates = new Map<string, HelloTemplate>()

function templateOf(hello: HelloClass, alpn: boolean): HelloTemplate {
  const key = alpn ? hello : `${hello} without alpn`
  let template = templates.get(key)
  if (template === undefined) {
    template = buildTemplate(hello, alpn)
    templates.set(key, template)
  }
  return template
}

/**
 * A TLSPlaintext record with one ClientHello in it (RFC 8446 §4.1.2, §5.1); the handshake message begins at its octet 5.
 * `recordVersion` is 0x0301 for the first hello and 0x0303 for the second: some servers refuse anything else (RFC 8446 §5.1).
 */
export function clientHelloRecord(hello: HelloClass, fields: ClientHelloFields, recordVersion: 0x0301 | 0x0303): Buffer {
  const template = templateOf(hello, fields.alpn)
  const tls13 = offersTls13(hello)
  const name = sendsServername(hello) ? (fields.servername ?? '') : ''
  const nameOctets = name === '' ? 0 : 9 + name.length
  const share = tls13 ? fields.keyShare : null
  const shareOctets = share === null ? 0 : 10 + share.key.length
  const cookieOctets = fields.cookie === null ? 0 : 4 + fields.cookie.length
  const sessionOctets = tls13 ? fields.sessionId.length : 0
  const before = 4 + 2 + 32 + 1 + sessionOctets + template.suites.length + 2
  let extensionOctets = nameOctets + template.extensions.length + shareOctets + cookieOctets
  // RFC 7685 §4: a hello of 256 to 511 octets makes some servers hang, so it is padded to 512.
  const length = before + extensionOctets
  const paddingOctets = length > 255 && length < 512 ? Math.max(512 - length, 5) : 0
  extensionOctets += paddingOctets

  // From Node's pool, and cleared: that is cheaper than a block of its own.
  const record = Buffer.allocUnsafe(5 + before + extensionOctets)
  new Uint8Array(record.buffer, record.byteOffset, record.length).fill(0)
  record[0] = 22
  putUint16(record, 1, recordVersion)
  putUint16(record, 3, before + extensionOctets)
  record[5] = 1
  record[6] = (before + extensionOctets - 4) >> 16
  putUint16(record, 7, before + extensionOctets - 4)
  putUint16(record, 9, 0x0303)
  record.set(fields.random, 11)
  record[43] = sessionOctets
  if (tls13) record.set(fields.sessionId, 44)
  let at = 44 + sessionOctets
  record.set(template.suites, at)
  at += template.suites.length
  at = putUint16(record, at, extensionOctets)
  if (nameOctets > 0) {
    // RFC 6066 §3: a list of one host_name. Extension number 0 and name type 0 are already there.
    putUint16(record, at + 2, name.length + 5)
    putUint16(record, at + 4, name.length + 3)
    putUint16(record, at + 7, name.length)
    putLatin1(record, at + 9, name)
    at += nameOctets
  }
  if (cookieOctets > 0 && fields.cookie !== null) {
    putUint16(record, at, extensionNumber.cookie)
    putUint16(record, at + 2, fields.cookie.length)
    record.set(fields.cookie, at + 4)
    at += cookieOctets
  }
  if (share !== null) {
    putUint16(record, at, extensionNumber.keyShare)
    putUint16(record, at + 2, share.key.length + 6)
    putUint16(record, at + 4, share.key.length + 4)
    putUint16(record, at + 6, share.group)
    putUint16(record, at + 8, share.key.length)
    record.set(share.key, at + 10)
    at += shareOctets
  }
  record.set(template.extensions, at)
  at += template.extensions.length
  if (paddingOctets > 0) {
    putUint16(record, at, extensionNumber.padding)
    putUint16(record, at + 2, paddingOctets - 4)
  }
  return record
}

import { createECDH, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { LabClientHello } from './client-hello.ts'

/** TLS alerts that the lab sends (RFC 8446 §6). */
export const alert = { handshakeFailure: 40, protocolVersion: 70, decodeError: 50 } as const

/** A record with one fatal alert. */
export const alertRecord = (description: number, version = 0x0303): Buffer => record(21, version, Buffer.of(2, description))

/**
 * The whole first flight of a TLS 1.2 server (or of TLS 1.0, 1.1): ServerHello, Certificate with exactly these octets,
 * ServerKeyExchange, ServerHelloDone. The last two are there because some clients judge a chain only when they have come.
 * No handshake can be ended with it. Where hello and key do not meet, the alert that says so.
 */
export function serverFlight(hello: LabClientHello, chain: readonly Uint8Array[], key: KeyObject | null): Buffer {
  const { version } = hello
  if (version === null) return alertRecord(alert.protocolVersion)
  const suite = chooseSuite(hello, key)
  if (suite === undefined) return alertRecord(alert.handshakeFailure, version)
  const random = randomBytes(32)
  return Buffer.concat(
    [
      handshake(2, serverHello(hello, version, random, suite)),
      handshake(11, certificateList(chain)),
      handshake(12, serverKeyExchange(hello, version, random, key)),
      handshake(14, Buffer.alloc(0)),
    ].flatMap((message) => records(version, message)),
  )
}

/** RFC 5289, 7905 and 8422: suites with ephemeral keys, by the kind of key that signs. */
const suites = {
  ecdsa: [0xc02b, 0xc02c, 0xcca9, 0xc009, 0xc00a],
  rsa: [0xc02f, 0xc030, 0xcca8, 0xc013, 0xc014],
} as const

/** RFC 5246 §A.5: suites that came with TLS 1.2. */
const since12 = new Set([0xc02b, 0xc02c, 0xcca9, 0xc02f, 0xc030, 0xcca8])

function chooseSuite({ cipherSuites, version }: LabClientHello, key: KeyObject | null): number | undefined {
  const rsa = key?.asymmetricKeyType === 'rsa'
  const fitting: readonly number[] = key === null ? [...suites.ecdsa, ...suites.rsa] : rsa ? suites.rsa : suites.ecdsa
  return fitting.find((suite) => cipherSuites.includes(suite) && (version === 0x0303 || !since12.has(suite)))
}

function serverHello(hello: LabClientHello, version: number, random: Buffer, suite: number): Buffer {
  // RFC 5746 §3.6: OpenSSL 3 ends the handshake without this answer.
  const extensions = hello.renegotiation ? vector(2, Buffer.of(0xff, 0x01, 0, 1, 0)) : Buffer.alloc(0)
  return Buffer.concat([uint(2, version), random, vector(1), uint(2, suite), Buffer.of(0), extensions])
}

/** RFC 5246 §7.4.2. */
const certificateList = (chain: readonly Uint8Array[]): Buffer => vector(3, ...chain.map((certificate) => vector(3, certificate)))

/** RFC 8422 §5.4, on P-256. Without a key the signature is noise. */
function serverKeyExchange(hello: LabClientHello, version: number, random: Buffer, key: KeyObject | null): Buffer {
  const ephemeral = createECDH('prime256v1')
  const params = Buffer.concat([Buffer.of(3), uint(2, 23), vector(1, ephemeral.generateKeys())])
  const content = Buffer.concat([hello.random, random, params])
  // RFC 4492 §5.4: before TLS 1.2, RSA signs MD5 and SHA-1 together, ECDSA SHA-1; neither carries an identifier.
  const old = version < 0x0303
  const edwards = key?.asymmetricKeyType === 'ed25519'
  const digest = edwards ? null : old ? (key?.asymmetricKeyType === 'rsa' ? 'md5-sha1' : 'sha1') : 'sha256'
  const signature = key ? sign(digest, content, key) : randomBytes(64)
  const scheme = edwards ? 0x0807 : key?.asymmetricKeyType === 'rsa' ? 0x0401 : 0x0403
  return Buffer.concat([params, old ? Buffer.alloc(0) : uint(2, scheme), vector(2, signature)])
}

function records(version: number, message: Buffer): Buffer[] {
  const parts: Buffer[] = []
  // RFC 5246 §6.2.1: 2^14 octets at most.
  for (let at = 0; at < message.length; at += 16384) parts.push(record(22, version, message.subarray(at, at + 16384)))
  return parts
}

const record = (type: number, version: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.of(type), uint(2, version), vector(2, content)])

const handshake = (type: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(type), vector(3, body)])

function vector(lengthOctets: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([uint(lengthOctets, content.length), content])
}

function uint(octets: number, value: number): Buffer {
  const written = Buffer.alloc(octets)
  written.writeUIntBE(value, 0, octets)
  return written
}

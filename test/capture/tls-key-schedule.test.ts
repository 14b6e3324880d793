import { createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Tls13Suite, tls13Suites } from '../../src/capture/tls/cipher-suite.ts'
import { keyExchange } from '../../src/capture/tls/key-exchange.ts'
import { serverHandshakeSecret, trafficKeys } from '../../src/capture/tls/key-schedule.ts'

/** RFC 8448 §3, "Simple 1-RTT Handshake". */
const trace = {
  clientPrivateKey: '49af42ba7f7994852d713ef2784bcbcaa7911de26adc5642cb634540e7ea5005',
  clientPublicKey: '99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c',
  serverPublicKey: 'c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f',
  sharedSecret: '8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d',
  transcript: '860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8',
  serverSecret: 'b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38',
  key: '3fce516009c21727d0f2e4e86ee403bc',
  iv: '5d313eb2671276ee13000b30',
}
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

test('the key exchange of RFC 8448 §3', () => {
  const encode = (hex: string): string => bytes(hex).toString('base64url')
  const jwk = { kty: 'OKP', crv: 'X25519', d: encode(trace.clientPrivateKey), x: encode(trace.clientPublicKey) }
  const keys = keyExchange(createPrivateKey({ key: jwk, format: 'jwk' }))
  expect(Buffer.from(keys.publicKey(0x001d)).toString('hex')).toBe(trace.clientPublicKey)
  expect(Buffer.from(keys.sharedSecret(0x001d, bytes(trace.serverPublicKey))).toString('hex')).toBe(trace.sharedSecret)
})

test('the server handshake keys of RFC 8448 §3', () => {
  const suite: Tls13Suite | undefined = tls13Suites.get(0x1301)
  if (suite === undefined) throw new Error('no suite')
  const secret = serverHandshakeSecret('sha256', bytes(trace.sharedSecret), bytes(trace.transcript))
  expect(secret.toString('hex')).toBe(trace.serverSecret)
  const keys = trafficKeys(suite, secret)
  expect(keys.key.toString('hex')).toBe(trace.key)
  expect(keys.iv.toString('hex')).toBe(trace.iv)
})

test('a key share that is no point is refused', () => {
  const keys = keyExchange()
  expect(() => keys.sharedSecret(0x001d, Buffer.alloc(32))).toThrow() // RFC 7748 §6.1: the all-zero output
  expect(() => keys.sharedSecret(0x001d, Buffer.alloc(5))).toThrow()
  expect(() => keys.sharedSecret(0x0017, Buffer.alloc(65, 4))).toThrow()
})

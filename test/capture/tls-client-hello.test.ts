import { describe, expect, test } from 'vitest'
import { type ClientHelloFields, clientHelloRecord } from '../../src/capture/tls/client-hello.ts'
import { type HelloClass, helloClasses } from '../../src/model/hello.ts'

const fields: ClientHelloFields = {
  random: Buffer.alloc(32, 0xaa),
  sessionId: Buffer.alloc(32, 0xbb),
  servername: 'example.org',
  alpn: true,
  keyShare: { group: 0x1d, key: Buffer.alloc(32, 0xcc) },
  cookie: null,
}

interface Hello {
  readonly recordVersion: number
  readonly version: number
  readonly sessionId: string
  readonly suites: readonly number[]
  readonly extensions: ReadonlyMap<number, Buffer>
  readonly order: readonly number[]
  readonly length: number
}

/** RFC 8446 §4.1.2, read apart from the code under test. Throws when a length does not add up. */
function read(record: Buffer): Hello {
  let at = 0
  const take = (count: number): Buffer => {
    if (at + count > record.length) throw new Error('past the end')
    at += count
    return record.subarray(at - count, at)
  }
  const number = (octets: number): number => take(octets).readUIntBE(0, octets)
  expect(number(1)).toBe(22)
  const recordVersion = number(2)
  expect(number(2)).toBe(record.length - 5)
  expect(number(1)).toBe(1)
  expect(number(3)).toBe(record.length - 9)
  const version = number(2)
  expect(take(32)).toEqual(fields.random)
  const sessionId = take(number(1)).toString('hex')
  const list = take(number(2))
  const suites = Array.from({ length: list.length / 2 }, (_, index) => list.readUInt16BE(index * 2))
  expect(take(number(1))).toEqual(Buffer.from([0]))
  expect(number(2)).toBe(record.length - at)
  const extensions = new Map<number, Buffer>()
  const order: number[] = []
  while (at < record.length) {
    const type = number(2)
    extensions.set(type, take(number(2)))
    order.push(type)
  }
  expect(new Set(order).size).toBe(order.length)
  return { recordVersion, version, sessionId, suites, extensions, order, length: record.length - 5 }
}

const numbers = (vector: Buffer | undefined): number[] => {
  if (vector === undefined) return []
  expect(vector.readUInt16BE(0)).toBe(vector.length - 2)
  return Array.from({ length: vector.length / 2 - 1 }, (_, index) => vector.readUInt16BE(2 + index * 2))
}

const sent = helloClasses.filter((hello) => hello !== 'any')

describe.each(sent)('%s', (hello: HelloClass) => {
  const seen = read(clientHelloRecord(hello, fields, 0x0301))
  const tls13 = hello.startsWith('tls1.3')

  test('versions (RFC 8446 §4.1.2, §4.2.1, §5.1)', () => {
    expect(seen.recordVersion).toBe(0x0301)
    expect(seen.version).toBe(0x0303)
    expect(seen.extensions.get(43)?.toString('hex')).toBe(tls13 ? '0403040303' : undefined)
    expect(seen.sessionId).toBe(tls13 ? 'bb'.repeat(32) : '')
    expect(seen.extensions.get(51)?.toString('hex')).toBe(tls13 ? `0024001d0020${'cc'.repeat(32)}` : undefined)
    expect(seen.extensions.get(45)?.toString('hex')).toBe(tls13 ? '0101' : undefined)
    expect(seen.suites.some((suite) => suite >> 8 === 0x13)).toBe(tls13)
  })

  test('the server name (RFC 6066 §3)', () => {
    const name = Buffer.from('example.org').toString('hex')
    expect(seen.extensions.get(0)?.toString('hex')).toBe(hello.endsWith('-nosni') ? undefined : `000e00000b${name}`)
  })

  test('the kind of certificate', () => {
    const schemes = numbers(seen.extensions.get(13))
    // RFC 8446 §4.2.3: rsa_pkcs1_sha256, rsa_pss_rsae_sha256, ecdsa_secp256r1_sha256, ed25519.
    const kinds = {
      pkcs1: schemes.includes(0x0401),
      pss: schemes.includes(0x0804),
      ecdsa: schemes.includes(0x0403),
      ed: schemes.includes(0x0807),
    }
    const [rsaOnly, ecdsaOnly] = [hello.endsWith('-rsa'), hello.endsWith('-ecdsa')]
    expect(kinds).toEqual({ pkcs1: !ecdsaOnly, pss: !ecdsaOnly, ecdsa: !rsaOnly, ed: !rsaOnly && !ecdsaOnly })
    // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA.
    expect([0xc02b, 0xc02f, 0x002f].map((suite) => seen.suites.includes(suite))).toEqual([!rsaOnly, !ecdsaOnly, !ecdsaOnly])
    // The chain above the server's key may be signed with anything.
    const chain = numbers(seen.extensions.get(50))
    expect(rsaOnly || ecdsaOnly ? [0x0401, 0x0403].every((scheme) => chain.includes(scheme)) : chain.length === 0).toBe(true)
  })

  test('what is asked beside', () => {
    expect(numbers(seen.extensions.get(10))).toEqual([0x17, 0x1d, 0x18, 0x19])
    expect(seen.extensions.get(11)?.toString('hex')).toBe('0100')
    expect(seen.extensions.get(5)?.toString('hex')).toBe('0100000000') // RFC 6066 §8
    expect(seen.extensions.get(18)?.length).toBe(0) // RFC 6962 §3.3.1
    expect(seen.extensions.get(23)?.length).toBe(0) // RFC 7627 §5.1
    expect(seen.extensions.get(0xff01)?.toString('hex')).toBe('00') // RFC 5746 §3.4
    expect(seen.extensions.get(16)?.toString('latin1')).toBe('\0\x0c\x02h2\x08http/1.1') // RFC 7301 §3.1
  })

  test('no extension that is empty stands last', () => {
    expect(seen.extensions.get(seen.order.at(-1) ?? 0)?.length).toBeGreaterThan(0)
  })
})

test('RFC 7685 §4: no hello has 256 to 511 octets', () => {
  for (const hello of sent) {
    for (let length = 1; length <= 253; length++) {
      const seen = read(clientHelloRecord(hello, { ...fields, servername: 'a'.repeat(length) }, 0x0301))
      expect(seen.length < 256 || seen.length >= 512, `${hello} with a name of ${length}: ${seen.length}`).toBe(true)
    }
  }
})

test('without a name and without ALPN', () => {
  const seen = read(clientHelloRecord('tls1.3', { ...fields, servername: null, alpn: false }, 0x0301))
  expect([seen.extensions.has(0), seen.extensions.has(16)]).toEqual([false, false])
})

test('the second hello has the cookie, another share and record version 0x0303 (RFC 8446 §4.1.2, §4.2.2, §5.1)', () => {
  const cookie = Buffer.from('00020102', 'hex')
  const key = Buffer.alloc(97, 4)
  const seen = read(clientHelloRecord('tls1.3', { ...fields, keyShare: { group: 0x18, key }, cookie }, 0x0303))
  expect(seen.recordVersion).toBe(0x0303)
  expect(seen.extensions.get(44)).toEqual(cookie)
  expect(seen.extensions.get(51)?.toString('hex')).toBe(`006500180061${key.toString('hex')}`)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readClientHello } from '../../src/lab/client-hello.ts'
import { clientHello } from './capture.ts'

describe('reading a ClientHello', () => {
  test('what was offered', () => {
    expect(readClientHello(clientHello({ suites: [0xc02f, 0x00ff] }))).toMatchObject({
      version: 0x0303,
      cipherSuites: [0xc02f, 0x00ff],
      groups: [23, 24, 29],
      renegotiation: true,
    })
    expect(readClientHello(clientHello({ supportedVersions: [0x0304] }))).toMatchObject({ version: null })
    expect(readClientHello(clientHello({ supportedVersions: [0x0304, 0x0302, 0x0301] }))).toMatchObject({ version: 0x0302 })
  })

  test('every part of one is incomplete', () => {
    const hello = clientHello()
    for (let size = 0; size < hello.length; size++) expect(readClientHello(hello.subarray(0, size))).toBe('incomplete')
  })

  test('one in many records is the same as in one', () => {
    const body = clientHello().subarray(5)
    const records = Array.from(body, (octet) => Buffer.of(22, 3, 1, 0, 1, octet))
    expect(readClientHello(Buffer.concat(records))).toEqual(readClientHello(clientHello()))
  })

  test('any octets are read without an error, spoilt hellos included', () => {
    const hello = clientHello()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => typeof readClientHello(Buffer.from(octets)) !== 'undefined'),
    )
    fc.assert(
      fc.property(fc.nat(hello.length - 1), fc.nat(255), (at, octet) => {
        const spoilt = Buffer.from(hello)
        spoilt[at] = octet
        return typeof readClientHello(spoilt) !== 'undefined'
      }),
      { numRuns: 2000 },
    )
  })
})

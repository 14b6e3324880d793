import { describe, expect, it } from 'vitest'
import { hex } from '../../src/lab/der-writer.ts'
import { decryptRc2 } from '../../src/x509/rc2.ts'

/** RFC 2268 §5: key, effective bits, plain, cipher. */
const vectors = [
  ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
  ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
  ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
  ['88', 64, '0000000000000000', '61a8a244adacccf0'],
  ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
  ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
  ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
] as const

describe('RC2', () => {
  it.each(vectors)('key %s with %d bits', (key, bits, plain, cipher) => {
    // A block of full padding behind the vector's: its vector of initialisation makes the deciphered block into what CBC wants.
    const block = hex(cipher)
    const wanted = new Uint8Array(8).fill(8)
    const iv = hex(plain).map((octet, i) => octet ^ wanted[i]!)
    expect(decryptRc2(hex(key), bits, iv, block)).toEqual(new Uint8Array(0))
    // Another vector leaves another padding.
    expect(decryptRc2(hex(key), bits, new Uint8Array(8).fill(0x55), block)).toBe('wrong')
  })

  it('takes whole blocks alone', () => {
    expect(decryptRc2(new Uint8Array(5), 40, new Uint8Array(8), new Uint8Array(9))).toBe('wrong')
  })
})

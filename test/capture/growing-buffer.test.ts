import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingBuffer } from '../../src/capture/tls/growing-buffer.ts'

test('it holds what was appended and not consumed, in order', () => {
  const step = fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.nat(4000))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const buffer = new GrowingBuffer()
      let model: number[] = []
      for (const one of steps) {
        if (typeof one === 'number') {
          buffer.consume(one)
          model = model.slice(one)
        } else {
          buffer.append(one)
          model.push(...one)
        }
        expect(buffer.length).toBe(model.length)
        expect(buffer.view().equals(Uint8Array.from(model))).toBe(true)
      }
    }),
    { numRuns: 200, seed: 4 },
  )
})

test('what was appended may be overwritten at its source', () => {
  const source = Buffer.from('abc')
  const buffer = new GrowingBuffer()
  buffer.append(source)
  source.fill(0)
  expect(buffer.view().toString()).toBe('abc')
})

test('a million single octets cost linear time', () => {
  const buffer = new GrowingBuffer()
  const octet = Buffer.from([1])
  const started = performance.now()
  for (let count = 0; count < 1_000_000; count++) buffer.append(octet)
  // Copying all that is there each time would move 5 * 10^11 octets: minutes. Linear time is some 50 ms.
  expect(performance.now() - started).toBeLessThan(5000)
  expect(buffer.length).toBe(1_000_000)
})

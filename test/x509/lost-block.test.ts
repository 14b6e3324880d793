import { expect, test } from 'vitest'
import { lostBlock } from '../../src/x509/lost-block.ts'
import { writePem } from '../../src/x509/pem.ts'
import { nodeRoots } from './corpus.ts'

const [a = new Uint8Array(), b = new Uint8Array()] = nodeRoots()
const [first, second, key] = [writePem('CERTIFICATE', a), writePem('CERTIFICATE', b), writePem('PRIVATE KEY', b)]
const lost = (text: string) => lostBlock(Buffer.from(text))
const lines = (text: string): number => text.split('\n').length - 1

test('a sound file has lost nothing, whatever else stands in it', () => {
  for (const text of [first + second, `${first}${key}`, `words\n\n  ${first}`, key.slice(0, 60), 'BEGIN CERTIFICATE', ''])
    expect(lost(text)).toBeNull()
})

test('what is commented out or quoted is no loss', () => {
  for (const sign of ['#', '# ', '; ', '> ', '// ', '  # ']) expect(lost(first.replace(/^/gm, sign) + second)).toBeNull()
})

test('files put together without a line end between them: RFC 7468 §3 wants each boundary on a line of its own', () => {
  expect(lost(first.trimEnd() + second)).toMatchObject({ line: lines(first), text: expect.stringContaining('start of its line') })
})

test('a block behind an equals sign, and one in an archive', () => {
  expect(lost(`\nCERT="${first}"${second}`)?.line).toBe(2)
  expect(lost(`a.pem\0\0${first}${second}`)?.line).toBe(1)
})

test.each(['CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE', 'PKCS7'])('a damaged or cut %s', (label) => {
  const block = writePem(label, a)
  expect(lost(`${second}${block.replace(/\n(....)/, '\n!!!!')}`)).toMatchObject({
    line: lines(second) + 2,
    text: expect.stringContaining('base64'),
  })
  expect(lost(`${second}${block.slice(0, 200)}`)?.line).toBe(lines(second) + 1)
})

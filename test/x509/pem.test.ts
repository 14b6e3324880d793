import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPem, writePem } from '../../src/x509/pem.ts'
import { nodeRoots } from './corpus.ts'

const label = fc.stringMatching(/^[A-Z0-9]([A-Z0-9 ]{0,12}[A-Z0-9])?$/)
const octets = fc.uint8Array({ minLength: 1, maxLength: 150 })
const der = Uint8Array.of(1, 2, 3, 4, 5, 6)
const block = writePem('CERTIFICATE', der)
const read = (text: string) => readPem(Buffer.from(text, 'latin1'))

test('what is written is read, however the lines end and whatever stands around', () => {
  const around = fc.constantFrom(
    '',
    '\n',
    '# a comment\n',
    'subject=CN = x\n',
    '\n-----\n',
    'Bag Attributes\n    friendlyName: x\n',
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(around, label, octets), { maxLength: 4 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (parts, end) => {
        const text = parts.map(([before, name, bytes]) => before + writePem(name, bytes)).join('')
        const blocks = read(text.replaceAll('\n', end))
        expect(blocks.map((b) => [b.label, [...b.der], b.problem])).toEqual(
          parts.map(([, name, bytes]) => [name, [...bytes], null]),
        )
        const lines = text.split('\n')
        expect(blocks.map((b) => lines[b.line - 1])).toEqual(parts.map(([, name]) => `-----BEGIN ${name}-----`))
      },
    ),
    { seed: 20200530 },
  )
})

test('it is the PEM that OpenSSL writes', () => {
  for (const root of nodeRoots().slice(0, 20)) expect(writePem('CERTIFICATE', root)).toBe(new X509Certificate(root).toString())
})

describe('forms that are met', () => {
  test.each([
    ['UTF-8 byte order mark', Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(block)])],
    ['UTF-16 little endian', Buffer.from(`\ufeff${block}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\ufeff${block}`, 'utf16le').swap16()],
    ['white space before each line', Buffer.from(block.replace(/^/gm, '  \t'))],
    ['no newline at the end', Buffer.from(block.trimEnd())],
    ['on one line', Buffer.from(block.replaceAll('\n', ' '))],
    ['white space behind each line', Buffer.from(block.replaceAll('\n', '  \n'))],
    ['headers', Buffer.from(block.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,00\n\n'))],
    ['a header of two lines', Buffer.from(block.replace('-----\n', '-----\nX-Note: one\n two\n\n'))],
    ['a header without an empty line', Buffer.from(block.replace('-----\n', '-----\nX-Note: one\n'))],
    ['empty lines in the body', Buffer.from(block.replace('-----\n', '-----\n\n\n'))],
  ])('%s', (_, bytes) => {
    expect(readPem(bytes)).toEqual([{ label: 'CERTIFICATE', der, line: 1, problem: null }])
  })
})

describe('faults', () => {
  const [first = '', body = '', last = ''] = block.split('\n')
  test.each([
    ['no END', `\n${first}\n${body}\n`, [{ line: 2, text: 'the block that begins here has no END line' }]],
    ['cut in the body', `${first}\n${body.slice(0, 5)}`, [{ line: 1, text: 'the block that begins here has no END line' }]],
    ['cut in BEGIN', '-----BEGIN CERTIF', []],
    [
      'another BEGIN first',
      `${first}\n${body}\n${block}`,
      [{ line: 1, text: 'the block that begins here has no END line' }, null],
    ],
    [
      'another END',
      `${first}\n${body}\n-----END KEY-----\n`,
      [{ line: 3, text: 'the END line does not name what the BEGIN line names' }],
    ],
    ['not base64', `x\n${first}\n\nAQ!D\n${last}\n`, [{ line: 4, text: 'a character is not base64' }]],
    ['base64 too short', `${first}\nAQIDBA\n${last}\n`, [{ line: 2, text: 'the base64 text ends too early' }]],
    ['commented out', block.replace(/^/gm, '# '), []],
    ['sound ones behind a broken one', `${first}\n*\n${last}\n${block}`, [{ line: 2, text: 'a character is not base64' }, null]],
  ])('%s', (_, text, problems) => {
    expect(read(text).map((b) => b.problem)).toEqual(problems)
  })
})

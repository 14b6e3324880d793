import fc from 'fast-check'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bad, code, command, dim, hanging, type Line, name, plain, quote, span, textOf } from '../../src/report/styled.ts'
import { columns } from '../../src/terminal/columns.ts'
import { paint } from '../../src/terminal/paint.ts'
import { terminalOf } from '../../src/terminal/terminal.ts'

const lines = (line: Line, width: number): readonly string[] => paint([line], { width, color: false }).split('\n').slice(0, -1)

describe('paint', () => {
  it('writes no escape sequence without colour', () => {
    expect(paint([[bad('no'), plain(' '), name('x')]], { width: 80, color: false })).toBe('no x\n')
  })

  it('writes colours around the words, and the same words', () => {
    const painted = paint([[bad('no'), plain(' '), dim('x')]], { width: 80, color: true })
    expect(painted).toContain('\u001b[31m')
    expect(stripVTControlCharacters(painted)).toBe('no x\n')
  })

  it('ends blank lines and keeps no spaces at the end of a line', () => {
    expect(paint([[], [plain('a  ')]], { width: 80, color: false })).toBe('\na\n')
  })
})

describe('wrapping', () => {
  it('keeps the indentation of the line', () => {
    expect(lines([plain('  one two three')], 9)).toEqual(['  one two', '  three'])
  })

  it('begins further lines with what the line hangs from', () => {
    expect(lines(hanging('  │  ', [plain('  ├─ '), plain('one two')]), 9)).toEqual(['  ├─ one', '  │  two'])
  })

  it('breaks no word, also one of several styles', () => {
    expect(lines([plain('say "'), name('AB'), plain('" now')], 7)).toEqual(['say', '"AB"', 'now'])
  })

  it('gives up indentation for a word that fits without', () => {
    expect(lines(hanging('      ', [plain('SHA '), code('0123456789')]), 12)).toEqual(['SHA', '  0123456789'])
  })

  it('leaves a word alone that fits nowhere, where it belongs', () => {
    expect(lines([plain('  a '), code('0123456789abcdef'), plain(' b')], 10)).toEqual(['  a', '  0123456789abcdef', '  b'])
    expect(lines(hanging('    ', [plain('SHA '), code('0123456789')]), 9)).toEqual(['SHA', '    0123456789'])
  })

  it('counts wide characters as two columns and marks as none', () => {
    expect(columns('証明書')).toBe(6)
    expect(columns('e\u0301')).toBe(1)
    expect(lines([plain('証明書 証明書')], 12)).toEqual(['証明書', '証明書'])
    expect(lines([plain('証明書 証明書')], 13)).toEqual(['証明書 証明書'])
  })

  const word = fc.stringMatching(/^[a-z証é]{1,14}$/)
  const line = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.array(word, { minLength: 1, maxLength: 20 }))

  it('loses no word and makes no line too long but for one word, of what is to be copied', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 8, max: 40 }), ([indent, words], width) => {
        const wrapped = lines(
          [plain(' '.repeat(indent)), ...words.flatMap((w, i) => [plain(i === 0 ? '' : ' '), code(w)])],
          width,
        )
        expect(wrapped.join(' ').trim().split(/ +/)).toEqual(words)
        for (const l of wrapped) if (columns(l) > width) expect(l.trim()).not.toContain(' ')
      }),
    )
  })

  it('loses no letter and makes no line too long, of what is read', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 20, max: 40 }), ([indent, words], width) => {
        const wrapped = lines([plain(`${' '.repeat(indent)}${words.join(' ')} ${words.join('.')}`)], width)
        expect(wrapped.join('').replaceAll(' ', '')).toBe(words.join('') + words.join('.'))
        for (const l of wrapped) expect(columns(l)).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('cuts a long name behind a dot or a hyphen, and begins again where the line hangs', () => {
    const host = 'a-long-name.of-some.department.corp.example'
    expect(lines(hanging('  ', [plain('is for '), name(host), plain(', and')]), 24)).toEqual([
      'is for',
      '  a-long-name.of-some.',
      '  department.corp.',
      '  example, and',
    ])
  })

  it.each([
    ['a fingerprint', code('0'.repeat(64))],
    ['a path', code('/usr/lib/python3/dist-packages/certifi/cacert.pem')],
    ['a command', command('rootcause fix a-long-name.of-some.department.corp.example --apply')],
    ['the words of a client', quote('certificate is valid for a-long-name.of-some.department.corp.example')],
  ])('never cuts %s', (_, copied) => {
    expect(lines([plain('see '), copied], 24).some((l) => l.includes(copied.text))).toBe(true)
  })
})

describe('span', () => {
  it('lets nothing through that steers a terminal or is not seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: shown } = span('plain', text)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(span('plain', shown).text).toBe(shown)
      }),
    )
  })

  it('leaves letters of every script', () => {
    const text = 'Ünïcödé Россия 証明書 ไทย 한국어 العربية 👍'
    expect(textOf([plain(text)])).toBe(text)
  })
})

describe('terminalOf', () => {
  const tty = { isTTY: true, columns: 100 }

  it('takes the width of a terminal, not less than 40, and 80 where there is none', () => {
    expect(terminalOf(tty, {}).width).toBe(100)
    expect(terminalOf({ isTTY: true, columns: 12 }, {}).width).toBe(40)
    expect(terminalOf({ isTTY: true, columns: 0 }, {}).width).toBe(80)
    expect(terminalOf({ columns: 100 }, {}).width).toBe(80)
  })

  it.each([
    [tty, {}, true],
    [{}, {}, false],
    [tty, { NO_COLOR: '1' }, false],
    [tty, { NO_COLOR: '' }, true],
    [tty, { TERM: 'dumb' }, false],
    [{}, { FORCE_COLOR: '1' }, true],
    [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [tty, { FORCE_COLOR: '0' }, false],
  ])('%j with %j has colour: %s', (stream, env, color) => {
    expect(terminalOf(stream, env).color).toBe(color)
  })
})

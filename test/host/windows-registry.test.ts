import { describe, expect, test } from 'vitest'
import { readRegistryQuery } from '../../src/host/registry-query.ts'
import { type RegistryAnswer, registryReader } from '../../src/host/windows-registry.ts'

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\r\n`).join('')
const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

/*
 * In the form that reg.exe prints: recorded from Wine 8, which differs in nothing from what Windows printed in brinkqiang/dmgetvspath README.md
 * (with the Chinese name of the default value; the German one as Windows has it).
 */
const version = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor\\Thing'
const printed = lines(
  '',
  version,
  '    (Standard)    REG_SZ    the default',
  '    CSDVersion    REG_SZ    ',
  '    Path    REG_EXPAND_SZ    %SystemRoot%\\System32    REG_SZ    odd',
  '    CurrentMajorVersionNumber    REG_DWORD    0xa',
  '    Big    REG_QWORD    0x100000000',
  '    DigitalProductId    REG_BINARY    00FF10',
  '    Nothing    REG_BINARY    ',
  '    Several    REG_MULTI_SZ    one\\0two\\0\\0',
  '    Two words    REG_SZ    first line',
  'second line',
  '',
  `${version}\\Console`,
  `${version}\\Windows NT`,
)

describe('what reg.exe prints', () => {
  const found = readRegistryQuery(printed, version)
  const top = found.get(version.toLowerCase())

  test('values by their types', () => {
    expect(top?.values).toEqual({
      '': 'the default',
      CSDVersion: '',
      Path: '%SystemRoot%\\System32    REG_SZ    odd',
      CurrentMajorVersionNumber: 10,
      Big: 2 ** 32,
      DigitalProductId: Uint8Array.of(0, 255, 16),
      Nothing: new Uint8Array(0),
      Several: 'one\ntwo',
      'Two words': 'first line\nsecond line',
    })
  })

  test('the keys below', () => {
    expect(top?.keys).toEqual(['Console', 'Windows NT'])
  })

  test('a value can name no key outside of what was asked for', () => {
    const text = lines(version, '    A    REG_SZ    x', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Other', '    B    REG_SZ    y')
    expect([...readRegistryQuery(text, version).keys()]).toEqual([version.toLowerCase()])
  })

  test('garbage is no key and no exception', () => {
    expect(readRegistryQuery('\0\u00ff    REG_X', version).get(version.toLowerCase())).toEqual({ keys: [], values: {} })
  })
})

describe('reading keys', () => {
  /** A registry by full names; `denied` are listed and cannot be opened, told in German. */
  const registry = (text: Readonly<Record<string, string>>, denied: readonly string[] = []) => {
    const asked: string[] = []
    const answer = (code: number, stdout: string, stderr = ''): RegistryAnswer => ({
      code,
      stdout: octets(stdout),
      stderr: octets(stderr),
    })
    const read = registryReader((args) => {
      asked.push(args.join(' '))
      const full = (args[0] ?? '').replace(/^HKLM/, 'HKEY_LOCAL_MACHINE')
      if (denied.some((name) => name.toLowerCase() === full.toLowerCase())) return answer(1, '', 'FEHLER: Zugriff verweigert\r\n')
      const known = text[args.join(' ')]
      return known === undefined ? answer(1, '', 'FEHLER: Nicht gefunden\r\n') : answer(0, known)
    })
    return { read, asked }
  }
  const certificates = 'HKEY_LOCAL_MACHINE\\S\\ROOT\\Certificates'

  test('a key that is not there', () => {
    const { read } = registry({ 'HKLM\\S': lines('HKEY_LOCAL_MACHINE\\S', '', 'HKEY_LOCAL_MACHINE\\S\\Other') })
    expect(read('HKLM\\S\\Nope')).toBeNull()
    expect(read('HKLM\\S\\Nope\\Deeper')).toBeNull()
  })

  test('a key that is there and may not be read throws, whatever the language', () => {
    const { read } = registry({ 'HKLM\\S': lines('HKEY_LOCAL_MACHINE\\S', '', 'HKEY_LOCAL_MACHINE\\S\\Shut') }, [
      'HKEY_LOCAL_MACHINE\\S\\Shut',
    ])
    expect(() => read('HKLM\\S\\shut')).toThrow(/HKLM\\S\\shut cannot be read: FEHLER: Zugriff verweigert/)
    expect(() => read('HKLM\\S\\Shut\\Below')).toThrow(/cannot be read/)
  })

  test('a store of certificates is read by one program, and again when it is asked for again', () => {
    const text = lines(
      '',
      `${certificates}\\AA`,
      '    Blob    REG_BINARY    01',
      '',
      `${certificates}\\BB`,
      '    Blob    REG_BINARY    02',
    )
    const { read, asked } = registry({ 'HKLM\\S\\ROOT\\Certificates /s': text })
    expect(read('HKLM\\S\\ROOT\\Certificates')?.keys).toEqual(['AA', 'BB'])
    expect(read('HKLM\\S\\ROOT\\Certificates\\AA')?.values['Blob']).toEqual(Uint8Array.of(1))
    expect(read('HKLM\\S\\ROOT\\Certificates\\bb')?.values['Blob']).toEqual(Uint8Array.of(2))
    expect(asked).toEqual(['HKLM\\S\\ROOT\\Certificates /s'])
    read('HKLM\\S\\ROOT\\Certificates')
    expect(asked).toHaveLength(2)
  })

  test('all stores of a scope are read by one program', () => {
    const top = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates'
    const text = lines('', `${top}\\CA\\Certificates\\AA`, '    Blob    REG_BINARY    01', '', `${top}\\ROOT\\CRLs`)
    const { read, asked } = registry({ 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates /s': text })
    expect(read('HKLM\\SOFTWARE\\Microsoft\\SystemCertificates')?.keys).toEqual(['CA', 'ROOT'])
    expect(read('HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\ca\\certificates')?.keys).toEqual(['AA'])
    expect(asked).toHaveLength(1)
  })

  test('where a part of a store may not be read, each key is asked for by itself', () => {
    const text = lines(`${certificates}`, '', `${certificates}\\AA`)
    const { read } = registry({ 'HKLM\\S\\ROOT\\Certificates': text }, [`${certificates}\\AA`])
    expect(read('HKLM\\S\\ROOT\\Certificates')?.keys).toEqual(['AA'])
    expect(() => read('HKLM\\S\\ROOT\\Certificates\\AA')).toThrow(/Zugriff verweigert/)
  })

  // The names are Windows'; the octets are those of the code pages 850, 866, 936 and 932, the usual ones of those languages.
  test.each([
    ['French', '(par d\x82faut)'],
    ['Russian', '(\x8f\xae \xe3\xac\xae\xab\xe7\xa0\xad\xa8\xef)'],
    ['Chinese', '(\xc4\xac\xc8\xcf)'],
    ['Japanese', '(\x8a\xf9\x92\xe8)'],
    ['German', '(Standard)'],
  ])('the default value is known by its parentheses in %s, and no name is lost behind it', (_, name) => {
    const text = lines(
      '',
      'HKEY_LOCAL_MACHINE\\S',
      `    ${name}    REG_SZ    one`,
      '    Flags    REG_DWORD    0x1',
      '    None    REG_NONE    ',
    )
    const { read } = registry({ 'HKLM\\S': text })
    expect(read('HKLM\\S')?.values).toEqual({ '': 'one', Flags: 1, None: new Uint8Array(0) })
  })

  test('characters of an unknown code page are not guessed', () => {
    const { read } = registry({ 'HKLM\\S': lines('HKEY_LOCAL_MACHINE\\S', '    Path    REG_SZ    C:\\J\x94rg') })
    expect(read('HKLM\\S')?.values['Path']).toBe('C:\\J\ufffdrg')
  })

  test('a program that cannot be asked is an error', () => {
    const read = registryReader(() => {
      throw new Error('spawn ENOENT')
    })
    expect(() => read('HKLM\\S')).toThrow('ENOENT')
  })
})

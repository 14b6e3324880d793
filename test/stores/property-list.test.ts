import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { entriesOf, type PropertyValue, readPropertyList } from '../../src/stores/shared/property-list.ts'

const hasPython = spawnSync('python3', ['-c', 'import plistlib'], { timeout: 10_000 }).status === 0

/** As plain values, for comparison. */
function plain(value: PropertyValue | null | undefined): unknown {
  if (value === null || value === undefined) return value
  const entries = entriesOf(value)
  if (entries !== null) return Object.fromEntries([...entries].map(([key, v]) => [key, plain(v)]))
  if (value instanceof Uint8Array) return [...value]
  return Array.isArray(value) ? (value as readonly PropertyValue[]).map(plain) : value
}

describe('property lists', () => {
  test.skipIf(!hasPython)("what Python's plistlib writes is read back (skipped without python3)", () => {
    const program = `import plistlib, sys, datetime
sys.stdout.buffer.write(plistlib.dumps({'a < b & "c"': [1, -2, True, False, 'é \\u2028 <x>', b'\\x00\\xff' * 60, [], {}, ''],
  'deep': {'er': {'est': [[['x']]]}}, 'when': datetime.datetime(2026, 1, 2, 3, 4, 5), 'empty': b''}))`
    const text = execFileSync('python3', ['-c', program], { encoding: 'utf8', timeout: 10_000 })
    expect(plain(readPropertyList(text))).toEqual({
      'a < b & "c"': [1, -2, true, false, 'é \u2028 <x>', Array.from({ length: 120 }, (_, i) => (i % 2) * 255), [], {}, ''],
      deep: { er: { est: [[['x']]] } },
      when: '2026-01-02T03:04:05Z',
      empty: [],
    })
    for (let size = 0; size < text.trimEnd().length; size += 13) expect(readPropertyList(text.slice(0, size))).toBeNull()
  })

  test('numbers for characters, comments, what stands before', () => {
    expect(
      plain(
        readPropertyList(
          'said\n<plist version="1.0"><!-- <x> --><array><string>&#x41;&#66;&nope;</string><true></true></array></plist>',
        ),
      ),
    ).toEqual(['AB&nope;', true])
  })

  test.each([
    '',
    '<plist>',
    '<plist></plist>',
    '<plist><dict><key>a</key></dict></plist>',
    '<plist><dict><string>a</string></dict></plist>',
    '<plist><what/></plist>',
    '<plist><integer>x</integer></plist>',
    '<plist><data>*</data></plist>',
    '<plist><string>a</key></plist>',
    `<plist>${'<array>'.repeat(40)}${'</array>'.repeat(40)}</plist>`,
  ])('%s is none', (text) => {
    expect(readPropertyList(text)).toBeNull()
  })

  test('an entity that expands itself is not expanded', () => {
    const text = '<!DOCTYPE plist [<!ENTITY a "&b;&b;"><!ENTITY b "xx">]><plist><string>&a;</string></plist>'
    expect(readPropertyList(text)).toBe('&a;')
  })
})

import { describe, expect, test } from 'vitest'
import type { GeneralName } from '../../src/model/extension.ts'
import { javaRelation } from '../../src/validation/checks/java-name-relation.ts'

const ip = (...octets: readonly number[]): GeneralName => ({ kind: 'ip', value: Uint8Array.from(octets) })
const zeros = (size: number): GeneralName => ip(...Array<number>(size).fill(0))

/** What IPAddressName.constrains answers to names of noughts of 4, 8, 16 and 32 octets; `out`: ArrayIndexOutOfBoundsException. */
const rows = [4, 8, 16, 32] as const
const mixed = [
  ['match', 'widens', 'same-kind', 'out'],
  ['narrows', 'match', 'narrows', 'out'],
  ['same-kind', 'widens', 'match', 'widens'],
  ['out', 'widens', 'narrows', 'match'],
]
const apart = [
  ['match', 'widens', 'same-kind', 'same-kind'],
  ['narrows', 'match', 'same-kind', 'same-kind'],
  ['same-kind', 'same-kind', 'match', 'widens'],
  ['same-kind', 'same-kind', 'narrows', 'match'],
]

describe('what a name is to a subtree, as sun.security.x509 says', () => {
  // Asked of OpenJDK 17.0.15 and of Temurin 25.0.3.
  test.each([
    ['mixed', mixed],
    ['apart', apart],
  ] as const)('addresses of two families: %s', (families, expected) => {
    const relate = (base: number, name: number): string => {
      try {
        return javaRelation(families)(zeros(base), zeros(name))
      } catch (error) {
        return error instanceof Error && error.message.startsWith('Index ') ? 'out' : String(error)
      }
    }
    expect(rows.map((base) => rows.map((name) => relate(base, name)))).toEqual(expected)
  })

  // Both again.
  test.each([
    ['an address in it, where the subnet has bits that its mask lacks', [10, 1, 0, 0, 255, 0, 0, 0], [10, 1, 0, 0], 'same-kind'],
    ['the same subnet in other bits', [10, 1, 0, 0, 255, 0, 0, 0], [10, 0, 0, 0, 255, 0, 0, 0], 'match'],
    ['a subnet beside one with such bits', [10, 1, 0, 0, 255, 0, 0, 0], [127, 0, 0, 1, 255, 255, 255, 255], 'widens'],
    ['and the other way about', [127, 0, 0, 1, 255, 255, 255, 255], [10, 1, 0, 0, 255, 0, 0, 0], 'narrows'],
    ['a subnet in the widest', [0, 0, 0, 0, 0, 0, 0, 0], [10, 0, 0, 0, 255, 0, 0, 0], 'narrows'],
  ] as const)('%s', (_what, base, name, expected) => {
    expect(javaRelation('mixed')(ip(...base), ip(...name))).toBe(expected)
    expect(javaRelation('apart')(ip(...base), ip(...name))).toBe(expected)
  })

  // OpenJDK 17.0.15: the messages of what it throws.
  test.each([
    [{ kind: 'dns', value: 'a.test' }, { kind: 'dns', value: '' }, 'String index out of range: 0'],
    [
      { kind: 'uri', value: 'a.test' },
      { kind: 'uri', value: 'urn:x' },
      'Cannot invoke "String.equalsIgnoreCase(String)" because "otherHost" is null',
    ],
    [
      { kind: 'registered-id', value: '1.2.3' },
      { kind: 'registered-id', value: '1.2.4' },
      'Narrowing and widening are not supported for OIDNames',
    ],
  ] as const)('what cannot be compared is thrown: %o', (base, name, message) => {
    expect(() => javaRelation('mixed')(base, name)).toThrow(message)
  })
})

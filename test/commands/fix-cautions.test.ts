import { expect, it } from 'vitest'
import { cautions } from '../../src/commands/fix-cautions.ts'
import { certificateSummary } from '../../src/diagnosis/certificate-summary.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Statement } from '../../src/model/authenticity.ts'
import { entity, root, says, weigh } from '../roots/authenticity/support.ts'

type Given = Parameters<typeof cautions>

/** What is said of a root that nothing but the user's own SHA-256 vouches for; where it lies is not what matters. */
const told = (candidate: Certificate, statements: readonly Statement[]): readonly string[] => {
  const sheet = weigh(candidate, { statements, own: candidate.sha256 })
  const needed = { certificate: certificateSummary(candidate), as: 'anchor', where: ['a file'], isHeld: true, sheet }
  return cautions({} as Given[0], { vouched: [{ needed: [needed], proof: null }] } as unknown as Given[1], [])
}

const own = root(entity('Company Root'))

it('nothing speaks against it: nothing is said', () => {
  expect(told(own, [])).toEqual([])
})

it.each([
  ['blocked', 'It is blocked: the list of apple.'],
  ['limited', 'It is trusted within limits, or not any more'],
  ['removed', 'Apple had it, and removed it.'],
] as const)('%s by a programme: it is said, for the user decides', (kind, words) => {
  const [said = ''] = told(own, [says(own, 'apple', kind)])
  expect(said).toContain('is added at your word alone. Against it: ')
  expect(said).toContain(words)
  expect(said).not.toContain(own.sha256.slice(0, 8))
})

it('the root of a product that reads along is called that', () => {
  expect(told(root(entity('Superfish, Inc.')), []).join()).toContain('Its private key is published')
})

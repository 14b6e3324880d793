import { expect, test } from 'vitest'
import { recordedSignatures } from '../../src/graph/world.ts'
import { renderText } from '../../src/report/text.ts'
import { paint } from '../../src/terminal/paint.ts'
import { goldenReport } from '../support/golden-replay.ts'

const base = goldenReport('good', recordedSignatures)

/** The brief sentence on what is taken for granted, where these releases stand in for others. */
function taken(...nearest: readonly (readonly [asked: string, client: string])[]): string {
  const assumptions = nearest.map(([asked, client]) => ({ name: 'nearest-release', params: { asked, client } }))
  const lines = renderText({ ...base, assumptions }, { width: 200 })
  return /^Taken for granted: .*$/m.exec(paint(lines, { width: 200, color: false }))?.[0] ?? ''
}

test('a patch of a release that is known is nothing to tell', () => {
  expect(taken(['node-20.20.2', 'node-20'], ['curl-7.88.1-openssl', 'curl-7.88-openssl'])).toBe('')
  expect(taken(['node-20.20.2', 'node-20'], ['go-1.22', 'go-1.19'])).toBe('Taken for granted: go-1.19 stands for go-1.22.')
  // 1.1 is no patch of 1.10.
  expect(taken(['go-1.10', 'go-1.1'])).toBe('Taken for granted: go-1.1 stands for go-1.10.')
})

test('of many it is told how many they are', () => {
  const all = (['go-1.22', 'java-19', 'curl-8.5', 'python-3.15'] as const).map(
    (asked) => [asked, asked.replace(/-.*/, '-0.9')] as const,
  )
  expect(taken(...all)).toBe('Taken for granted: 4 clients as their nearest older releases.')
})

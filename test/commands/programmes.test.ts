import { expect, test } from 'vitest'
import { programmes } from '../../src/commands/programmes.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { everBlocked } from '../../src/roots/authenticity/ever-blocked.ts'
import { loadRoots } from '../../src/roots/load.ts'
import { opinions } from '../../src/roots/opinions.ts'
import { platform } from '../../src/roots/platforms.ts'
import { storeAt } from '../../src/roots/store-at.ts'

// The machine's health and the evidence sheet of one root must not contradict each other.
test('what Windows disallows for every purpose is no refusal while its programme goes on for servers', async () => {
  const table = await loadRoots()
  const authroot = platform('authroot')
  if (authroot === null) throw new Error('no such platform')
  const isBlocked = (sha256: Sha256) =>
    opinions(table, sha256, { kind: 'latest' }).some(({ platform: { id }, verdict }) => id === 'windows' && verdict === 'blocked')
  const both = storeAt(table, { platform: authroot, when: { kind: 'latest' } })
    .anchors.map(({ anchor }) => anchor.sha256)
    .filter(isBlocked)
  expect(both).not.toEqual([])
  const { standing } = await programmes()
  for (const sha256 of both) {
    expect(standing(sha256).blockedBy).not.toContain('Microsoft')
    expect(everBlocked(table).has(sha256)).toBe(false)
  }
})

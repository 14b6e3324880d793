import { describe, expect, it } from 'vitest'
import { tlv } from '../../src/lab/der-writer.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { usual } from '../oracle/cases/own-case.ts'
import { ourAnswer, profileOf } from './agreement/ours.ts'
import { at, minted } from './agreement/plan.ts'
import type { Case } from './agreement/random-case.ts'
import { askOpenssl, versionOf } from './agreement/real-clients.ts'

const utc = (text: string): Uint8Array => tlv(0x17, Buffer.from(text, 'latin1'))
const generalized = (text: string): Uint8Array => tlv(0x18, Buffer.from(text, 'latin1'))

/** One instant in forms that RFC 5280 §4.1.2.5 allows and forbids, two digits of the year apart. */
const forms: readonly ((year: string) => Uint8Array)[] = [
  (year) => utc(`${year}0615000000Z`),
  (year) => utc(`${year}06150000Z`),
  (year) => utc(`${year}0615000000+0000`),
  (year) => utc(`${year}0615020000+0200`),
  (year) => utc(`${year}0615000000`),
  (year) => utc(`${year}1315000000Z`),
  (year) => utc(`${year}0615000060Z`),
  (year) => generalized(`20${year}0615000000Z`),
  (year) => generalized(`20${year}0615000000.5Z`),
  (year) => generalized(`20${year}06150000Z`),
  (year) => generalized(`20${year}0615000000-0100`),
  () => utc('nonsense'),
]

/** Chains in which one certificate has both dates in such forms, or one of them. */
function cases(): readonly Case[] {
  const out: Case[] = []
  const { leaf, ca, root } = usual()
  const instants: readonly UnixSeconds[] = [at, seconds(Date.UTC(2019, 0, 1) / 1000), seconds(Date.UTC(2040, 0, 1) / 1000)]
  for (const odd of [leaf, ca, root])
    for (const form of forms)
      for (const over of [
        { notBefore: form('20') },
        { notAfter: form('35') },
        { notBefore: form('20'), notAfter: form('35') },
        { notBefore: form('35'), notAfter: form('20') },
      ]) {
        const der = (plan: typeof leaf): Uint8Array => minted(plan, plan === odd ? over : {})
        const [sent, store] = [[der(leaf), der(ca)], [der(root)]]
        for (const instant of instants)
          out.push({ id: String(out.length), done: [], sent, store, host: '', at: instant, key: null })
      }
  return out
}

const version = versionOf('openssl', 'version')?.split(' ')[1] ?? ''

describe('dates in forms that cannot be compared', () => {
  it.skipIf(!version.startsWith('3.0.'))(
    `openssl verify 3.0 says the same (here: ${version || 'no openssl'})`,
    { timeout: 120_000 },
    async () => {
      const all = cases()
      const theirs = await askOpenssl(all, [])
      const profile = profileOf('openssl-verify-3.0')
      const differ = all.flatMap((one, i) => {
        const ours = ourAnswer(profile, one).text
        return ours === theirs[i] ? [] : [{ i, ours, theirs: theirs[i] }]
      })
      expect(differ).toEqual([])
      for (const code of [9, 10, 13, 14])
        expect(theirs.filter((text) => text.startsWith(`error ${code} at`)).length).toBeGreaterThan(5)
      expect(theirs.filter((text) => text === 'accepted').length).toBeGreaterThan(5)
    },
  )
})

import { expect, it } from 'vitest'
import { findCertificates } from '../../src/commands/find-missing.ts'
import { isUsable } from '../../src/report/found/refused.ts'
import { utc } from '../../src/lab/shapes.ts'
import { commonNames } from '../../src/x509/name.ts'
import { emptyPlaces } from './support/found-on.ts'

/** Authorities with roots that programmes have, and roots that they removed or never had for servers. */
it.each(['GlobalSign', 'DigiCert', 'VeriSign', 'Entrust'])('%s: what may be taken stands before what is refused', (word) => {
  const isMeant = ({ subject }: Parameters<Parameters<typeof findCertificates>[1]>[0]): boolean =>
    commonNames(subject).some((name) => name.includes(word))
  const { candidates } = findCertificates(word, isMeant, emptyPlaces(), utc('2026-06-01T00:00:00Z'))
  const usable = candidates.map(isUsable)
  expect(usable).toContain(false)
  expect(usable).toEqual(usable.toSorted((a, b) => Number(b) - Number(a)))
})

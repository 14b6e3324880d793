import { expect, it } from 'vitest'
import { readCertificate } from '../../src/x509/certificate.ts'
import { anchorCertificate } from '../../src/x509/anchor-certificate.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { certificate, generalizedTime, join, soundParts, utcTime, validity } from './der-builder.ts'

const sound = utcTime('300101000000Z')

// The forms are those of X.680 §46 and §47 that RFC 5280 §4.1.2.5 forbids.
it.each([
  ['seconds left out', utcTime('3001010000Z'), ['time-without-seconds']],
  ['an offset', utcTime('300101000000+0100'), ['time-with-offset']],
  ['a fraction, and a year below 2050', generalizedTime('20300101000000.5Z'), ['time-with-fraction', 'time-form']],
  ['no time', utcTime('301301000000Z'), ['time-malformed']],
  ['nothing', sound, []],
])('%s: told of the date that has it', (_what, time, codes) => {
  const of = (notBefore: Uint8Array, notAfter: Uint8Array): unknown =>
    readCertificate(certificate({ validity: validity(notBefore, notAfter) })).dateAnomalies
  expect(of(time, sound)).toEqual({ notBefore: codes, notAfter: [] })
  expect(of(sound, time)).toEqual({ notBefore: [], notAfter: codes })
  expect(of(time, time)).toEqual({ notBefore: codes, notAfter: codes })
})

it('an anchor of the table has those of the certificate that it was taken from', () => {
  const odd = validity(utcTime('200101000000Z'), utcTime('3001010000Z'))
  const { version, serial, signature, subject, key, optional } = soundParts
  const anchor = anchorCertificate({
    sha256: 'ab'.repeat(32) as Sha256,
    selfIssued: true,
    anomalies: readCertificate(certificate({ validity: odd, issuer: subject })).anomalies,
    fields: join(version, serial, signature, odd, subject, key, optional),
  })
  expect(anchor.dateAnomalies).toEqual({ notBefore: [], notAfter: ['time-without-seconds'] })
})

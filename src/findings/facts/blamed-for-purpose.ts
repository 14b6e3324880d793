import type { Certificate } from '../../model/certificate.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { Situation } from '../../validation/proof.ts'
import { failuresOf, type Rejection, rejections } from './rejections.ts'
import { purposeFault } from './purpose-fault.ts'

const codes: readonly FailureCode[] = [
  'purpose-target',
  'purpose-ca',
  'not-a-ca',
  'version-too-old',
  'key-usage-cert-sign',
  'key-usage-target',
  'key-usage-empty',
]

/** Rejections that come down to one fault of the extensions that make an authority, by the certificate that has it. */
export function blamedForPurpose(
  situation: Situation,
  fault: ReturnType<typeof purposeFault>,
): ReadonlyMap<Certificate, readonly Rejection[]> {
  const found = new Map<Certificate, Rejection[]>()
  for (const rejection of rejections(situation)) {
    for (const { code, certificate } of failuresOf(rejection)) {
      if (certificate === null || !codes.includes(code) || purposeFault(certificate, code) !== fault) continue
      const known = found.get(certificate)
      if (known === undefined) found.set(certificate, [rejection])
      else if (!known.includes(rejection)) known.push(rejection)
    }
  }
  return found
}

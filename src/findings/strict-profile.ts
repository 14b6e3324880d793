import { type FailureCode, failureCodes } from '../model/failure.ts'
import { blamed, concern, failuresOf } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

const strict: readonly FailureCode[] = failureCodes.filter((code) => code.startsWith('strict-'))

/**
 * RC311: a certificate departs from the profile of RFC 5280 §4 in a way that only strict clients mind
 * (X509_V_FLAG_X509_STRICT, which Python sets from 3.13).
 * about: the certificate. params: `faults`: the departures that clients met, joined by `, `, as failure codes without `strict-`.
 */
export const strictProfile: FindingRule = (situation) =>
  [...blamed(situation, strict)].map(([certificate, explained]) => {
    const faults = explained
      .flatMap(failuresOf)
      .filter((f) => f.certificate === certificate && strict.includes(f.code))
      .map((f) => f.code.slice('strict-'.length))
    return {
      code: 'RC311',
      ...concern(explained),
      about: certificate === null ? [] : [certificate.sha256],
      params: { faults: [...new Set(faults)].join(', ') },
    }
  })

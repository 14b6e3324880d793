import { grouped } from './facts/grouped.ts'
import { refusals } from './facts/refused-anomalies.ts'
import { concern, failuresOf, rejections } from './facts/rejections.ts'
import { strictAnomaly, strictFailures } from './facts/strict-anomalies.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC311: a certificate departs from the profile of RFC 5280 §4 in a way that only strict clients mind
 * (X509_V_FLAG_X509_STRICT, which Python sets from 3.13). What other clients refuse too is RC313. One finding for each departure.
 * about: the certificate. params: `failure`: the `FailureCode`.
 */
export const strictProfile: FindingRule = (situation) => {
  const refused = refusals(situation)
  const met = rejections(situation).flatMap((rejection) =>
    failuresOf(rejection).flatMap((failure) => {
      if (!strictFailures.includes(failure.code)) return []
      const anomaly = strictAnomaly(failure)
      const isRefused = refused.some((r) => r.certificate === failure.certificate && r.anomaly === anomaly)
      return anomaly !== null && isRefused ? [] : [{ rejection, failure }]
    }),
  )
  const byFault = grouped(met, ({ failure }) => `${failure.code} ${failure.certificate?.sha256}`)
  return [...byFault.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const { certificate, code } = first.failure
    return [
      {
        code: 'RC311',
        ...concern([...new Set(own.map((o) => o.rejection))]),
        about: certificate === null ? [] : [certificate.sha256],
        params: { failure: code },
      },
    ]
  })
}

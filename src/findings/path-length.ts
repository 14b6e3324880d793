import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import { grouped } from './facts/grouped.ts'
import { concern, failuresOf, type Rejection, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC309: more authorities stand below a certificate than its pathLenConstraint allows (RFC 5280 §4.2.1.9). Clients blame
 * that certificate, or the one below it at which the count runs out; it is told once, of the certificate that holds the limit.
 * about: the certificate with the constraint. params: `limit`: its pathLenConstraint; empty: nobody on the judged path has one.
 */
export const pathLength: FindingRule = (situation) => {
  const failures = rejections(situation).flatMap((rejection) =>
    failuresOf(rejection)
      .filter((f) => f.code === 'path-length-exceeded')
      .map(({ certificate }) => ({ rejection, holder: limitHolder(rejection, certificate) ?? certificate })),
  )
  return [...grouped(failures, (f) => f.holder)].map(([holder, own]) => ({
    code: 'RC309',
    ...concern([...new Set(own.map((o) => o.rejection))]),
    about: holder === null ? [] : [holder.sha256],
    params: { limit: String(holder?.basicConstraints?.pathLenConstraint ?? '') },
  }))
}

/** The nearest certificate from the blamed one upwards whose constraint is exceeded on the path that was judged. */
function limitHolder({ verdict: { path } }: Rejection, blamed: Certificate | null): Certificate | null {
  const all = path.anchor === null ? path.certificates : [...path.certificates, path.anchor]
  const from = blamed === null ? 0 : Math.max(0, all.indexOf(blamed))
  const isExceeded = (countsSelfIssued: boolean) => (certificate: Certificate, i: number) => {
    const below = all.slice(1, i).filter((c) => countsSelfIssued || !isSelfIssued(c)).length
    const limit = certificate.basicConstraints?.pathLenConstraint ?? null
    return i >= from && limit !== null && below > limit
  }
  // RFC 5280 §4.2.1.9 leaves self-issued certificates out of the count; Go counts them.
  return all.find(isExceeded(false)) ?? all.find(isExceeded(true)) ?? null
}

import { oidName } from '../x509/oids.ts'
import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC312: a critical extension that a client does not process (RFC 5280 §4.2: it must refuse).
 * about: the certificate. params: `oid`: the critical extensions that one of the clients does not know, by name or
 * identifier, joined by `, `.
 */
export const criticalExtension: FindingRule = (situation) =>
  [...blamed(situation, ['critical-extension-unknown'])].flatMap(([certificate, explained]) => {
    if (certificate === null) return []
    const critical = certificate.extensions.filter((e) => e.critical).map((e) => e.oid)
    const unknown = explained.flatMap(({ judgement: { seat } }) => {
      const { verifier } = seat.profile
      return 'knownExtensions' in verifier ? critical.filter((oid) => !verifier.knownExtensions.includes(oid)) : critical
    })
    const params = { oid: [...new Set(unknown)].map((oid) => oidName(oid) ?? oid).join(', ') }
    return [{ code: 'RC312', ...concern(explained), about: [certificate.sha256], params }]
  })

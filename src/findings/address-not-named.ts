import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC303: an IP address was asked for and the certificate has none in its subjectAltName (RFC 9525 §6.5: as iPAddress,
 * never as text).
 * about: the target. params: `host`: the address.
 */
export const addressNotNamed: FindingRule = (situation) => {
  const { host } = situation.world.evidence.target
  return [...blamed(situation, ['ip-mismatch'])].flatMap(([certificate, explained]) => {
    if (certificate === null || certificate.subjectAltName?.names.some((n) => n.kind === 'ip') === true) return []
    return [{ code: 'RC303', ...concern(explained), about: [certificate.sha256], params: { host } }]
  })
}

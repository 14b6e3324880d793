import { namesOf } from './facts/names-of.ts'
import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC301: the certificate is for other names than the one asked for (RFC 9525 §6).
 * about: the target. params: `host`; `names`: those that it is for, joined by `, `.
 */
export const wrongName: FindingRule = (situation) => {
  const { host } = situation.world.evidence.target
  return [...blamed(situation, ['host-mismatch', 'ip-mismatch'])].flatMap(([certificate, explained]) => {
    const names = certificate?.subjectAltName?.names ?? []
    const isAddressFault = explained.some((r) => r.verdict.trace.some((f) => f.code === 'ip-mismatch'))
    // No address at all among the names is RC303.
    if (certificate === null || (isAddressFault && !names.some((n) => n.kind === 'ip'))) return []
    return [{ code: 'RC301', ...concern(explained), about: [certificate.sha256], params: { host, names: namesOf(certificate) } }]
  })
}

import type { Certificate } from '../model/certificate.ts'
import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC313: a certificate that was sent is not what X.690 or RFC 5280 §4 allow. Each client's decoder refuses some such
 * faults and overlooks others. Explicit curves that nobody's decoder refuses are RC315 alone.
 * about: the certificate. params: `anomalies`: their codes (`AnomalyCode`), joined by `, `.
 */
export const malformed: FindingRule = (situation) => {
  const own = blamed(situation, ['certificate-unreadable', 'certificate-malformed', 'extension-invalid'])
  const sent = new Set(situation.world.chains.flatMap((c) => c.sent))
  const told = [...own.keys()].filter((c) => c !== null)
  return [...new Set([...sent, ...told])].flatMap((certificate) => {
    const explained = own.get(certificate) ?? []
    const others = certificate.anomalies.filter((a) => a.code !== 'ec-explicit-parameters')
    if (explained.length === 0 && others.length === 0) return []
    return [{ code: 'RC313', ...concern(explained), about: [certificate.sha256], params: { anomalies: codesOf(certificate) } }]
  })
}

const codesOf = ({ anomalies }: Certificate): string => [...new Set(anomalies.map((a) => a.code))].join(', ')

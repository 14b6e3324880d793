import { isoTime } from '../model/time.ts'
import { blamed, concern, isOnPath, rejections } from './facts/rejections.ts'
import { placed } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC105: a certificate is not yet valid at the clock (RFC 5280 §4.1.2.5).
 * about: the certificate. params: `notBefore`, its first second; `kind`: `target`, `intermediate`, `cross`, `root` or `anchor`.
 */
export const notYetValid: FindingRule = (situation) => {
  const { world } = situation
  const own = blamed(situation, ['not-yet-valid'])
  const told = rejections(situation).filter((r) => r.verdict.told.code === 'not-yet-valid')
  return [...placed(world)]
    .filter(({ certificate }) => certificate.notBefore > world.evidence.clock)
    .map(({ certificate, role }) => ({
      code: 'RC105',
      ...concern([...new Set([...(own.get(certificate) ?? []), ...told.filter((r) => isOnPath(r, certificate))])]),
      about: [certificate.sha256],
      params: { notBefore: isoTime(certificate.notBefore), kind: role },
    }))
}

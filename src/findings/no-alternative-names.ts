import { blamed, concern } from './facts/rejections.ts'
import { isUnreadable } from './facts/unreadable.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC302: the certificate has no name to compare with in its subjectAltName; only clients that still read the common
 * name accept it (RFC 9525 §6.3 forbids that).
 * about: the target. params: `host`.
 */
export const noAlternativeNames: FindingRule = (situation) => {
  const { host } = situation.world.evidence.target
  const own = blamed(situation, ['host-in-common-name-only', 'host-no-names'])
  const targets = new Set(situation.world.chains.flatMap((c) => c.sent[0] ?? []))
  return [...targets].flatMap((target) => {
    const names = target.subjectAltName?.names ?? []
    const explained = own.get(target) ?? []
    const isNameless = host !== '' && !names.some((n) => n.kind === 'dns' || n.kind === 'ip')
    if (explained.length === 0 && (!isNameless || isUnreadable(target))) return []
    return [{ code: 'RC302', ...concern(explained), about: [target.sha256], params: { host } }]
  })
}

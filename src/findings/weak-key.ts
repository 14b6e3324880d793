import type { Certificate } from '../model/certificate.ts'
import { concern, failuresOf, type Rejection, rejections } from './facts/rejections.ts'
import { placed } from './facts/roles.ts'
import { hasExplicitCurve, isWeakKey, keyHolder } from './facts/weak-key-culprit.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC304: a key is weaker than some clients take: below 112 bits of strength (NIST SP 800-57 part 1), or below what a
 * client asks for. Anchors are told only where a client minds. A key that a client calls weak because it
 * spells out its curve is RC315.
 * about: the certificate. params: `key`: `RSA 1024`; `bits`; `role`: `target`, `intermediate`, `cross`, `root` or `anchor`.
 */
export const weakKey: FindingRule = (situation) => {
  const isMinded = (r: Rejection, c: Certificate) =>
    failuresOf(r).some((f) => (f.code === 'target-key-weak' || f.code === 'ca-key-weak') && keyHolder(r, f) === c)
  return [...placed(situation.world)].flatMap(({ certificate, role }) => {
    const { key } = certificate.subjectPublicKeyInfo
    const explained =
      isWeakKey(key) || !hasExplicitCurve(certificate) ? rejections(situation).filter((r) => isMinded(r, certificate)) : []
    if (explained.length === 0 && (role === 'anchor' || !isWeakKey(key))) return []
    return [
      {
        code: 'RC304',
        ...concern(explained),
        about: [certificate.sha256],
        params: { key: `${key.kind.toUpperCase()} ${key.bits}`, bits: String(key.bits), role },
      },
    ]
  })
}

import { isSelfIssued } from '../graph/issuers.ts'
import { blamed, concern } from './facts/rejections.ts'
import { placed } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

const weak: ReadonlySet<string | null> = new Set(['md2', 'md4', 'md5', 'sha1'])

/**
 * RC305: a certificate below the anchor is signed over a digest that clients have given up (RFC 9155 for SHA-1 and MD5).
 * The digest of a root's own signature means nothing and is not told unless a client minds.
 * about: the certificate. params: `digest`: `md5`, `sha1`, …; empty for a kind of signature without one; `role`.
 */
export const weakDigest: FindingRule = (situation) => {
  const own = blamed(situation, ['ca-digest-weak'])
  return [...placed(situation.world)].flatMap(({ certificate, role }) => {
    const { hash } = certificate.signatureScheme
    const explained = own.get(certificate) ?? []
    if (explained.length === 0 && (role === 'anchor' || isSelfIssued(certificate) || !weak.has(hash))) return []
    return [{ code: 'RC305', ...concern(explained), about: [certificate.sha256], params: { digest: hash ?? '', role } }]
  })
}

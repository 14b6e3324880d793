import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC317: a client cannot compute a signature: its algorithm, or the key that made it, is of a kind that the client does
 * not know. A key whose curve has no name is RC315.
 * about: the certificate. params: `signature`: kind of its signature; `digest`: its digest or empty; `key`: kind of its own key.
 */
export const algorithmUnsupported: FindingRule = (situation) =>
  [...blamed(situation, ['signature-unsupported', 'signature-key-kind', 'issuer-key-unreadable'])].flatMap(
    ([certificate, explained]) => {
      if (certificate === null) return []
      const near = situation.world.chains
        .filter((chain) => chain.sent.length > 0)
        .flatMap((chain) => situation.world.graph(chain).certificates)
        .filter((c) => c === certificate || c.subject.canonical === certificate.issuer.canonical)
      if (near.some((c) => c.anomalies.some((a) => a.code === 'ec-explicit-parameters'))) return []
      const { signatureScheme, subjectPublicKeyInfo } = certificate
      const params = { signature: signatureScheme.kind, digest: signatureScheme.hash ?? '', key: subjectPublicKeyInfo.key.kind }
      return [{ code: 'RC317', ...concern(explained), about: [certificate.sha256], params }]
    },
  )

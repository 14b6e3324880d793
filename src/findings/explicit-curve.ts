import type { FailureCode } from '../model/failure.ts'
import { concern, failuresOf, rejections } from './facts/rejections.ts'
import { placed } from './facts/roles.ts'
import { hasExplicitCurve } from './facts/weak-key-culprit.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC315: an EC key gives its curve by parameters and not by name, which RFC 5480 §2.1.1 forbids.
 * about: the certificate with the key. params: none.
 */
export const explicitCurve: FindingRule = (situation) =>
  [...placed(situation.world)]
    .filter(({ certificate: c }) => hasExplicitCurve(c))
    .map(({ certificate, chain }) => {
      const explained = rejections(situation).filter(
        (r) =>
          r.judgement.chain === chain &&
          failuresOf(r).some(
            ({ code, certificate: failing, params }) =>
              (own.includes(code) && failing === certificate) ||
              (code === 'certificate-malformed' && failing === certificate && params?.['anomaly'] === 'ec-explicit-parameters') ||
              // The key's own signature, or that on a certificate which it issued, cannot be computed.
              ((code === 'signature-unsupported' || code === 'issuer-key-unreadable') &&
                (failing === certificate || failing?.issuer.canonical === certificate.subject.canonical)),
          ),
      )
      return { code: 'RC315', ...concern(explained), about: [certificate.sha256], params: {} }
    })

/** What clients call such a key, themselves; of GnuTLS it has no known strength. */
const own: readonly FailureCode[] = ['ec-explicit-parameters', 'target-key-weak', 'ca-key-weak']

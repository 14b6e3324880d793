import { oidName } from '../x509/oids.ts'
import { purposeFault } from './facts/purpose-fault.ts'
import { blamed, concern, failuresOf } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC306: the extendedKeyUsage of the target or of an authority does not allow a TLS server (RFC 5280 §4.2.1.12).
 * about: the certificate. params: `kind`: `target` or `issuer`; `purposes`: those that it allows, joined by `, `; empty: no extension.
 */
export const purpose: FindingRule = (situation) =>
  [...blamed(situation, ['purpose-target', 'purpose-ca'])].flatMap(([certificate, explained]) => {
    const failure = explained.flatMap(failuresOf).find((f) => f.certificate === certificate && f.code.startsWith('purpose-'))
    if (certificate === null || failure === undefined) return []
    if (purposeFault(certificate, failure.code) !== 'extended-key-usage') return []
    const purposes = certificate.extendedKeyUsage?.purposes ?? []
    return [
      {
        code: 'RC306',
        ...concern(explained),
        about: [certificate.sha256],
        params: {
          kind: failure.code === 'purpose-target' ? 'target' : 'issuer',
          purposes: purposes.map((oid) => oidName(oid) ?? oid).join(', '),
        },
      },
    ]
  })

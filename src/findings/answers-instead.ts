import type { Certificate } from '../model/certificate.ts'
import type { Finding } from '../model/finding.ts'
import { commonNames } from '../x509/name.ts'
import { namesOf } from './facts/names-of.ts'
import { portalOf } from './facts/portals.ts'
import { privateAuthorities } from './facts/private-authority.ts'
import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC716: somebody else seems to answer instead of the server: a captive portal, a router or a proxy. Told where a plain answer sends
 * elsewhere or asks for a login (RFC 6585 §6); and where the certificate is for other names and is a portal's by its name, or comes from an
 * authority that neither a public programme nor any store here knows.
 * about: the certificate that answered, if one did. params: `kind`: `redirect`, `login`, `portal` or `stranger`; `to`: where the answer
 * sends; `status`; `product`; `names`: those of the certificate.
 */
export const answersInstead: FindingRule = (situation): readonly Finding[] => {
  const { plainAnswer } = situation.world.evidence
  if (plainAnswer !== undefined) {
    const { status, redirectsTo } = plainAnswer
    const kind = status === 511 ? 'login' : redirectsTo !== '' && status >= 300 && status < 400 ? 'redirect' : null
    if (kind === null) return []
    const params = { kind, to: redirectsTo, status: String(status), product: portalOf(redirectsTo) ?? '', names: '' }
    return [{ code: 'RC716', severity: 'error', about: [], clients: [], params }]
  }
  const foreign = privateAuthorities(situation).filter(({ stores }) => stores.length === 0)
  return [...blamed(situation, ['host-mismatch', 'ip-mismatch'])].flatMap(([certificate, explained]): readonly Finding[] => {
    if (certificate === null) return []
    const product = productOf(certificate)
    const isForeign = foreign.some(({ chain }) => chain.sent[0] === certificate)
    if (product === null && !isForeign) return []
    const kind = product === null ? 'stranger' : 'portal'
    const params = { kind, to: '', status: '', product: product ?? '', names: namesOf(certificate) }
    return [{ code: 'RC716', ...concern(explained), about: [certificate.sha256], params }]
  })
}

function productOf(certificate: Certificate): string | null {
  const listed = (certificate.subjectAltName?.names ?? []).flatMap((n) => (n.kind === 'dns' ? [n.value] : []))
  for (const name of [...listed, ...commonNames(certificate.subject), ...certificate.issuer.rdns.flat().map((a) => a.value)]) {
    const product = portalOf(name)
    if (product !== null) return product
  }
  return null
}

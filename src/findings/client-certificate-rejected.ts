import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/** Words of a real client that was turned away for want of a certificate: OpenSSL, Go, rustls, Java, GnuTLS. */
const wanted =
  /certificate[ _]required|alert (?:number )?116|CertificateRequired|bad[ _]certificate \(?alert|alert bad certificate/i

/**
 * RC717: it is the server that rejects: it insists on a client certificate, and was shown none (RFC 8446 §6.2, certificate_required;
 * RFC 5246 §7.4.6). No trust store here has to do with it. Told where a handshake without one was ended so.
 * about: nothing. clients: those of this machine that were turned away. params: `alert`: the server's word; `said`: whether `probe` or
 * `client` met it.
 */
export const clientCertificateRejected: FindingRule = ({ world, seats }): readonly Finding[] => {
  const { withoutClientCertificate: answer } = world.evidence
  const turnedAway = seats.flatMap(({ entry }) => {
    const { observed } = entry
    return observed?.verdict === 'rejected' && wanted.test(observed.says) ? [entry] : []
  })
  const isMet = answer !== undefined && answer !== 'let-in'
  if (!isMet && turnedAway.length === 0) return []
  const params = { alert: isMet ? answer : 'certificate_required', said: isMet ? 'probe' : 'client' }
  return [{ code: 'RC717', severity: 'error', about: [], clients: [...new Set(turnedAway.map((e) => e.id))], params }]
}

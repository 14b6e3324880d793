import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC604: the server asks for a client certificate (RFC 8446 §4.3.2). Whether it insists is not seen: with TLS 1.3 it says
 * so only after the client took the handshake for done.
 * about: nothing. params: `hellos`: those that met the request, joined by `, `.
 */
export const clientCertificateRequested: FindingRule = ({ world }): readonly Finding[] => {
  const asked = world.evidence.sends.filter(
    ({ outcome }) => outcome.kind === 'chain' && outcome.tls?.clientCertificateRequested === true,
  )
  if (asked.length === 0) return []
  const hellos = [...new Set(asked.map((s) => s.hello))].join(', ')
  return [{ code: 'RC604', severity: 'notice', about: [], clients: [], params: { hellos } }]
}

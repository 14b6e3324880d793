import type { Certificate } from '../model/certificate.ts'
import type { TlsFacts } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { readTimestampList } from '../x509/extensions/signed-certificate-timestamps.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC606: what came with a certificate on its status and its logging: a stapled OCSP response (RFC 6066 §8), SCTs in a TLS
 * extension and in the certificate (RFC 6962 §3.3). SCTs inside an OCSP response are not counted, for nobody here reads one; nothing
 * of it is verified. Nothing is told where there is none of it: that a demanded staple is missing is RC316's matter.
 * about: the target. params: `staple`: `all`, `some` or `none` of the handshakes that drew the chain brought one, empty for a chain
 * from a file; `embedded` and `handshake`: how many SCTs there are, `unreadable` where a list is malformed, empty where there are none;
 * of handshakes that differ, the most.
 */
export const statusFacts: FindingRule = ({ world }) =>
  world.chains.flatMap(({ sent, sends }): readonly Finding[] => {
    const [target] = sent
    if (target === undefined) return []
    const facts = sends.flatMap((s) => (s.outcome.kind === 'chain' && s.outcome.tls !== null ? [s.outcome.tls] : []))
    const params = { staple: stapled(facts), embedded: embedded(target), handshake: inHandshakes(facts) }
    const isThere = params.staple === 'all' || params.staple === 'some' || params.embedded !== '' || params.handshake !== ''
    return isThere ? [{ code: 'RC606', severity: 'notice', about: [target.sha256], clients: [], params }] : []
  })

function stapled(facts: readonly TlsFacts[]): string {
  const n = facts.filter((f) => f.ocsp !== null).length
  if (facts.length === 0) return ''
  return n === 0 ? 'none' : n === facts.length ? 'all' : 'some'
}

/** RFC 6962 §3.3: the extension of the certificate. */
function embedded({ signedCertificateTimestamps: list, anomalies }: Certificate): string {
  if (list !== null) return list.length === 0 ? '' : String(list.length)
  return anomalies.some((a) => a.code === 'extension-malformed' && a.about === listOid) ? 'unreadable' : ''
}

const listOid = '1.3.6.1.4.1.11129.2.4.2'

function inHandshakes(facts: readonly TlsFacts[]): string {
  const counts = facts.flatMap(({ scts }) => {
    if (scts === null) return []
    const { bytes, invalidAt } = decodeBase64(scts)
    return [invalidAt === null ? (readTimestampList(bytes, 0, bytes.length)?.length ?? null) : null]
  })
  const most = Math.max(0, ...counts.map((n) => n ?? 0))
  if (most > 0) return String(most)
  return counts.includes(null) ? 'unreadable' : ''
}

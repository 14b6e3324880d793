import type { Finding } from '../model/finding.ts'
import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/** RFC 7633 §4.2.3.1: status_request and status_request_v2 as TLS extension numbers. */
const statusRequests = [5, 17] as const

/**
 * RC316: the certificate demands a stapled OCSP response (RFC 7633) and a handshake brought none. Firefox and
 * GnuTLS refuse that; where no client asked does, it is a warning. Nothing is told of a chain from a file.
 * about: the target. clients: those that refuse. params: `hellos`: those that drew no response, joined by `, `.
 */
export const stapleMissing: FindingRule = (situation) =>
  situation.world.chains.flatMap(({ sent, sends }): readonly Finding[] => {
    const [target] = sent
    if (target === undefined || !statusRequests.some((n) => target.tlsFeatures?.includes(n) === true)) return []
    const bare = sends.filter(({ outcome }) => outcome.kind === 'chain' && outcome.tls !== null && outcome.tls.ocsp === null)
    if (bare.length === 0) return []
    const explained = blamed(situation, ['staple-missing']).get(target) ?? []
    const hellos = [...new Set(bare.map((s) => s.hello))].join(', ')
    return [{ code: 'RC316', ...concern(explained, 'warning'), about: [target.sha256], params: { hellos } }]
  })

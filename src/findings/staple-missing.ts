import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/** RFC 7633 §4.2.3.1: status_request and status_request_v2 as TLS extension numbers. */
const statusRequests = [5, 17] as const

/**
 * RC316: the certificate demands a stapled OCSP response (RFC 7633) and a handshake brought none. Firefox refuses that;
 * no client modelled here does, hence a warning. Nothing is told of a chain from a file.
 * about: the target. params: `hellos`: those that drew no response, joined by `, `.
 */
export const stapleMissing: FindingRule = ({ world }) =>
  world.chains.flatMap(({ sent, sends }): readonly Finding[] => {
    const [target] = sent
    if (target === undefined || !statusRequests.some((n) => target.tlsFeatures?.includes(n) === true)) return []
    const bare = sends.filter(({ outcome }) => outcome.kind === 'chain' && outcome.tls !== null && outcome.tls.ocsp === null)
    if (bare.length === 0) return []
    const hellos = [...new Set(bare.map((s) => s.hello))].join(', ')
    return [{ code: 'RC316', severity: 'warning', about: [target.sha256], clients: [], params: { hellos } }]
  })

import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC504: a client is known never to return from this chain.
 * about: nothing. clients: those. params: none.
 */
export const clientHangs: FindingRule = ({ judgements }): readonly Finding[] => {
  const hanging = judgements.filter((j) => j.verdict.kind === 'hangs').map((j) => j.seat.entry)
  if (hanging.length === 0) return []
  const severity = hanging.some((e) => e.asked) ? 'error' : 'warning'
  return [{ code: 'RC504', severity, about: [], clients: [...new Set(hanging.map((e) => e.id))], params: {} }]
}

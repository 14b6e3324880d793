import type { Finding } from '../model/finding.ts'
import { grouped } from './facts/grouped.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC503: what a client would say is not known, for an input is missing. One finding for each such input.
 * about: nothing. clients: those that wait for it. params: `missing`: the input.
 */
export const undetermined: FindingRule = ({ judgements }) => {
  const open = judgements.flatMap(({ seat, verdict }) =>
    verdict.kind === 'undetermined' ? verdict.missing.map((missing) => ({ missing, entry: seat.entry })) : [],
  )
  return [...grouped(open, (o) => o.missing)].map(
    ([missing, own]): Finding => ({
      code: 'RC503',
      severity: own.some((o) => o.entry.asked) ? 'warning' : 'notice',
      about: [],
      clients: [...new Set(own.map((o) => o.entry.id))],
      params: { missing },
    }),
  )
}

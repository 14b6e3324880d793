import type { Finding } from '../model/finding.ts'
import { isoTime } from '../model/time.ts'
import { asker } from '../validation/answers.ts'
import { judge } from '../validation/judge.ts'
import { clockDistance } from './facts/clock-distance.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC714: what independent sources say of the local clock, and what clients would say at the true time. Told where somebody asked them.
 * about: nothing. clients: those whose verdict is another one at the true time. params: `state`: `right`, `fast`, `slow` or `unknown`;
 * `cause`: `none`, `battery`, `wsl`, `time-zone` or `drift`; `by`: how far off; `clock`: the local time; `trueTime`; `sources`;
 * `accepts` and `rejects`: clients that do so at the true time alone; `why`: why the time is unknown.
 */
export const clockMeasured: FindingRule = (situation): readonly Finding[] => {
  const { world, seats, judgements } = situation
  const { time, at, clock } = world.evidence
  if (time === undefined) return []
  const base = { code: 'RC714', about: [], severity: 'notice' as const, clients: [] }
  if (time.kind === 'unknown') return [{ ...base, params: { state: 'unknown', why: time.why } }]
  const { state, cause, offset, sources } = time
  const params = { cause, sources: sources.join(', '), clock: isoTime(at), trueTime: isoTime(time.at), by: clockDistance(offset) }
  // Asked for another time than the machine's own, the verdicts do not hang on its clock.
  if (state === 'right' || clock !== at) return [{ ...base, params: { ...params, state } }]
  const then = judge(world, seats, time.at, asker())
  const turned = then.filter((j, i) => j.verdict.kind !== judgements[i]?.verdict.kind)
  const ids = (kind: string): readonly string[] => [
    ...new Set(turned.filter((j) => j.verdict.kind === kind).map((j) => j.seat.entry.id)),
  ]
  return [
    {
      ...base,
      severity: turned.some((j) => j.seat.entry.asked) ? 'error' : 'warning',
      clients: [...new Set(turned.map((j) => j.seat.entry.id))],
      params: { ...params, state, accepts: ids('accepted').join(', '), rejects: ids('rejected').join(', ') },
    },
  ]
}

import { clockDistance } from '../findings/facts/clock-distance.ts'
import type { ClockCause } from '../model/evidence.ts'
import { isoTime } from '../model/time.ts'
import type { HealthRule } from './rule.ts'

const codes: Readonly<Record<ClockCause, string>> = {
  none: '',
  battery: 'RC822',
  wsl: 'RC823',
  'time-zone': 'RC824',
  drift: 'RC825',
}

/**
 * RC822 to RC825: the clock is wrong by what independent sources say: reset for want of power (RC822), left behind by WSL (RC823), right in
 * another zone (RC824), or drifted (RC825). RC826: they were asked, and the time is unknown all the same.
 */
export const clockWrong: HealthRule = ({ at, time }) => {
  if (time === undefined) return []
  if (time.kind === 'unknown') {
    return [{ code: 'RC826', severity: 'notice', about: [], clients: [], params: { why: time.why } }]
  }
  if (time.state === 'right') return []
  const params = {
    state: time.state,
    by: clockDistance(time.offset),
    clock: isoTime(at),
    trueTime: isoTime(time.at),
    sources: time.sources.join(', '),
  }
  return [{ code: codes[time.cause], severity: 'error', about: [], clients: [], params }]
}

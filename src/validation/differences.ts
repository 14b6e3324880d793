import { isoTime } from '../model/time.ts'
import { chainDifference } from './chain-exchange.ts'
import { clientDifference } from './client-exchange.ts'
import type { Difference } from './exchange.ts'
import type { Side } from './side.ts'
import { storeDifference } from './store-exchange.ts'

/** Every input in which two sides differ, in the order of `inputs`. All of them exchanged make the failing side the working one. */
export const differences = (works: Side, fails: Side): readonly Difference[] =>
  [
    storeDifference(works, fails),
    chainDifference(works, fails),
    hostDifference(works, fails),
    timeDifference(works, fails),
    clientDifference(works, fails),
  ].filter((d) => d !== null)

function hostDifference({ host }: Side, fails: Side): Difference | null {
  if (host === fails.host) return null
  const fact = { kind: 'host', certificate: null, params: { works: host, fails: fails.host } } as const
  return { input: 'host', parts: [], whole: { input: 'host', fact, apply: (side) => ({ ...side, host }) } }
}

function timeDifference({ at }: Side, fails: Side): Difference | null {
  if (at === fails.at) return null
  const fact = { kind: 'time', certificate: null, params: { works: isoTime(at), fails: isoTime(fails.at) } } as const
  return { input: 'time', parts: [], whole: { input: 'time', fact, apply: (side) => ({ ...side, at }) } }
}

import { sourcesBeside, timeSources } from '../clock/sources.ts'
import { type TimeAnswer, trueTime } from '../clock/true-time.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { chainVerifier, embeddedAnchors } from './chain-verifier.ts'
import { isWsl } from '../host/is-wsl.ts'
import { programmes } from './programmes.ts'

/** Longest wait for one source, in milliseconds. */
const patience = 8000

/** What independent sources make of this machine's clock. They are contacted. */
export async function timeHere({ host, now }: Pick<Context, 'host' | 'now'>, sources = timeSources): Promise<TimeAnswer> {
  const [anchors, { newest }] = await Promise.all([embeddedAnchors(), programmes()])
  // One reading of the clock, and what has passed since: a clock that is set meanwhile does no harm.
  const [read, began] = [Date.now(), performance.now()]
  return trueTime({
    sources,
    at: now,
    isWsl: isWsl(host),
    timeoutMs: patience,
    verify: chainVerifier(anchors),
    notBefore: newest,
    now: () => read + (performance.now() - began),
  })
}

/** The evidence with the true time; each source is listed as contacted. */
export async function withTime(evidence: Evidence, context: Context): Promise<Evidence> {
  const { time, contacted } = await timeHere(context, sourcesBeside(evidence.target.host))
  return { ...evidence, time, contacted: [...evidence.contacted, ...contacted.map((who) => `time ${who}`)] }
}

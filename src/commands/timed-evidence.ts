import { timeSources } from '../clock/sources.ts'
import { type TimeAnswer, trueTime } from '../clock/true-time.ts'
import type { FurtherEvidence } from '../findings/facts/further-evidence.ts'
import type { Host } from '../host/host.ts'
import type { Context } from './context.ts'
import { chainVerifier, embeddedAnchors } from './chain-verifier.ts'
import { programmes } from './programmes.ts'

/** Longest wait for one source, in milliseconds. */
const patience = 8000

/** What independent sources make of this machine's clock. They are contacted. */
export async function timeHere({ host, now }: Pick<Context, 'host' | 'now'>): Promise<TimeAnswer> {
  const [anchors, { newest }] = await Promise.all([embeddedAnchors(), programmes()])
  // One reading of the clock, and what has passed since: a clock that is set meanwhile does no harm.
  const [read, began] = [Date.now(), performance.now()]
  return trueTime({
    sources: timeSources,
    at: now,
    isWsl: isWsl(host),
    timeoutMs: patience,
    verify: chainVerifier(anchors),
    notBefore: newest,
    now: () => read + (performance.now() - began),
  })
}

/** The evidence with the true time; each source is listed as contacted. */
export async function withTime(evidence: FurtherEvidence, context: Context): Promise<FurtherEvidence> {
  const { time, contacted } = await timeHere(context)
  return { ...evidence, time, contacted: [...evidence.contacted, ...contacted.map((who) => `time ${who}`)] }
}

/** The kernel of WSL calls itself so (`/proc/version`: `Linux version 5.15.90.1-microsoft-standard-WSL2`). */
export function isWsl({ platform, readFile }: Pick<Host, 'platform' | 'readFile'>): boolean {
  if (platform !== 'linux') return false
  try {
    const version = readFile('/proc/version')
    return version !== null && /microsoft/i.test(new TextDecoder().decode(version))
  } catch {
    return false
  }
}

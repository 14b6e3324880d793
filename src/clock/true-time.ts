import type { TrueTime } from '../model/evidence.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { askSource, type AskOptions, type SourceAnswer } from './ask-source.ts'
import { clockCause } from './clock-cause.ts'
import type { TimeSource } from './sources.ts'

/** Whom to ask, and of which clock. */
export interface TimeQuestion extends AskOptions {
  readonly sources: readonly TimeSource[]
  /** What the local clock said when the evidence was made. */
  readonly at: UnixSeconds
  readonly isWsl: boolean
}

/** The time, and who was contacted for it: `host:port`. */
export interface TimeAnswer {
  readonly time: TrueTime
  readonly contacted: readonly string[]
}

/** Sources may differ by so much beside their uncertainty, in seconds: servers are kept right to a second or two. */
const agreement = 5

/**
 * What independent sources make of the local clock. Two operators at least must agree, and nobody else may be as many: otherwise the time
 * is unknown.
 */
export async function trueTime({ sources, at, isWsl, ...options }: TimeQuestion): Promise<TimeAnswer> {
  const answers = await Promise.all(sources.map((source) => askSource(source, options)))
  return { time: judged(answers, at, isWsl), contacted: sources.map(({ host, port }) => `${host}:${port}`) }
}

type Time = Extract<SourceAnswer, { readonly kind: 'time' }>

function judged(answers: readonly SourceAnswer[], at: UnixSeconds, isWsl: boolean): TrueTime {
  const times = answers.flatMap((a) => (a.kind === 'time' ? [a] : []))
  const camps = times.map((one) => times.filter((other) => agrees(one, other))).toSorted((a, b) => voices(b) - voices(a))
  const [largest = []] = camps
  if (voices(largest) < 2) return { kind: 'unknown', why: whyUnknown(answers, times) }
  if (camps.some((camp) => voices(camp) === voices(largest) && !camp.some((c) => largest.includes(c)))) {
    return { kind: 'unknown', why: 'the sources contradict each other' }
  }
  const offset = median(largest.map((a) => a.offset))
  const { state, cause } = clockCause({ offset, local: at, isWsl })
  const whole = Math.round(offset)
  return {
    kind: 'known',
    at: seconds(at - whole),
    offset: whole,
    state,
    cause,
    sources: largest.map(({ source }) => source.host),
  }
}

const agrees = (a: Time, b: Time): boolean => Math.abs(a.offset - b.offset) <= agreement + a.uncertainty + b.uncertainty
const voices = (camp: readonly Time[]): number => new Set(camp.map(({ source }) => source.operator)).size

function whyUnknown(answers: readonly SourceAnswer[], times: readonly Time[]): string {
  if (times.length > 1) return 'the sources contradict each other'
  const failures = answers.flatMap((a) => (a.kind === 'failed' ? [`${a.source.host}: ${a.why}`] : []))
  return `fewer than two sources answered (${failures.join('; ')})`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}

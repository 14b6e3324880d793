import process from 'node:process'

/** Microseconds of processor time, user and system, of one call; the mean over `times` calls. */
export function cpuMicros(times: number, call: () => unknown): number {
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

/** Medians of several measurements that are taken in turn, round by round, after one round that is not counted. */
export function interleaved(rounds: number, measurements: readonly (() => number)[]): readonly number[] {
  for (const measure of measurements) measure()
  const seen = measurements.map((): number[] => [])
  for (let i = 0; i < rounds; i++) for (const [k, measure] of measurements.entries()) seen[k]?.push(measure())
  return seen.map(median)
}

/** The middle value; the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

/** One line: what, both sides in microseconds of processor time, and the ratio of ours to theirs. */
export function row(what: string, ours: number, theirs: number): string {
  return `${what}: ${ours.toFixed(2)} us / ${theirs.toFixed(2)} us = ${(ours / theirs).toFixed(3)}\n`
}

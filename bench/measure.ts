import process from 'node:process'

/** How often both sides of a comparison are measured in turn. */
export const rounds = 10

/** A comparison: what we cost beside what something else costs, in the same run; processor time unless `what` says otherwise. */
export interface Row {
  readonly what: string
  readonly unit: 'µs' | 'ms'
  readonly ours: number
  readonly theirs: number
  /** The most that `ours / theirs` may be, as the requirement writes it: `1/5`, `2.5`. */
  readonly must: string
  readonly goal: string
}

/** A comparison that could not be made, and why. */
export interface Skipped {
  readonly what: string
  readonly skipped: string
}

/** The value of `1/5` or `2.5`. */
export function bound(text: string): number {
  const [a = '', b = '1'] = text.split('/')
  return Number(a) / Number(b)
}

/** How a row stands: at or under its goal, at or under what it must reach, or over it. */
export function standing({ ours, theirs, must, goal }: Row): 'goal met' | 'met' | 'not met' {
  const ratio = ours / theirs
  if (ratio <= bound(goal)) return 'goal met'
  return ratio <= bound(must) ? 'met' : 'not met'
}

/** Tells the rows, a line each: for a reader, or as JSON for `all.ts` (`--json`). The process ends with 1 when one is not met. */
export function tell(rows: readonly (Row | Skipped)[]): void {
  const lines = rows.map((row) => (process.argv.includes('--json') ? JSON.stringify(row) : line(row)))
  process.stdout.write(`${lines.join('\n')}\n`)
  if (rows.some((row) => 'ours' in row && standing(row) === 'not met')) process.exitCode = 1
}

function line(row: Row | Skipped): string {
  if ('skipped' in row) return `${row.what}: skipped, ${row.skipped}`
  const { what, unit, ours, theirs, must, goal } = row
  const ratio = (ours / theirs).toFixed(3)
  return `${what}: ${ours.toFixed(2)} ${unit} / ${theirs.toFixed(2)} ${unit} = ${ratio} (must ${must}, goal ${goal}): ${standing(row)}`
}

/** Microseconds of processor time, user and system, of one call; the mean over `times` calls. */
export function cpuMicros(times: number, call: () => unknown): number {
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

/** Medians of several measurements that are taken in turn, round by round, after `warmUp` rounds that are not counted. */
export async function interleaved(
  measurements: readonly (() => number | Promise<number>)[],
  warmUp = 1,
): Promise<readonly number[]> {
  const seen = measurements.map((): number[] => [])
  for (let round = -warmUp; round < rounds; round++) {
    for (const [k, measure] of measurements.entries()) {
      const value = await measure()
      if (round >= 0) seen[k]?.push(value)
    }
  }
  return seen.map(median)
}

/** The middle value; the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

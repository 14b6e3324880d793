import { appendFileSync, writeFileSync } from 'node:fs'
import type { Seat } from './compare.ts'
import { kindOf } from './shrink.ts'

/** One run of the fuzzer, as it goes into the documentation. */
export interface FuzzRun {
  readonly seats: readonly Seat[]
  readonly seed: number
  readonly first: number
  readonly total: number
  readonly seconds: number
}

/** Writes docs/fuzzing.md: the seed, and everything that was counted. */
export function writeFuzzPage(run: FuzzRun): void {
  writeFileSync('docs/fuzzing.md', text([...introduction(run), ...table(run), ...run.seats.flatMap(section)]))
}

/** Adds another run to the page, of verifiers that are too slow for the first. */
export function appendFuzzRun(run: FuzzRun): void {
  const head = [
    '',
    '# A further run',
    '',
    ...command(run, '--append'),
    '',
    `${run.total} cases, ${Math.round(run.seconds)} seconds.`,
  ]
  appendFileSync('docs/fuzzing.md', text([...head, ...table(run), ...run.seats.flatMap(section)]))
}

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`

function command({ seats, seed, first, total }: FuzzRun, mode: string): readonly string[] {
  const range = first === 0 ? '' : ` --first ${first}`
  const oracles = seats.map(({ oracle }) => oracle.id).join(',')
  const run = `node tools/run-ts.mjs tools/oracle/fuzz.ts --seed ${seed}${range} --cases ${total} --oracle ${oracles} ${mode}`
  return ['```', run, '```']
}

const share = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(part === 0 || part === whole ? 0 : 3)} %`

const explained = ({ counts }: Seat): number => [...counts.explained.values()].reduce((sum, count) => sum + count, 0)

function introduction(run: FuzzRun): readonly string[] {
  const { seats, total, seconds } = run
  const exceptions = seats.reduce((sum, { oracle }) => sum + oracle.exceptions.length, 0)
  return [
    '# Differential fuzzing',
    '',
    'Random authorities, cross-certificates, stores, faults, names and times, judged by real verifiers and by the engine. The',
    'two have to give the very same answer: verdict, place and sentence. This page is written by the runner:',
    '',
    ...command(run, '--write'),
    '',
    `${total} cases, ${Math.round(seconds)} seconds. A case is determined by the seed and its number (\`--first N --cases 1\`), but for the`,
    'chance in ECDSA signatures. A sixth of the cases are tangles of authorities that certify each other; the others are a good',
    'chain with up to four changes. Encodings that no authority would write are drawn as often as other changes.',
    `Disagreements that a predicate explains, with its reason, are counted apart; there ${exceptions === 1 ? 'is 1 such predicate' : `are ${exceptions} such predicates`}.`,
  ]
}

function table({ seats }: FuzzRun): readonly string[] {
  return [
    '',
    '| verifier | cases | accepted | answers differ | explained | unexplained |',
    '|---|---|---|---|---|---|',
    ...seats.map((one) => {
      const { cases, accepted, unexplained } = one.counts
      const known = explained(one)
      const differ = known + unexplained.length
      return `| ${one.oracle.id}: ${one.oracle.version() ?? ''} | ${cases} | ${share(accepted, cases)} | ${differ} | ${known} (${share(known, cases)}) | ${unexplained.length} (${share(unexplained.length, cases)}) |`
    }),
  ]
}

function section(one: Seat): readonly string[] {
  const { counts, oracle } = one
  const codes = [...counts.codes].toSorted((a, b) => b[1] - a[1])
  const kinds = new Map<string, { count: number; example: string }>()
  for (const open of counts.unexplained) {
    const kind = kindOf(one, open)
    kinds.set(kind, { count: (kinds.get(kind)?.count ?? 0) + 1, example: `${open.recipe.seed}/${open.recipe.index}` })
  }
  return [
    '',
    `## ${oracle.id}`,
    '',
    '| answer | cases |',
    '|---|---|',
    ...codes.map(([code, count]) => `| ${code.replaceAll('|', '\\|')} | ${count} |`),
    ...(counts.explained.size === 0
      ? []
      : ['', 'Explained:', '', ...[...counts.explained].map(([{ reason }, count]) => `- ${count}: ${reason}`)]),
    ...(kinds.size === 0
      ? []
      : [
          '',
          'Unexplained, theirs / ours, with the last case of the kind:',
          '',
          ...[...kinds].map(([kind, { count, example }]) => `- ${count}: ${kind} (${example})`),
        ]),
  ]
}

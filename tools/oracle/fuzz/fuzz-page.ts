import { writeFileSync } from 'node:fs'
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
  writeFileSync('docs/fuzzing.md', `${[...head(run), ...run.seats.flatMap(section)].join('\n')}\n`)
}

const share = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(part === 0 || part === whole ? 0 : 3)} %`

const explained = ({ counts }: Seat): number => [...counts.explained.values()].reduce((sum, count) => sum + count, 0)

function head({ seats, seed, first, total, seconds }: FuzzRun): readonly string[] {
  const range = first === 0 ? '' : ` --first ${first}`
  return [
    '# Differential fuzzing',
    '',
    'Random authorities, cross-certificates, stores, faults, names and times, judged by real verifiers and by the engine. The',
    'two have to give the very same answer: verdict, place and sentence. This page is written by the runner:',
    '',
    '```',
    `node tools/run-ts.mjs tools/oracle/fuzz.ts --seed ${seed}${range} --cases ${total} --oracle ${seats.map((s) => s.oracle.id).join(',')} --write`,
    '```',
    '',
    `${total} cases, ${Math.round(seconds)} seconds. A case is determined by the seed and its number (\`--first N --cases 1\`), but for the`,
    'chance in ECDSA signatures. A sixth of the cases are tangles of authorities that certify each other; the others are a good',
    'chain with up to four changes. Encodings that no authority would write are drawn a tenth as often as other changes.',
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

// Differential fuzzing: node tools/run-ts.mjs tools/oracle/fuzz.ts --seed 1 --cases 10000 [--oracle go-1.19,…] [--first 0] [--write | --append]
// Asks the engine and real verifiers the same random questions. With --write the counts go to docs/fuzzing.md; with --append behind those that are there.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { compareBatch, type Disagreement, seat, type Seat } from './fuzz/compare.ts'
import { describeCase } from './fuzz/describe-case.ts'
import { fuzzOracles } from './fuzz/oracles/index.ts'
import { recipe } from './fuzz/random-recipe.ts'
import { kindOf, shrink } from './fuzz/shrink.ts'
import { appendFuzzRun, writeFuzzPage } from './fuzz/fuzz-page.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '2000' },
    first: { type: 'string', default: '0' },
    oracle: { type: 'string' },
    show: { type: 'string', default: '12' },
    write: { type: 'boolean', default: false },
    append: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const total = Number(values.cases)
const first = Number(values.first)
const batch = 500
const wanted = values.oracle?.split(',')
const folder = join(tmpdir(), 'rootcause-oracle')

const seats: Seat[] = []
for (const oracle of fuzzOracles) {
  if (wanted !== undefined && !wanted.includes(oracle.id)) continue
  if (oracle.version() === null) process.stderr.write(`${oracle.id}: not on this machine\n`)
  else seats.push(await seat(oracle, folder))
}

const began = performance.now()
for (let from = first; from < first + total; from += batch) {
  const size = Math.min(batch, first + total - from)
  await compareBatch(
    seats,
    Array.from({ length: size }, (_, i) => recipe(seed, from + i)),
  )
  const open = seats.map(({ oracle, counts }) => `${oracle.id} ${counts.unexplained.length}`)
  if ((from - first) % 5000 === 0) {
    process.stderr.write(`${from + size} cases, ${Math.round((performance.now() - began) / 1000)} s: ${open.join(', ')}\n`)
  }
}
const seconds = (performance.now() - began) / 1000

for (const one of seats) {
  const { oracle, counts } = one
  process.stdout.write(`\n${oracle.id} (${oracle.version()}): ${counts.cases} cases, ${counts.accepted} accepted\n`)
  for (const [code, count] of [...counts.codes].toSorted((a, b) => b[1] - a[1])) process.stdout.write(`  ${count}\t${code}\n`)
  for (const [{ reason }, count] of counts.explained) process.stdout.write(`  ${count} excepted: ${reason}\n`)
  process.stdout.write(`  ${counts.unexplained.length} disagree\n`)
  const kinds = new Map<string, Disagreement[]>()
  for (const open of counts.unexplained) {
    const kind = kindOf(one, open)
    kinds.set(kind, [...(kinds.get(kind) ?? []), open])
  }
  for (const [kind, list] of [...kinds].toSorted((a, b) => b[1].length - a[1].length).slice(0, Number(values.show))) {
    const [example] = list
    if (example === undefined) continue
    process.stdout.write(`\n  ${list.length} times ${kind}\n`)
    const shrunk = await shrink(one, example)
    if (shrunk !== null) process.stdout.write(describeCase(shrunk))
  }
}
const run = { seats, seed, first, total, seconds }
if (values.write) writeFuzzPage(run)
if (values.append) appendFuzzRun(run)
process.stdout.write(`\n${total} cases in ${seconds.toFixed(0)} s\n`)

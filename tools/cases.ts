// Makes the golden cases: `node tools/run-ts.mjs tools/cases.ts [name...]`. Everything is minted anew, so that the texts change
// with it: afterwards BLESS=1 npx vitest run test/golden.test.ts, and read what it prints.
import { mkdirSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { readCaseFile } from '../src/capture/case-file.ts'
import { writeCaseFile } from '../src/capture/write-case.ts'
import type { Evidence } from '../src/model/evidence.ts'
import { goldenCase } from '../test/support/golden-capture.ts'
import { handMade } from '../test/support/golden-hand-made.ts'
import { goldenRecipes } from '../test/support/golden-recipes.ts'

const makers: Readonly<Record<string, () => Evidence | Promise<Evidence>>> = {
  ...Object.fromEntries(Object.entries(goldenRecipes).map(([id, recipe]) => [id, () => goldenCase(id, recipe)])),
  ...handMade,
}
const asked = process.argv.slice(2)
for (const name of asked.length === 0 ? Object.keys(makers) : asked) {
  const make = makers[name]
  if (make === undefined) throw new Error(`no case is named ${name}: ${Object.keys(makers).join(', ')}`)
  // Read back: keys come in the order in which the program writes them.
  const own = writeCaseFile(await make())
  const text = writeCaseFile(readCaseFile(own, name))
  mkdirSync(`test/cases/${name}`, { recursive: true })
  writeFileSync(`test/cases/${name}/case.json`, text)
  process.stdout.write(`${name} ${text.length}\n`)
}

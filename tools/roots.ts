// Makes src/roots/data/root-table.ts and docs/truststores.md: `node tools/run-ts.mjs tools/roots.ts`. Needs ../shared/corpora/truststores.
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { rootTable } from '../src/roots/table.ts'
import { corpora, compileRoots, haveCorpora } from './roots-compile.ts'
import { renderCoverage } from './roots-coverage.ts'
import { renderRoots } from './roots-render.ts'

if (!haveCorpora()) {
  console.error(`${corpora} is not there: the committed table stays as it is`)
  process.exitCode = 1
} else {
  const raw = compileRoots()
  const module = renderRoots(raw)
  writeFileSync('src/roots/data/root-table.ts', module)
  writeFileSync('docs/truststores.md', renderCoverage(rootTable(raw), module.length))
  console.log(`${raw.anchors.length} anchors, ${raw.stores.length} platforms, ${module.length} octets`)
}

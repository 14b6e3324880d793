// Bundles a TypeScript file of this repository and runs it: `node tools/run-ts.mjs bench/parse.ts [arguments]`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'

const [file, ...args] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'rootcause-run-'))
try {
  const outfile = join(folder, 'main.mjs')
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  // What a machine presets for its trust stores would be measured along: 38 ms at each start of Node 20. Our own settings are handed on.
  const isKept = (name) => name === 'PATH' || name === 'HOME' || name.startsWith('ROOTCAUSE_')
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)))
  const ran = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit', env })
  process.exitCode = ran.status ?? 70
} finally {
  rmSync(folder, { recursive: true, force: true })
}

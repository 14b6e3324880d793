// Builds dist/: the program and the library bundled for Node with lazily loaded parts, and the library's types.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build, transform } from 'esbuild'

process.chdir(new URL('..', import.meta.url).pathname)
const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync('dist', { recursive: true, force: true })
const target = `node${engines.node.replace(/[^\d.]/g, '')}`
const shared = {
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target,
  define: { ROOTCAUSE_VERSION: JSON.stringify(version) },
  metafile: true,
  logLevel: 'warning',
}
// Apart, for every file of the program costs half a millisecond at its start: parts shared with the library would be more files.
const program = await build({
  ...shared,
  entryPoints: ['src/cli.ts'],
  outExtension: { '.js': '.cjs' },
  chunkNames: 'parts/[name]-[hash]',
  write: false,
})
const library = await build({
  ...shared,
  entryPoints: ['src/index.ts', 'src/node.ts'],
  chunkNames: 'library/[name]-[hash]',
  // Bundled CommonJS packages ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
for (const { path, text } of program.outputFiles) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await commonJs(text))
}
chmodSync('dist/cli.cjs', 0o755)
// For whoever calls the program by its former name.
writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport './cli.cjs'\n", { mode: 0o755 })
const inputs = { ...program.metafile.inputs, ...library.metafile.inputs }
writeFileSync('dist/metafile.json', JSON.stringify({ inputs }))
if (!process.argv.includes('--no-types')) {
  const tsc = new URL('../node_modules/typescript/bin/tsc', import.meta.url).pathname
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
}

/**
 * The program runs as CommonJS: Node 20 starts its loader for modules in 4 ms, and loads each with it for half a millisecond more.
 * Only the module system is exchanged; esbuild splits ECMAScript modules only, and so that comes first.
 */
async function commonJs(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target,
    minify: true,
    legalComments: 'none',
    supported: { 'dynamic-import': false },
  })
  return code
}

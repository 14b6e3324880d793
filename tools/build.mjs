// Builds dist/: the program and the library bundled for Node with lazily loaded parts, and the library's types.
import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

process.chdir(new URL('..', import.meta.url).pathname)
const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync('dist', { recursive: true, force: true })
const shared = {
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target: `node${engines.node.replace(/[^\d.]/g, '')}`,
  define: { ROOTCAUSE_VERSION: JSON.stringify(version) },
  // Bundled CommonJS packages ask for Node's own modules by require.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  metafile: true,
  logLevel: 'warning',
}
// Apart, for every file of the program costs a millisecond at its start: parts shared with the library would be more files.
const builds = [
  await build({ ...shared, entryPoints: ['src/cli.ts'], chunkNames: 'parts/[name]-[hash]' }),
  await build({ ...shared, entryPoints: ['src/index.ts', 'src/node.ts'], chunkNames: 'library/[name]-[hash]' }),
]
chmodSync('dist/cli.js', 0o755)
const inputs = Object.assign({}, ...builds.map(({ metafile }) => metafile.inputs))
writeFileSync('dist/metafile.json', JSON.stringify({ inputs }))
if (!process.argv.includes('--no-types')) {
  const tsc = new URL('../node_modules/typescript/bin/tsc', import.meta.url).pathname
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
}

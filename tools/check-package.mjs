// Packs the package, looks at it with publint, installs the tarball in an empty folder, and runs what was installed.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

process.chdir(new URL('..', import.meta.url).pathname)
const limits = { tarballBytes: 2_000_000, bundledPackages: 10 }
const run = (command, args, options = {}) => execFileSync(command, args, { encoding: 'utf8', timeout: 300_000, ...options })
const fail = (message) => {
  console.error(message)
  process.exitCode = 1
}

const work = mkdtempSync(join(tmpdir(), 'rootcause-package-'))
try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', work]))
  const tarball = join(work, packed.filename)
  const { size } = statSync(tarball)
  console.log(`tarball ${size} bytes, ${packed.files.length} files`)
  if (size >= limits.tarballBytes) fail(`the tarball is not under ${limits.tarballBytes} bytes`)

  const { inputs } = JSON.parse(readFileSync('dist/metafile.json', 'utf8'))
  const packages = new Set(Object.keys(inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))
  console.log(`bundled packages (${packages.size}): ${[...packages].sort().join(', ')}`)
  if (packages.size > limits.bundledPackages) fail(`more than ${limits.bundledPackages} packages are bundled`)

  const { messages, pkg } = await publint({ strict: true, pack: { tarball: readFileSync(tarball).buffer } })
  for (const message of messages) fail(`publint: ${formatMessage(message, pkg)}`)

  const home = join(work, 'home')
  run('mkdir', [home])
  writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}')
  run('npm', ['install', '--no-audit', '--no-fund', '--offline', tarball], { cwd: home })
  const version = run(join(home, 'node_modules/.bin/rootcause'), ['--version']).trim()
  const wanted = JSON.parse(readFileSync('package.json', 'utf8')).version
  if (version !== wanted) fail(`the installed program says version ${version}, not ${wanted}`)
  const clients = run(
    process.execPath,
    ['--input-type=module', '-e', "import { clients } from 'rootcause'; console.log(clients().length)"],
    { cwd: home },
  )
  if (!(Number(clients) > 20)) fail(`the installed library has ${clients.trim()} clients`)
  // The README's own example, run by a user of the package.
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
  run(join(home, 'node_modules/.bin/rootcause'), ['demo', '--save', join(home, 'case.json')])
  writeFileSync(join(home, 'example.mjs'), example ?? 'throw new Error("the README has no example")')
  if (!run(process.execPath, ['example.mjs'], { cwd: home }).includes('certificate has expired (_ssl.c:1108)'))
    fail('the README’s example prints no report')
  console.log(`installed and run: rootcause ${version}, ${clients.trim()} clients`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

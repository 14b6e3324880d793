import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { chainServer } from './chain-server.ts'
import { interleaved, type Row, tell } from './measure.ts'

/*
 * The processor time, user and system, of a whole process: `rootcause --help` against a one-line module, and `rootcause check` of a
 * server on loopback with a store of one root against `node -e 0`. What is measured is the built program: `npm run build` first.
 * `node tools/run-ts.mjs bench/start.ts`
 */

const perRound = 4

/** Milliseconds of one run. Bash adds up its children's time to the millisecond; Node tells nothing of them. */
function cost(...argv: readonly string[]): number {
  const script = `TIMEFORMAT='%3U %3S'; time for ((i = 0; i < ${perRound}; i++)); do "$@" >/dev/null 2>&1; done`
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...argv], { encoding: 'utf8', timeout: 60_000 })
  const [, user, system] = /(\d+[.,]\d+) (\d+[.,]\d+)\s*$/.exec(stderr) ?? []
  const milliseconds = (Number(user?.replace(',', '.')) + Number(system?.replace(',', '.'))) * 1000
  if (Number.isNaN(milliseconds)) throw new Error(`no time from bash: ${stderr}`)
  return milliseconds / perRound
}

if (!existsSync('dist/cli.cjs')) throw new Error('no dist/cli.cjs: run npm run build first')
const folder = mkdtempSync(join(tmpdir(), 'rootcause-bench-'))
const server = await chainServer()
const rows: Row[] = []
try {
  const module = join(folder, 'one-line.mjs')
  writeFileSync(module, "console.log('a line')\n")
  const check = ['dist/cli.cjs', 'check', `localhost:${server.port}`, '--connect', '127.0.0.1', '--store', server.store]
  const ran = spawnSync(process.execPath, check, { encoding: 'utf8', timeout: 60_000 })
  if (ran.status !== 0) throw new Error(`check: ${ran.stdout}${ran.stderr}`)
  const [help = 0, line = 0, checked = 0, nothing = 0] = await interleaved([
    () => cost('dist/cli.cjs', '--help'),
    () => cost(module),
    () => cost(...check),
    () => cost('-e', '0'),
  ])
  rows.push({ what: 'rootcause --help / a module of one line', unit: 'ms', ours: help, theirs: line, must: '1.25', goal: '1.1' })
  rows.push({
    what: 'rootcause check on loopback / node -e 0',
    unit: 'ms',
    ours: checked,
    theirs: nothing,
    must: '2.5',
    goal: '1.8',
  })
} finally {
  server.stop()
  rmSync(folder, { recursive: true, force: true })
}
tell(rows)

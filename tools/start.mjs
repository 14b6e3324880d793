// `npm start`: builds, and runs the program. Without arguments it relives the incident of 30 May 2020.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const tool = (path) => new URL(path, import.meta.url).pathname
const built = spawnSync(process.execPath, [tool('build.mjs'), '--no-types'], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 70)
const args = process.argv.slice(2)
const ran = spawnSync(process.execPath, [tool('../dist/cli.js'), ...(args.length === 0 ? ['demo'] : args)], { stdio: 'inherit' })
process.exit(ran.status ?? 70)

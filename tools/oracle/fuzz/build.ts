import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { cleanEnvironment } from '../../../test/validation/agreement/real-clients.ts'

/** Builds a source once into `folder`, under a name that its text determines, and gives the path of what was built. */
export function built(folder: string, source: string, build: (out: string) => readonly string[]): string {
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)
  const out = join(folder, `built-${digest}`)
  if (existsSync(out)) return out
  mkdirSync(folder, { recursive: true })
  const making = `${out}.${process.pid}`
  const [program = '', ...args] = build(making)
  const go = { GOCACHE: join(folder, 'go-cache'), GOPATH: join(folder, 'go-path'), GO111MODULE: 'off', CGO_ENABLED: '0' }
  execFileSync(program, args, { env: { ...cleanEnvironment, ...go }, timeout: 120_000, stdio: 'pipe' })
  renameSync(making, out)
  return out
}

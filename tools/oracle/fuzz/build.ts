import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { cleanEnvironment } from '../../../test/validation/agreement/real-clients.ts'

/**
 * What Go needs for a program of one file without libraries; what it keeps lies in the folder. With modules, for without them a program is made
 * to behave as one of Go 1.20 (go.dev/doc/godebug, Default GODEBUG Values).
 */
export const goEnvironment = (folder: string) => ({
  HOME: folder,
  GOCACHE: join(folder, 'go-cache'),
  GOPATH: join(folder, 'go-path'),
  GO111MODULE: 'on',
  GOPROXY: 'off',
  GOTOOLCHAIN: 'local',
  CGO_ENABLED: '0',
})

/** Builds a source once into `folder`, under a name that its text determines, and gives the path of what was built. */
export function built(folder: string, source: string, build: (out: string) => readonly string[]): string {
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)
  const out = join(folder, `built-${digest}`)
  if (existsSync(out)) return out
  mkdirSync(folder, { recursive: true })
  const making = `${out}.${process.pid}`
  const [program = '', ...args] = build(making)
  execFileSync(program, args, { env: { ...cleanEnvironment, ...goEnvironment(folder) }, timeout: 120_000, stdio: 'pipe' })
  renameSync(making, out)
  return out
}

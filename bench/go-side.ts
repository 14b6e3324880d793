import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Side, startSide } from './side.ts'

/** Our small Go program, `bench/go/main.go`, which tells its commands; built and running. */
export interface GoSide extends Side {
  /** `go1.26.1` */
  readonly version: string
}

/** Builds it into a temporary folder and starts it; `null` where there is no Go. */
export function goSide(): GoSide | null {
  const asked = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', timeout: 30_000 })
  if (asked.status !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-bench-'))
  const program = join(folder, 'go-side')
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const built = spawnSync('go', ['build', '-o', program, 'bench/go/main.go'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 120_000,
  })
  if (built.status !== 0) {
    remove()
    return null
  }
  const { ask, stop } = startSide(program)
  return {
    version: asked.stdout.trim(),
    ask,
    stop: () => {
      stop()
      remove()
    },
  }
}

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Our small Go program, `bench/go/main.go`, built and running. */
export interface GoSide {
  /** `go1.26.1` */
  readonly version: string
  /** Runs one command of the program: microseconds of its processor time for one. Rejects when it fails. */
  readonly ask: (command: string) => Promise<number>
  readonly stop: () => void
}

/** Builds it into a temporary folder and starts it; `null` where there is no Go. */
export function goSide(): GoSide | null {
  const asked = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', timeout: 30_000 })
  if (asked.status !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-bench-'))
  const program = join(folder, 'go-side')
  const built = spawnSync('go', ['build', '-o', program, 'bench/go/main.go'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 180_000,
  })
  if (built.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    return null
  }
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    version: asked.stdout.trim(),
    ask: async (command) => {
      child.stdin.write(`${command}\n`)
      const { value } = await answers.next()
      const micros = Number(value)
      if (Number.isNaN(micros)) throw new Error(`Go: ${value}`)
      return micros
    },
    stop: () => {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'

/** A TLS server on loopback in a process of its own; see `serve-chain.ts`. */
export interface ChainServer {
  readonly port: number
  /** The root that it stands under, a PEM file. */
  readonly store: string
  readonly stop: () => void
}

/** Starts it. */
export async function chainServer(): Promise<ChainServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-bench-'))
  const store = join(folder, 'root.pem')
  const child = spawn(process.execPath, ['tools/run-ts.mjs', 'bench/serve-chain.ts', store], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const stop = (): void => {
    child.stdin.end()
    rmSync(folder, { recursive: true, force: true })
  }
  for await (const line of createInterface({ input: child.stdout })) return { port: Number(line), store, stop }
  stop()
  throw new Error('the server did not start')
}

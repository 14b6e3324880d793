import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** What a run of the program left. `code` is `null` when a signal ended it. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How to run it. */
export interface RunOptions {
  readonly stdin?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds after which it is killed and the run fails; 20 s by default. */
  readonly limit?: number
}

/** The program in a folder of its own, in which it also runs. */
export interface Program {
  readonly folder: string
  /** The file to start with Node. */
  readonly cli: string
  /** What it says to `--version`. */
  readonly version: string
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Run>
  /** Started and left running; whoever starts it ends it. */
  readonly start: (args: readonly string[], options?: RunOptions) => ChildProcess
  readonly remove: () => void
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Nothing of the machine's settings reaches the program but where to find programs. */
const cleanEnvironment = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', HOME: tmpdir(), TZ: 'UTC' })

/**
 * The program as it is shipped, where `npm test` has just built it. Otherwise `dist` may be old, or just being written: then a
 * build of the sources as they are, in parts too.
 */
export async function builtProgram(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-cli-'))
  const isFresh = process.env['npm_lifecycle_event'] === 'test'
  if (isFresh) cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  else await buildInto(folder)
  const cli = join(folder, 'dist', isFresh ? 'cli.js' : 'cli.mjs')
  if (isFresh) writeFileSync(join(folder, 'dist', 'package.json'), '{"type": "module"}')
  const start = (args: readonly string[], { env = {} }: RunOptions = {}): ChildProcess =>
    spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  return {
    folder,
    cli,
    version: isFresh ? packageVersion() : sourceVersion,
    start,
    run: (args, options = {}) => finished(start(args, options), options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const sourceVersion = '9.8.7'

function packageVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return version
}

async function buildInto(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: join(folder, 'dist'),
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    outExtension: { '.js': '.mjs' },
    define: { ROOTCAUSE_VERSION: JSON.stringify(sourceVersion) },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

function finished(child: ChildProcess, { stdin, limit = 20_000 }: RunOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`not ended after ${limit} ms; it said: ${Buffer.concat([...out, ...err]).toString()}`))
    }, limit)
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    // A program that reads no input may be gone before it is written.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(stdin ?? '')
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() })
    })
  })
}

/** What a started program has said on standard output, once a text stands in it. Rejects after `limit` milliseconds. */
export function saidBy(child: ChildProcess, text: string, limit = 15_000): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`${JSON.stringify(text)} was not said in ${limit} ms: ${said}`)), limit)
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (!said.includes(text)) return
      clearTimeout(timer)
      resolve(said)
    })
  })
}

/** How a started program ended. Kills it and rejects after `limit` milliseconds. */
export function endOf(
  child: ChildProcess,
  limit = 10_000,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`not ended after ${limit} ms`))
    }, limit)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, signal })
    })
  })
}

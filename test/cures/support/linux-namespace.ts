import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Draft } from '../../../src/cures/cure.ts'
import { temporaryFolder } from '../../support/tool.ts'

/** What `linux-inside.ts` is to do. */
export interface Asked {
  readonly verb: 'plan' | 'apply' | 'undo'
  readonly cure: string
  /** By their names in evidence. */
  readonly stores: readonly string[]
  /** DER in base64. */
  readonly add: readonly string[]
  readonly drop: readonly string[]
  readonly journal: string
}

/** What it did. */
export interface Told {
  readonly draft: Draft | null
  readonly state: string
  readonly why: string
  readonly told: readonly string[]
}

/** What a program did. */
export interface Ended {
  /** -1: it was ended from outside. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A mount namespace whose /etc, /usr and /var are copies on top of this machine's: what is written there goes with it. */
export interface Namespace {
  /** Outside; the same inside. */
  readonly folder: string
  readonly run: (program: string, ...args: readonly string[]) => Promise<Ended>
  readonly cure: (asked: Omit<Asked, 'journal'>) => Promise<Told>
  /** Whether this client accepts the server on that port. */
  readonly accepts: (client: Client, port: number) => Promise<boolean>
  /** Files with their hashes and links with their targets, below these paths. */
  readonly listing: (...paths: readonly string[]) => Promise<string>
  readonly close: () => Promise<void>
}

/** Real clients, each with the store that this machine's system gives it. */
export type Client = keyof typeof clients
const clients = {
  openssl: (port: number) => ['openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-verify_return_error', '-brief'],
  /** By the hashes of names alone. */
  'openssl-directory': (port: number) => [...clients.openssl(port), '-no-CAfile', '-CApath', '/etc/ssl/certs'],
  curl: (port: number) => ['curl', '-sS', '-m', '10', '-o', '/dev/null', `https://localhost:${port}/`],
  python: (port: number) => [
    '/usr/bin/python3',
    '-c',
    `import urllib.request as u; u.urlopen("https://localhost:${port}/", timeout=10)`,
  ],
  gnutls: (port: number) => ['gnutls-cli', '-p', String(port), 'localhost'],
  node: (port: number) => [process.execPath, '--use-openssl-ca', '-e', nodeAsks(port)],
} as const

const nodeAsks = (port: number): string =>
  `require('https').get('https://localhost:${port}/', { agent: false }, (r) => { r.resume(); process.exit(0) }).on('error', () => process.exit(1))`

const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }

const overlays = (folder: string): string =>
  [
    `mount -t tmpfs none ${folder}/layers`,
    ...['etc', 'usr', 'var'].map(
      (name) =>
        `mkdir -p ${folder}/layers/${name}/up ${folder}/layers/${name}/work && mount -t overlay none -o lowerdir=/${name},upperdir=${folder}/layers/${name}/up,workdir=${folder}/layers/${name}/work /${name}`,
    ),
  ].join(' && ')

/** Why there can be no namespace here; `null`: there can. */
export function whyNoNamespace(): string | null {
  if (process.platform !== 'linux') return 'this is no Linux'
  const { path, remove } = temporaryFolder()
  try {
    const script = `mkdir ${path}/layers && ${overlays(path)}`
    const { status } = spawnSync('unshare', ['-m', '--propagation', 'private', 'sh', '-ec', script], { timeout: 10_000, env })
    return status === 0 ? null : 'no rights to make a mount namespace with overlays'
  } finally {
    remove()
  }
}

/** Makes one; `prepare` is a shell script that runs in it first. */
export async function namespace(prepare: string): Promise<Namespace> {
  const { path: folder, remove } = temporaryFolder()
  const program = join(folder, 'inside.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('linux-inside.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  })
  const script = `mkdir ${folder}/layers ${folder}/home && ${overlays(folder)}\n${prepare}\necho ready; exec cat`
  const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-ec', script], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  try {
    await ready(holder)
  } catch (error) {
    remove()
    throw error
  }
  const inside = (argv: readonly string[], timeout = 120_000): Promise<Ended> =>
    ended(['-t', String(holder.pid), '-m', '--', ...argv], join(folder, 'home'), timeout)
  return {
    folder,
    run: (...argv) => inside(argv),
    cure: async (asked) => {
      const file = join(folder, 'asked.json')
      writeFileSync(file, JSON.stringify({ ...asked, journal: join(folder, 'journal') }))
      const { code, stdout, stderr } = await inside([process.execPath, program, file])
      if (code !== 0) throw new Error(stderr)
      return JSON.parse(stdout) as Told
    },
    accepts: async (client, port) => (await inside(clients[client](port), 20_000)).code === 0,
    listing: async (...paths) => {
      const find = `find ${paths.join(' ')} \\( -type f -exec sha256sum {} + \\) -o \\( -type l -printf '%p -> %l\\n' \\) | sort`
      return (await inside(['sh', '-c', find])).stdout
    },
    close: async () => {
      const over = new Promise((resolve) => holder.once('close', resolve))
      holder.stdin.end()
      await over
      if (existsSync(folder)) remove()
    },
  }
}

/** The tests' own servers answer meanwhile: nothing here waits without letting them. */
function ended(args: readonly string[], home: string, timeout: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('nsenter', args, {
      env: { ...env, HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }))
  })
}

function ready(holder: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`the namespace is not ready: ${said}`)), 30_000)
    holder.stderr?.on('data', (text: Buffer) => (said += text.toString()))
    holder.stdout?.once('data', () => {
      clearTimeout(timer)
      resolve()
    })
    holder.once('close', () => {
      clearTimeout(timer)
      reject(new Error(`the namespace could not be made: ${said}`))
    })
  })
}

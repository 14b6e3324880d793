import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { isIP } from 'node:net'
import { certificatesPem } from '../../../src/lab/pem.ts'
import type { Case } from './random-case.ts'

const run = promisify(execFile)

/** What the machine's settings would change: a client gets none of them. */
export const cleanEnvironment = {
  PATH: process.env['PATH'] ?? '',
  HOME: tmpdir(),
  LANG: 'C',
  TZ: 'UTC',
  OPENSSL_CONF: '/dev/null',
}

/** The version line of a program, or `null` where it is not installed. */
export function versionOf(program: string, ...args: readonly string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', env: cleanEnvironment, timeout: 10_000 }).trim()
  } catch {
    return null
  }
}

/** A directory of our own for the time of `use`. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'agreement-'))
  try {
    return await use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Runs `work` on every item, three at a time; answers in the order of the items. */
async function mapThree<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const out: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) out[i] = await work(items[i] as T, i)
  }
  await Promise.all([worker(), worker(), worker()])
  return out
}

/** What `openssl verify` says first of each case: `accepted`, or its line of the first failure. */
export async function askOpenssl(cases: readonly Case[], options: readonly string[]): Promise<readonly string[]> {
  return withDirectory((directory) =>
    mapThree(cases, async ({ sent, store, host, at }, i) => {
      const file = (name: string, certificates: readonly Uint8Array[]): string => {
        const path = join(directory, `${i}-${name}.pem`)
        writeFileSync(path, certificatesPem(certificates))
        return path
      }
      const rest = sent.slice(1)
      const args = [
        'verify',
        '-attime',
        String(at),
        '-no-CApath',
        '-no-CAstore',
        '-CAfile',
        file('store', store),
        ...(rest.length > 0 ? ['-untrusted', file('rest', rest)] : []),
        '-purpose',
        'sslserver',
        ...(host === '' ? [] : [isIP(host) === 0 ? '-verify_hostname' : '-verify_ip', host]),
        ...options,
        file('target', sent.slice(0, 1)),
      ]
      const { stdout, stderr } = await run('openssl', args, { env: cleanEnvironment, timeout: 20_000 }).catch(
        (error: unknown) => error as { stdout: string; stderr: string },
      )
      if (/: OK$/m.test(stdout)) return 'accepted'
      return /^error \d+ at -?\d+ depth lookup.*$/m.exec(stderr)?.[0] ?? `no verdict: ${stderr}`
    }),
  )
}

const goSource = fileURLToPath(new URL('verify.go', import.meta.url))

/** What crypto/tls would say of each case: `accepted`, or the text of the error. */
export async function askGo(cases: readonly Case[]): Promise<readonly string[]> {
  return withDirectory(async (directory) => {
    const program = join(directory, 'verify')
    const env = {
      ...cleanEnvironment,
      GOCACHE: join(directory, 'cache'),
      GOPATH: directory,
      GO111MODULE: 'off',
      CGO_ENABLED: '0',
    }
    await run('go', ['build', '-o', program, goSource], { env, timeout: 120_000 })
    const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
    const input = cases.map(({ sent, store, host, at }) =>
      JSON.stringify({ sent: sent.map(base64), store: store.map(base64), host, at }),
    )
    const stdout = execFileSync(program, {
      input: `${input.join('\n')}\n`,
      env: cleanEnvironment,
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 2 ** 28,
    })
    return stdout.trimEnd().split('\n')
  })
}

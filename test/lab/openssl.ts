import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificatesPem } from '../../src/lab/pem.ts'

/** Nothing of the machine's own trust settings: a tool sees what the test gives it. */
const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', OPENSSL_CONF: '/dev/null' }

/** Major version of the `openssl` command; 0 when there is none, or when it is not OpenSSL. */
export const opensslMajor = Number(
  /^OpenSSL (\d+)\./.exec(spawnSync('openssl', ['version'], { encoding: 'utf8', env, timeout: 5000 }).stdout ?? '')?.[1] ?? 0,
)

/** What a run printed, both streams. Input is empty; a run that takes too long is ended. */
export function openssl(args: readonly string[], input: string | Uint8Array = ''): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile('openssl', args, { env, timeout: 10_000, maxBuffer: 1 << 24 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** Gives a directory for the length of `work`. */
async function inDirectory<T>(work: (path: (name: string) => string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'lab-test-'))
  try {
    return await work((name) => join(directory, name))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

export interface VerifyInput {
  readonly chain: readonly Uint8Array[]
  readonly anchors: readonly Uint8Array[]
  readonly host: string
  readonly at: number
  readonly flags?: readonly string[]
}

/** `openssl verify` for a TLS server: `OK`, or its errors in the order told, as `code@depth`. */
export function verify({ chain, anchors, host, at, flags = [] }: VerifyInput): Promise<string> {
  return inDirectory(async (path) => {
    writeFileSync(path('leaf'), certificatesPem(chain.slice(0, 1)))
    writeFileSync(path('sent'), certificatesPem(chain.slice(1)))
    writeFileSync(path('anchors'), certificatesPem(anchors))
    const name = /^[\d.]+$/.test(host) ? '-verify_ip' : '-verify_hostname'
    const sent = chain.length > 1 ? ['-untrusted', path('sent')] : []
    const store = ['-CAfile', path('anchors'), '-no-CApath', '-no-CAstore']
    const how = ['-purpose', 'sslserver', '-auth_level', '2', '-attime', String(at), name, host, ...flags]
    const output = await openssl(['verify', ...how, ...store, ...sent, path('leaf')])
    const errors = [...output.matchAll(/^error (\d+) at (\d+) depth/gm)].map(([, code, depth]) => `${code}@${depth}`)
    if (errors.length > 0) return errors.join(' ')
    return output.includes(': OK') ? 'OK' : `nothing told: ${output}`
  })
}

/** The certificates in a text, as DER. */
const certificatesIn = (text: string): Buffer[] =>
  [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/g)].map(([, body]) => Buffer.from(body ?? '', 'base64'))

/** The chain that `openssl s_client -showcerts` got, and what it printed. */
export async function showCerts(
  port: number,
  flags: readonly string[] = [],
): Promise<{ readonly chain: Buffer[]; readonly output: string }> {
  const output = await openssl(['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', '-showcerts', ...flags])
  return { chain: certificatesIn(output), output }
}

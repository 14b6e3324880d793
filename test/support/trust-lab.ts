import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, loopbackNames, usualChain, utc } from '../../src/lab/shapes.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { opensslNameHash } from '../../src/x509/openssl-name-hash.ts'

/** One authority, the files that hold it, and a server on loopback that only its root vouches for. */
export interface LabTrust {
  readonly name: string
  readonly root: Uint8Array
  readonly pem: string
  /** A folder with the root alone, under the hash of its name. */
  readonly folder: string
  readonly port: number
}

/** Servers, each under an authority of its own: whom a client accepts tells which stores it asked. */
export interface TrustLab {
  /** A temporary folder, empty but for the authorities' files. */
  readonly folder: string
  readonly trusts: readonly LabTrust[]
  readonly close: () => Promise<void>
}

/** Real clients look at real clocks: valid for decades. */
const long = around(utc('2026-01-01T00:00:00Z'), -1000, 9000)

/** Starts a server for each name. */
export async function trustLab(names: readonly string[]): Promise<TrustLab> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-lab-'))
  const servers: Server[] = []
  const trusts: LabTrust[] = []
  for (const name of names) {
    const { root: own, intermediate, leaf } = usualChain(`asks ${name}`, utc('2026-01-01T00:00:00Z')).entities
    const root = rootCertificate(own, long)
    const chain = [leafCertificate(intermediate, leaf, long, loopbackNames), caCertificate(own, intermediate, long)]
    const server = createServer(
      { key: leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: certificatesPem(chain) },
      (_, response) => {
        response.end('{}')
      },
    )
    // A client that rejects ends the connection.
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
    const pem = join(folder, `${name}.pem`)
    const hashed = join(folder, `${name}.d`)
    mkdirSync(hashed)
    writeFileSync(pem, certificatesPem([root]))
    writeFileSync(join(hashed, `${opensslNameHash(readCertificate(root).subject.der)}.0`), certificatesPem([root]))
    trusts.push({ name, root, pem, folder: hashed, port: (server.address() as AddressInfo).port })
  }
  const close = async (): Promise<void> => {
    for (const server of servers) server.closeAllConnections()
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, trusts, close }
}

/** What a real program prints with exactly this environment; bounded in time. */
export function printed(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { timeout = 30_000, cwd }: { readonly timeout?: number; readonly cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout, killSignal: 'SIGKILL' })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('error', reject)
    child.once('close', () => resolve(text.trim()))
  })
}

import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { connect, createSecureContext } from 'node:tls'
import { capture } from '../src/capture/capture.ts'
import type { HelloClass } from '../src/model/hello.ts'
import { median } from './measure.ts'

/*
 * The CPU of this process for one captured chain, against `tls.connect` with a shared context, from the same nginx (P-256, three
 * certificates, loopback). The server is a process of its own and does not count. In rounds by turns, medians. Exits with 1 when
 * a ratio is missed. Needs nginx and openssl: `node tools/run-ts.mjs bench/capture.ts`.
 */

const rounds = 7
const warmUp = 4
const perRound = 2000
const parallel = 64
/** The least that `tls.connect` has to cost, in captures. */
const wanted = { 'TLS 1.2': 8, 'TLS 1.3': 4.5 } as const

const directory = mkdtempSync(join(tmpdir(), 'rootcause-bench-'))
const file = (name: string): string => join(directory, name)
const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' })

function mint(): string {
  for (const name of ['root', 'int', 'leaf'])
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
  openssl('req', '-x509', '-new', '-key', 'root.key', '-subj', '/CN=root', '-days', '30', '-out', 'root.pem')
  for (const [name, issuer] of [['int', 'root'] as const, ['leaf', 'int'] as const]) {
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`)
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${issuer}.pem`,
      '-CAkey',
      `${issuer}.key`,
      '-CAcreateserial',
      '-days',
      '30',
      '-out',
      `${name}.pem`,
    )
  }
  writeFileSync(file('chain.pem'), ['leaf', 'int', 'root'].map((name) => readFileSync(file(`${name}.pem`))).join(''))
  return file('chain.pem')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  return address !== null && typeof address === 'object' ? address.port : 0
}

const canConnect = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1', () => socket.destroy())
    socket.on('error', () => {}).on('close', (hadError) => resolve(!hadError))
  })

async function serve(): Promise<{ readonly port: number; readonly stop: () => void }> {
  const port = await freePort()
  mkdirSync(file('temporary'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${file('temporary')}/${name};`,
  )
  writeFileSync(
    file('nginx.conf'),
    `daemon off; master_process off; pid ${file('pid')}; error_log ${file('log')} crit;
     events { worker_connections 4096; }
     http { access_log off; ${temporary.join(' ')}
       server { listen 127.0.0.1:${port} ssl backlog=1024; ssl_protocols TLSv1.2 TLSv1.3;
         ssl_certificate ${mint()}; ssl_certificate_key ${file('leaf.key')}; } }\n`,
  )
  const child = spawn('nginx', ['-p', directory, '-c', file('nginx.conf'), '-e', file('log')], { stdio: 'ignore' })
  for (let tries = 0; !(await canConnect(port)); tries++) {
    if (tries > 2000 || child.exitCode !== null) throw new Error(`nginx does not listen: ${readFileSync(file('log'), 'utf8')}`)
  }
  return { port, stop: () => void child.kill('SIGKILL') }
}

/** Microseconds of user and system time for one of `perRound`. */
async function cost(one: () => Promise<void>): Promise<number> {
  let left = perRound
  const before = process.cpuUsage()
  const work = async (): Promise<void> => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: parallel }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / perRound
}

const byCapture = (port: number, hello: HelloClass, version: string) => async (): Promise<void> => {
  const { sends, certs } = await capture({ target: { host: 'leaf', port }, hellos: [hello], connect: '127.0.0.1' })
  const outcome = sends[0]?.outcome
  if (outcome?.kind !== 'chain' || outcome.tls?.version !== version || outcome.tls.by !== 'prober' || certs.size !== 3) {
    throw new Error(`not the chain: ${JSON.stringify(sends)}`)
  }
}

/** What a program does that takes the chain from the runtime, at its cheapest: one context for all, no verification by Node, no reading of names. */
const byTlsConnect = (port: number, version: 'TLSv1.2' | 'TLSv1.3') => {
  const secureContext = createSecureContext({ minVersion: version, maxVersion: version })
  return (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, servername: 'leaf', secureContext, rejectUnauthorized: false }, () => {
        let count = 0
        for (
          let certificate = socket.getPeerX509Certificate();
          certificate !== undefined;
          certificate = certificate.issuerCertificate
        )
          count += certificate.raw.length > 0 ? 1 : 0
        socket.destroy()
        if (count === 3) resolve()
        else reject(new Error(`${count} certificates`))
      })
      socket.on('error', reject)
    })
}

const { port, stop } = await serve()
const contenders = {
  'TLS 1.2': { capture: byCapture(port, 'tls1.2', '1.2'), 'tls.connect': byTlsConnect(port, 'TLSv1.2') },
  'TLS 1.3': { capture: byCapture(port, 'tls1.3', '1.3'), 'tls.connect': byTlsConnect(port, 'TLSv1.3') },
} as const
let missed = false
try {
  for (const [name, { capture: ours, 'tls.connect': theirs }] of Object.entries(contenders)) {
    for (let round = 0; round < warmUp; round++) await cost(ours)
    await cost(theirs)
    const results: { ours: number; theirs: number }[] = []
    for (let round = 0; round < rounds; round++) results.push({ ours: await cost(ours), theirs: await cost(theirs) })
    const [a, b] = [median(results.map((result) => result.ours)), median(results.map((result) => result.theirs))]
    const ratio = median(results.map((result) => result.theirs / result.ours))
    const least = wanted[name as keyof typeof wanted]
    missed ||= ratio < least
    console.log(
      `${name}: capture ${a.toFixed(0)} µs, tls.connect ${b.toFixed(0)} µs, ratio ${ratio.toFixed(1)} (wanted ${least})`,
    )
  }
} finally {
  stop()
  rmSync(directory, { recursive: true, force: true })
}
process.exitCode = missed ? 1 : 0

import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { clockCause } from '../../src/clock/clock-cause.ts'
import { sourcesBeside, timeSources, type TimeSource } from '../../src/clock/sources.ts'
import { trueTime } from '../../src/clock/true-time.ts'
import { chainVerifier, embeddedAnchors } from '../../src/commands/chain-verifier.ts'
import { isWsl } from '../../src/host/is-wsl.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, server, utc } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { CertificateNotes } from '../support/evidence.ts'
import { machine } from '../support/machine.ts'

const recorded = fileURLToPath(new URL('../../../shared/corpora/chains/extra', import.meta.url))

/** The true time of these tests; no clock of this machine comes into it. */
const truth = utc('2031-05-17T12:00:00Z')
const newest = utc('2026-11-01T00:00:00Z')
/** The servers' certificates are good for a month about the true time, and at no other. */
const validity = around(truth, -15, 15)
const [root, issuing, stranger] = [authority('clock', 'Root'), authority('clock', 'Issuing'), authority('clock', 'Stranger')]
const notes = new CertificateNotes()
const rootId = notes.note(rootCertificate(root, around(truth, -4000, 4000)))
const verify = chainVerifier({ certs: notes.certs, anchors: {}, ids: [rootId] })

const servers: Server[] = []
afterEach(async () => {
  for (const one of servers) one.closeAllConnections()
  await Promise.all(servers.splice(0).map((one) => new Promise((closed) => one.close(closed))))
})

interface Replica {
  /** Seconds that its `Date` is from the true time; `null`: it sends none. */
  readonly off?: number | null
  readonly operator?: string
  readonly issuer?: 'stranger'
  readonly name?: string
  readonly silent?: boolean
  /** Days from the true time in which its certificate is good. */
  readonly days?: readonly [number, number]
}

async function replica(
  i: number,
  { off = 0, operator = `operator ${i}`, issuer, name, silent = false, days = [-15, 15] }: Replica,
): Promise<TimeSource> {
  const host = `time${i}.example`
  const leaf = server(host)
  const above = issuer === 'stranger' ? stranger : issuing
  const chain = [
    leafCertificate(above, leaf, around(truth, ...days), [{ dns: name ?? host }]),
    caCertificate(root, issuing, validity),
  ]
  const key = leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const own = createServer({ key, cert: certificatesPem(chain) }, (_, response) => {
    if (silent) return
    response.sendDate = false
    if (off !== null) response.setHeader('Date', new Date((truth + off) * 1000).toUTCString())
    response.end()
  })
  own.on('tlsClientError', () => {})
  servers.push(own)
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
  return { host, port: (own.address() as AddressInfo).port, operator, connect: '127.0.0.1' }
}

/** What the replicas make of a clock that is `localOff` seconds from the true time. */
async function asked(replicas: readonly Replica[], localOff: number, { isWsl: wsl = false, timeoutMs = 3000 } = {}) {
  const sources = await Promise.all(replicas.map((r, i) => replica(i, r)))
  const local = truth + localOff
  const answer = await trueTime({
    sources,
    at: seconds(local),
    isWsl: wsl,
    timeoutMs,
    verify,
    notBefore: newest,
    now: () => local * 1000,
  })
  return answer.time
}

describe('the time by independent sources', () => {
  test.each([
    ['right', 0, 'none'],
    ['right', -20, 'none'],
    ['fast', 400, 'drift'],
    ['slow', -5 * 86_400 - 137, 'drift'],
    ['slow', -11 * 365 * 86_400, 'battery'],
    ['fast', 2 * 3600, 'time-zone'],
    ['fast', 40 * 365 * 86_400, 'drift'],
  ])('the clock is %s by %i s: %s', async (state, off, cause) => {
    const time = await asked([{}, {}, {}], off)
    expect(time).toMatchObject({ kind: 'known', state, cause })
    if (time.kind !== 'known') return
    expect(Math.abs(time.offset - off)).toBeLessThanOrEqual(3)
    expect(Math.abs(time.at - truth)).toBeLessThanOrEqual(3)
  })

  test('one that lies is outvoted', async () => {
    expect(await asked([{}, {}, { off: 86_400 }], 0)).toMatchObject({
      state: 'right',
      sources: ['time0.example', 'time1.example'],
    })
  })

  test.each<readonly [string, readonly Replica[], string]>([
    ['one alone', [{}], 'fewer than two'],
    ['two of one operator', [{ operator: 'x' }, { operator: 'x' }], 'contradict'],
    ['two that contradict each other', [{}, { off: 600 }], 'contradict'],
    ['two against two', [{}, {}, { off: 600 }, { off: 600 }], 'contradict'],
    ['nobody', [], 'fewer than two'],
    ['an authority that the program does not name', [{}, { issuer: 'stranger' }], 'time1.example: its certificate is not good'],
    ['a certificate for another name', [{}, { name: 'other.example' }], 'time1.example: its certificate is not good'],
    ['a claim at which its own certificate is over', [{}, { off: 20 * 86_400 }], 'time1.example: its certificate is not good'],
    ['a certificate that is over', [{}, { days: [-15, -1] }], 'time1.example: its certificate is not good'],
    [
      'a claim older than the data of the program',
      [{}, { off: newest - truth - 86_400 }],
      'time1.example: it claims a time before',
    ],
    ['an answer without a Date', [{}, { off: null }], 'time1.example: its answer has no Date'],
  ])('unknown: %s', async (_, replicas, why) => {
    const time = await asked(replicas, 0)
    expect(time).toMatchObject({ kind: 'unknown' })
    expect(time.kind === 'unknown' && time.why).toContain(why)
  })

  test('one that is silent costs no more than its time', async () => {
    const began = performance.now()
    expect(await asked([{}, {}, { silent: true }], 0, { timeoutMs: 500 })).toMatchObject({ state: 'right' })
    expect(performance.now() - began).toBeLessThan(3000)
  })

  test('nobody listens: unknown', async () => {
    const dead = await replica(0, {})
    for (const one of servers.splice(0)) await new Promise((closed) => one.close(closed))
    const answer = await trueTime({
      sources: [dead, { ...dead, operator: 'b' }],
      at: truth,
      isWsl: false,
      timeoutMs: 2000,
      verify,
      notBefore: newest,
      now: () => truth * 1000,
    })
    expect(answer.time).toMatchObject({ kind: 'unknown' })
  })
})

describe('causes told apart', () => {
  const local = utc('2026-06-15T12:00:00Z')
  test.each([
    ['the epoch', { offset: -56 * 365 * 86_400, local: 86_400, isWsl: false }, 'battery'],
    [
      'January of the year of the firmware',
      { offset: -500 * 86_400, local: utc('2025-01-03T00:00:00Z'), isWsl: false },
      'battery',
    ],
    ['WSL after a night', { offset: -8 * 3600 - 411, local, isWsl: true }, 'wsl'],
    ['the same without WSL', { offset: -8 * 3600 - 411, local, isWsl: false }, 'drift'],
    ['WSL ahead: it only falls behind', { offset: 8 * 3600 + 411, local, isWsl: true }, 'drift'],
    ['India', { offset: 5.5 * 3600, local, isWsl: false }, 'time-zone'],
    ['Nepal, a little off', { offset: -5.75 * 3600 + 12, local, isWsl: false }, 'time-zone'],
    ['the zone on WSL', { offset: -2 * 3600, local, isWsl: true }, 'time-zone'],
    ['fifteen hours: no zone', { offset: 15 * 3600, local, isWsl: false }, 'drift'],
    ['half a minute', { offset: 29, local, isWsl: false }, 'none'],
  ])('%s', (_, clock, cause) => expect(clockCause(clock).cause).toBe(cause))

  test('WSL is known by its kernel', () => {
    const wsl = 'Linux version 5.15.90.1-microsoft-standard-WSL2 (oe-user@oe-host) (x86_64-msft-linux-gcc)'
    expect(isWsl(machine({ files: { '/proc/version': wsl } }))).toBe(true)
    expect(isWsl(machine({ files: { '/proc/version': 'Linux version 6.1.0-28-amd64 (debian-kernel@lists.debian.org)' } }))).toBe(
      false,
    )
    expect(isWsl(machine({}))).toBe(false)
    expect(isWsl(machine({ platform: 'win32' }))).toBe(false)
  })
})

describe('the product’s own sources', () => {
  test('are run by different operators, over TLS', () => {
    expect(new Set(timeSources.map((s) => s.operator)).size).toBe(timeSources.length)
    expect(timeSources.length).toBeGreaterThan(2)
    expect(timeSources.every((s) => s.port === 443 && s.connect === undefined)).toBe(true)
  })

  test('are verified by the authorities of the product alone', async () => {
    const embedded = await embeddedAnchors()
    expect(embedded.ids.length).toBeGreaterThan(15)
    // A chain of the tests is none of theirs.
    const leaf = server('time.example')
    const chain = [leafCertificate(issuing, leaf, validity, [{ dns: 'time.example' }]), caCertificate(root, issuing, validity)]
    expect(chainVerifier(embedded)(chain, 'time.example', truth)).toBe(false)
    expect(verify(chain, 'time.example', truth)).toBe(true)
  })

  // Chains of real servers, as they were sent: see the corpus for where they were recorded.
  test.skipIf(!existsSync(recorded))(
    'let in what a public authority of the list issued, at its time and for its name alone (needs ../shared)',
    async () => {
      const judged = chainVerifier(await embeddedAnchors())
      for (const [folder, host] of [
        ['globalsign-2023-fastly', 'www.fastly.com'],
        ['sectigo-ecc-2024-dadrian.io', 'dadrian.io'],
      ] as const) {
        const chain = ['leaf.pem', 'intermediates.pem'].flatMap((file) =>
          readCertificateFile(readFileSync(join(recorded, folder, file))).certificates.map(({ der }) => der),
        )
        const { notBefore, notAfter } = readCertificate(chain[0] ?? new Uint8Array())
        expect(judged(chain, host, notBefore)).toBe(true)
        expect(judged(chain, host, seconds(notBefore - 1))).toBe(false)
        expect(judged(chain, host, seconds(notAfter + 1))).toBe(false)
        expect(judged(chain, 'www.google.com', notBefore)).toBe(false)
        expect(judged(chain.slice(0, 1), host, notBefore)).toBe(false)
      }
    },
  )
})

test('the server that is judged has no vote, whatever its name (DESIGN §7)', () => {
  expect(sourcesBeside('example.org')).toEqual(timeSources)
  for (const { host } of timeSources) {
    for (const target of [host, host.toUpperCase(), `${host}.`]) {
      expect(sourcesBeside(target).map((s) => s.host)).toEqual(timeSources.map((s) => s.host).filter((one) => one !== host))
    }
  }
})

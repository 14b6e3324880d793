import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectors } from '../../src/collect/collectors.ts'
import { readCase } from '../../src/commands/read-case.ts'
import { labServers } from '../support/lab-servers.ts'
import { caseOf, chainOf, type Collected, collected, plantedSecrets, reportOf, sha256 } from './support/collected.ts'

const path = process.env['PATH'] ?? ''

/** A program on the search path; `null`: this machine has none. */
function onPath(name: string): string | null {
  const found = path.split(':').map((dir) => join(dir, name))
  return found.find((file) => file.startsWith('/') && existsSync(file)) ?? null
}

const openssl = onPath('openssl')
const busybox = onPath('busybox')
const shells = (['dash', 'bash'] as const).flatMap((name) => {
  const found = onPath(name)
  return found === null ? [] : [[name, [found]] as const]
})
/** Everything but openssl is BusyBox's own: its ash, awk, sed, tr, base64. */
const all = [...shells, ...(busybox === null ? [] : [['busybox', [busybox, 'sh']] as const])]

const lab = labServers()
const { folder, server } = lab

beforeAll(async () => {
  await lab.serve([
    'good',
    'expired-leaf',
    'missing-intermediate',
    'unknown-root',
    'new-protocol',
    'silent',
    'closes',
    'wrong-host',
  ])
  // Empty, and there: curl takes its own folder where the variable is empty.
  mkdirSync(join(folder, 'none'))
  if (busybox === null) return
  mkdirSync(join(folder, 'busybox'))
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8', timeout: 10_000 }).trim().split('\n'))
    if (!/openssl|wget/.test(applet)) symlinkSync(busybox, join(folder, 'busybox', applet))
})

afterAll(lab.close)

/** A folder of links to these programs, to be the whole search path. */
function only(names: readonly string[]): string {
  const dir = mkdtempSync(join(folder, 'path-'))
  for (const name of names) {
    const found = onPath(name)
    if (found !== null) symlinkSync(found, join(dir, name))
  }
  return dir
}
const plain = ['awk', 'sed', 'tr', 'sort', 'sleep', 'cat', 'date', 'base64', 'sha256sum'] as const

interface Way {
  readonly env?: Readonly<Record<string, string>>
  readonly search?: string
  readonly script?: string
}

/** Against a fault, with the fault's own store and no other. */
function run(
  shell: readonly string[],
  id: string,
  { env = {}, search = path, script = collectors.sh }: Way = {},
): Promise<Collected> {
  const { served, store } = server(id)
  return collected([...shell, '-s', '--', `${served.built.host}:${served.port}`, served.host], script, {
    env: { PATH: search, HOME: folder, SSL_CERT_FILE: store, SSL_CERT_DIR: join(folder, 'none'), ...env },
    cwd: folder,
  })
}

/** For BusyBox its own programs, with the two that it has not. */
const searchOf = (name: string): string => (name === 'busybox' ? `${join(folder, 'busybox')}:${only(['openssl', 'curl'])}` : path)

describe.skipIf(openssl === null || shells.length === 0)(
  'collect --as sh: needs openssl and a shell, skipped where there is none',
  () => {
    describe.each(all)('%s', (name, shell) => {
      const way = (): Way => ({ search: searchOf(name) })

      it.each([
        ['good', 'accepted'],
        ['expired-leaf', 'rejected'],
        ['missing-intermediate', 'rejected'],
        ['unknown-root', 'rejected'],
        ['wrong-host', 'rejected'],
        ['new-protocol', 'accepted'],
      ])(
        '%s: the chain as sent, the store as it is, its own words, and the verdict that check computes is theirs',
        async (id, verdict) => {
          const ran = await run(shell, id, way())
          const evidence = caseOf(ran)
          const { chain, anchors } = server(id).served.built
          expect(ran.stderr).toBe('')
          expect(chainOf(evidence, 'tls1.3')).toEqual(chain.map(sha256))
          if (id === 'new-protocol')
            expect(evidence.sends[1]?.outcome).toMatchObject({
              failure: { code: 'alert', by: 'peer', detail: 'protocol_version' },
            })
          else expect(chainOf(evidence, 'tls1.2')).toEqual(chain.map(sha256))
          expect(evidence.stores[0]).toMatchObject({ anchors: anchors.map(sha256) })
          const own = evidence.clients.filter(({ observed }) => observed?.program === 'openssl')
          expect(own.map(({ observed }) => observed?.verdict)).toEqual([verdict])
          const results = reportOf(evidence).results
          expect(results.length).toBeGreaterThan(0)
          for (const {
            observed,
            verdict: { kind },
          } of results)
            expect(kind).toBe(observed?.verdict)
        },
      )

      it('a server that never answers, and one that hangs up: nobody judged a certificate', async () => {
        const quick = collectors.sh.replace('SECONDS_EACH=5', 'SECONDS_EACH=1')
        expect(quick).not.toBe(collectors.sh)
        for (const [id, code] of [
          ['silent', 'timeout'],
          ['closes', 'closed'],
        ] as const) {
          const evidence = caseOf(await run(shell, id, { ...way(), script: quick }))
          expect(evidence.sends[0]?.outcome).toMatchObject({ kind: 'failed', failure: { code } })
          for (const { observed } of evidence.clients) expect(observed).toMatchObject({ verdict: 'none', says: '' })
        }
      })
    })

    const [, shell = []] = shells[0] ?? []

    it('what cannot be read as a bundle is a store that is not known', async () => {
      const { anchorsPem } = server('good').served
      for (const [name, text] of [
        ['damaged.pem', `${anchorsPem}-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n`],
        ['settings.pem', anchorsPem.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE')],
      ] as const) {
        writeFileSync(join(folder, name), text)
        const evidence = caseOf(await run(shell, 'good', { env: { SSL_CERT_FILE: join(folder, name) } }))
        expect(evidence.stores[0]).toHaveProperty('unreadable')
      }
    })

    it.skipIf(onPath('curl') === null)(
      'without openssl, curl tells its own words, and the chain is said to be unknown',
      async () => {
        const evidence = caseOf(await run(shell, 'expired-leaf', { search: only([...plain, 'curl']) }))
        expect(evidence.sends).toMatchObject([{ outcome: { kind: 'failed', failure: { code: 'unsupported', by: 'self' } } }])
        expect(evidence.clients[0]?.observed).toMatchObject({ program: 'curl', verdict: 'rejected' })
        expect(evidence.clients[0]?.observed?.says).toMatch(/^curl: \(60\) /)
        expect(reportOf(evidence).results[0]?.verdict.kind).toBe('undetermined')
      },
    )

    it('where no program can be asked it says so and writes no case', async () => {
      const { code, stdout, stderr } = await run(shell, 'good', { search: only(plain) })
      expect({ code, stdout, stderr }).toEqual({
        code: 3,
        stdout: '',
        stderr: 'collect: there is no openssl, curl or wget here\n',
      })
    })

    it.each([
      ['http://user:hunter2@proxy.test:3128', 'http://***@masked:3128'],
      ['http://user:hun@ter/2@proxy.test:3128/?hunter2', 'http://***@masked:3128'],
      ['user:hunter2@proxy.test:3128', '***@masked:3128'],
      ['http://proxy.test:3128', 'http://masked:3128'],
      ['http://[fd00::1]:3128', 'http://masked:3128'],
      ['proxy', 'masked'],
      ['http://127.0.0.1:8888', 'http://127.0.0.1:8888'],
    ])('a proxy %s is told without its password, and no other variable at all', async (value, told) => {
      const env = { HTTPS_PROXY: value, https_proxy: value, AWS_SECRET_ACCESS_KEY: 'hunter2', API_TOKEN: 'hunter2' }
      const { code, stdout, stderr } = await run(shell, 'good', { env })
      expect(code).toBe(0)
      const { settings }: { readonly settings: Readonly<Record<string, string>> } = JSON.parse(stdout)
      expect(settings['HTTPS_PROXY']).toBe(told)
      expect(Object.keys(settings).toSorted()).toEqual(['HTTPS_PROXY', 'SSL_CERT_DIR', 'SSL_CERT_FILE', 'https_proxy'])
      expect(stdout + stderr).not.toMatch(/hunter2|ter\/2|API_TOKEN|AWS_SECRET/)
    })

    it('hosts that go without a proxy are nobody’s business, but the one that is asked', async () => {
      const { stdout } = await run(shell, 'good', { env: { NO_PROXY: 'intranet, .corp.test,LOCALHOST:443,10.0.0.1,*' } })
      expect(JSON.parse(stdout).settings.NO_PROXY).toBe('masked,masked,LOCALHOST:443,masked,*')
    })

    it.each([
      ['SSL_CERT_FILE', 'https://user:hunter2@store.test/ca.pem'],
      ['CURL_CA_BUNDLE', 'https://user:hun@ter/2hunter2@store.test/ca.pem'],
      ['CURL_CA_BUNDLE', 'user:hunter2@store.test'],
    ])('%s=%s: the case holds no password, wherever it would be repeated', async (name, value) => {
      const { code, stdout, stderr } = await run(shell, 'good', { env: { [name]: value } })
      expect(code).toBe(0)
      expect(JSON.parse(stdout).settings[name]).toMatch(/^(https:\/\/)?\*\*\*@store\.test/)
      expect(stdout + stderr).not.toMatch(/hunter2|hun@ter/)
    })

    it.each(all)('%s: no secret is written, and check masks the people when it reads the case', async (name, own) => {
      const env = {
        ...plantedSecrets,
        CURL_CA_BUNDLE: '/home/alice/alice.pem',
        SSL_CERT_DIR: '/Users/Bob/certs:/home/alice/certs',
      }
      const ran = await run(own, 'good', { env, search: searchOf(name) })
      expect(ran.code).toBe(0)
      expect(ran.stdout + ran.stderr).not.toMatch(/canary/i)
      // The case says so itself.
      expect(caseOf(ran)).toMatchObject({ unmasked: 'people' })
      const read = readCase(ran.stdout, 'case.json')
      expect(read).not.toHaveProperty('unmasked')
      expect(read.settings?.['SSL_CERT_DIR']).toMatch(/^\/Users\/user-\d\/certs:\/home\/user-\d\/certs$/)
      expect(JSON.stringify(read)).not.toMatch(/alice\/|Bob/)
      const [verdict] = reportOf(read).results.map((result) => result.verdict.kind)
      expect(verdict).toBe('accepted')
    })

    it('variables that chose a store are told apart from words', async () => {
      const evidence = caseOf(await run(shell, 'good', { env: { CURL_CA_BUNDLE: server('good').store } }))
      const of = (program: string) => evidence.clients.find(({ observed }) => observed?.program === program)
      expect(of('openssl')?.chosenBy?.map(({ kind, name }) => [kind, name])).toEqual([
        ['variable', 'SSL_CERT_FILE'],
        ['variable', 'SSL_CERT_DIR'],
      ])
      if (onPath('curl') !== null)
        expect(of('curl')?.chosenBy).toMatchObject([{ name: 'CURL_CA_BUNDLE', value: server('good').store }])
      expect(evidence.clients.map(({ why }) => why).join('')).not.toMatch(/=/)
    })

    it('writes nothing to disk', async () => {
      const own = mkdtempSync(join(folder, 'own-'))
      const ran = await run(shell, 'good', { env: { HOME: own, SSLKEYLOGFILE: join(own, 'keys.log'), TMPDIR: own } })
      expect(caseOf(ran).clients[0]?.observed?.verdict).toBe('accepted')
      expect(readdirSync(own)).toEqual([])
    })

    it.each([[[]], [['a b']], [['-help']], [['example.org:0']], [['example.org:x']], [['example.org', '-x']], [['$(id)']]])(
      'a target that cannot be read is refused on standard error: %j',
      async (args) => {
        const ran = await collected([...shell, '-s', '--', ...args], collectors.sh, { env: { PATH: path }, cwd: folder })
        expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
        expect(ran.stderr).toMatch(/^collect: /)
      },
    )
  },
)

import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectors } from '../../src/collect/collectors.ts'
import { redactEvidence } from '../../src/report/redact.ts'
import { labServers } from '../support/lab-servers.ts'
import { caseOf, chainOf, type Collected, collected, plantedSecrets, reportOf, sha256 } from './support/collected.ts'

/** Every release that pyenv has, and the system's. Where there is none, these tests have nothing to run. */
const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions')
const pythons = [
  ...(existsSync(pyenv) ? readdirSync(pyenv).map((v) => [v, join(pyenv, v, 'bin', 'python')] as const) : []),
  ['of the system', '/usr/bin/python3'] as const,
].filter(([, path]) => existsSync(path))

/** The release that has the most to say: `get_unverified_chain` is there from 3.10 on. */
const showsChain = ({ target: { source = '' } }: { readonly target: { readonly source?: string } }): boolean =>
  !/^Python (?:2|3\.[0-9])\./.test(source)

const lab = labServers()
const { folder, server } = lab

beforeAll(async () => {
  await lab.serve(['good', 'expired-leaf', 'missing-intermediate', 'unknown-root', 'new-protocol', 'silent', 'closes'])
})

afterAll(lab.close)

/** Against a fault, with the fault's own store and no other. */
function run(
  path: string,
  id: string,
  env: Readonly<Record<string, string>> = {},
  script = collectors.python,
): Promise<Collected> {
  const { served, store } = server(id)
  const home = { HOME: folder, SSL_CERT_FILE: store, SSL_CERT_DIR: '' }
  return collected([path, '-S', '-', `${served.built.host}:${served.port}`, served.host], script, {
    env: { ...home, ...env },
    cwd: folder,
  })
}

describe.skipIf(pythons.length === 0)('collect --as python: run by a real Python, here skipped where there is none', () => {
  describe.each(pythons)('%s', (_, path) => {
    it.each([
      ['good', 'accepted'],
      ['expired-leaf', 'rejected'],
      ['missing-intermediate', 'rejected'],
      ['unknown-root', 'rejected'],
    ])(
      '%s: the chain as sent, the store as it is, its own words, and the verdict that check computes is theirs',
      async (id, verdict) => {
        const ran = await run(path, id)
        const evidence = caseOf(ran)
        const { chain, anchors } = server(id).served.built
        expect(ran.stderr).toBe('')
        for (const { hello } of evidence.sends) expect(chainOf(evidence, hello)).toEqual(chain.map(sha256))
        expect(evidence.stores[0]).toMatchObject({ id: 'python', anchors: anchors.map(sha256) })
        expect(evidence.clients[0]?.observed).toMatchObject({ program: 'python', verdict })
        if (verdict === 'rejected') expect(evidence.clients[0]?.observed?.says).toMatch(/certificate verify failed/)
        expect(reportOf(evidence).results[0]).toMatchObject({ store: 'python', verdict: { kind: verdict } })
      },
    )

    it('a server with TLS 1.3 alone: the chain where Python shows it, and else why there is none', async () => {
      const evidence = caseOf(await run(path, 'new-protocol'))
      const refusal = { kind: 'failed', failure: { code: 'alert', by: 'peer', detail: 'protocol_version' } }
      expect(evidence.sends.find((s) => s.hello === 'tls1.2')?.outcome).toEqual(refusal)
      expect(evidence.clients[0]?.observed?.verdict).toBe('accepted')
      const chain = server('new-protocol').served.built.chain.map(sha256)
      if (showsChain(evidence)) {
        expect(chainOf(evidence, 'tls1.3')).toEqual(chain)
        return
      }
      const seen = evidence.sends.find((s) => s.hello === 'tls1.3')?.outcome
      expect(seen).toMatchObject({ kind: 'failed', failure: { code: 'unsupported', by: 'self' } })
      expect(seen?.kind === 'failed' ? seen.failure.detail : '').toContain(chain[0])
      expect(reportOf(evidence).results[0]?.verdict.kind).toBe('undetermined')
    })
  })

  const [, path = ''] = pythons.at(-1) ?? []

  it('a server that never answers, and one that hangs up: nobody judged a certificate', async () => {
    const quick = collectors.python.replace('ONE_CONNECTION = 5.5', 'ONE_CONNECTION = 0.5')
    expect(quick).not.toBe(collectors.python)
    for (const [id, code] of [
      ['silent', 'timeout'],
      ['closes', 'closed'],
    ] as const) {
      const evidence = caseOf(await run(path, id, {}, quick))
      expect(evidence.sends.map(({ outcome }) => (outcome.kind === 'failed' ? outcome.failure.code : ''))).toEqual([code, code])
      expect(evidence.clients[0]?.observed).toMatchObject({ verdict: 'none', says: '' })
    }
  })

  it('its limits leave 30 seconds enough for every connection', () => {
    const [, one = ''] = /^ONE_CONNECTION = ([\d.]+)/m.exec(collectors.python) ?? []
    const [, all = ''] = /^ALL_CONNECTIONS = ([\d.]+)/m.exec(collectors.python) ?? []
    expect(4 * Number(one)).toBeLessThan(Number(all))
    expect(Number(all)).toBeLessThanOrEqual(25)
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
    const { code, stdout, stderr } = await run(path, 'good', {
      HTTPS_PROXY: value,
      AWS_SECRET_ACCESS_KEY: 'hunter2',
      API_TOKEN: 'hunter2',
    })
    expect(code).toBe(0)
    const { settings }: { readonly settings: Readonly<Record<string, string>> } = JSON.parse(stdout)
    expect(settings['HTTPS_PROXY']).toBe(told)
    expect(Object.keys(settings).toSorted()).toEqual(['HTTPS_PROXY', 'SSL_CERT_DIR', 'SSL_CERT_FILE'])
    expect(stdout + stderr).not.toMatch(/hunter2|ter\/2|API_TOKEN|AWS_SECRET/)
  })

  it('hosts that go without a proxy are nobody’s business, but the one that is asked', async () => {
    const { stdout } = await run(path, 'good', { NO_PROXY: 'intranet, .corp.test,LOCALHOST:443,10.0.0.1,*' })
    expect(JSON.parse(stdout).settings.NO_PROXY).toBe('masked,masked,LOCALHOST:443,masked,*')
  })

  it.each([
    ['SSL_CERT_FILE', 'https://user:hunter2@store.test/ca.pem'],
    ['REQUESTS_CA_BUNDLE', 'https://user:hun@ter/2hunter2@store.test/ca.pem'],
    ['PIP_CERT', 'user:hunter2@store.test'],
  ])('%s=%s: the case holds no password, wherever it would be repeated', async (name, value) => {
    const { code, stdout, stderr } = await run(path, 'good', { [name]: value })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).settings[name]).toMatch(/^(https:\/\/)?\*\*\*@store\.test|^https:\/\/store\.test$/)
    expect(stdout + stderr).not.toMatch(/hunter2|hun@ter/)
  })

  it.each(pythons)('%s: people and secrets are masked as check --save masks them', async (_, own) => {
    const dir = mkdtempSync(join(folder, 'masked-'))
    const env = {
      SSL_CERT_FILE: '/home/alice/pki/alice-works.pem',
      SSL_CERT_DIR: '/Users/Dave/certs',
      CURL_CA_BUNDLE: '/home/alice/x.pem',
      PIP_CERT: 'C:\\Users\\Bob Jones\\own.pem',
      OPENSSL_CONF: '',
      ...plantedSecrets,
    }
    const ran = await run(own, 'good', { ...env, HOME: dir })
    expect(ran.code).toBe(0)
    expect(ran.stdout + ran.stderr).not.toMatch(/canary|alice\/|Bob|Jones|Dave/i)
    const evidence = caseOf(ran)
    expect(evidence.settings).toMatchObject({ SSL_CERT_FILE: expect.stringMatching(/^\/home\/user-\d\/pki\/alice-works\.pem$/) })
    // One person is one person throughout.
    const [, user = ''] = /^\/home\/(user-\d)\//.exec(evidence.settings?.['SSL_CERT_FILE'] ?? '') ?? []
    expect(evidence.settings?.['CURL_CA_BUNDLE']).toBe(`/home/${user}/x.pem`)
    expect(evidence.clients[0]?.chosenBy?.[0]?.value).toBe(evidence.settings?.['SSL_CERT_FILE'])
    // And nothing is left that our own masking would find, but for how a mask is written.
    const again = redactEvidence(evidence).evidence
    expect(JSON.parse(JSON.stringify(again).replaceAll('[masked]', '***'))).toEqual(evidence)
    const { host } = server('good').served.built
    expect(evidence.target.host).toBe(host)
    expect(reportOf(evidence).chains).toHaveLength(1)
  })

  it('writes nothing to disk, and runs nothing that lies in the current folder', async () => {
    const own = mkdtempSync(join(folder, 'own-'))
    writeFileSync(join(own, 'json.py'), 'raise SystemExit("planted")\n')
    const { served, store } = server('good')
    const keys = join(own, 'keys.log')
    const ran = await collected([path, '-S', '-', `${served.built.host}:${served.port}`, served.host], collectors.python, {
      env: { HOME: own, SSL_CERT_FILE: store, SSL_CERT_DIR: '', SSLKEYLOGFILE: keys },
      cwd: own,
    })
    expect(caseOf(ran).clients[0]?.observed?.verdict).toBe('accepted')
    expect(readdirSync(own)).toEqual(['json.py'])
  })

  it('a bundle that OpenSSL does not load whole is not a store that is known', async () => {
    const damaged = join(folder, 'damaged.pem')
    const { anchorsPem } = server('good').served
    writeFileSync(damaged, `${anchorsPem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`)
    const evidence = caseOf(await run(path, 'good', { SSL_CERT_FILE: damaged }))
    expect(evidence.stores[0]).toHaveProperty('unreadable')
    expect(reportOf(evidence).results[0]?.verdict.kind).toBe('undetermined')
  })

  it('the bundle of requests is a store of its own, where certifi can be imported', async () => {
    const site = mkdtempSync(join(folder, 'site-'))
    const bundle = server('unknown-root').store
    writeFileSync(join(site, 'certifi.py'), `__version__ = "2099.1.1"\ndef where():\n    return ${JSON.stringify(bundle)}\n`)
    const evidence = caseOf(await run(path, 'good', { PYTHONPATH: site }))
    const clients = evidence.clients.map(({ store, observed }) => [store, observed?.verdict])
    expect(clients).toEqual([
      ['python', 'accepted'],
      ['requests', 'rejected'],
    ])
    expect(evidence.stores[1]).toMatchObject({ anchors: server('unknown-root').served.built.anchors.map(sha256) })
    expect(
      reportOf(evidence)
        .results.map(({ verdict }) => verdict.kind)
        .toSorted(),
    ).toEqual(['accepted', 'rejected'])
    const named = caseOf(await run(path, 'good', { PYTHONPATH: site, REQUESTS_CA_BUNDLE: server('good').store }))
    expect(named.clients[1]).toMatchObject({ store: 'requests', observed: { verdict: 'accepted' } })
    expect(named.clients[1]?.chosenBy).toMatchObject([{ kind: 'variable', name: 'REQUESTS_CA_BUNDLE' }])
    expect(named.clients[1]?.programs).toEqual(['requests'])
  })

  it.each([[[]], [['a b']], [['example.org:0']], [['example.org:70000']], [['example.org', '127.0.0.1', 'x']]])(
    'a target that cannot be read is refused on standard error: %j',
    async (args) => {
      const { code, stdout, stderr } = await collected([path, '-', ...args], collectors.python, { env: {}, cwd: folder })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^collect: /)
    },
  )
})

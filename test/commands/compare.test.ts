import { describe, expect, it } from 'vitest'
import type { CompareFlags } from '../../src/commands/compare-flags.ts'
import { runCompare } from '../../src/commands/run-compare.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { sealEvidence } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, usualChain } from '../../src/lab/shapes.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { seconds } from '../../src/model/time.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { contextOn } from '../support/context.ts'
import { type Asked, evidenceOf, fixedNow, identity } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { type Machine, machine } from '../support/machine.ts'

interface Ran {
  readonly text: string
  readonly code: unknown
}

async function compare(on: Machine, flags: CompareFlags, target: string, other?: string): Promise<Ran> {
  const { context, said } = contextOn(machine({ ...on, env: { COLUMNS: '1000', ...on.env } }))
  await runCompare.call(context, flags, target, other)
  return { text: said().replace(/\n\s+/g, ' '), code: context.process.exitCode }
}

const usual = usualChain('compare', fixedNow)
const chain = certificatesPem([usual.leaf, usual.intermediate])
const root = certificatesPem([usual.root])
const unrelated = certificatesPem([unrelatedRoot('compare', fixedNow)])
const rootId = identity(usual.root)
const flags = (works: string, fails: string, more: CompareFlags = {}): CompareFlags => ({
  works,
  fails,
  host: 'localhost',
  ...more,
})

describe('two clients of a Linux machine', () => {
  const linux: Machine = {
    env: { PATH: '/usr/local/go/bin:/usr/bin' },
    files: {
      '/usr/local/go/bin/go': 'x',
      '/usr/local/go/VERSION': 'go1.24.4\ntime 2026-01-01T00:00:00Z\n',
      '/etc/ssl/certs/ca-certificates.crt': root,
      '/usr/bin/python3': { link: 'python3.11' },
      '/usr/bin/python3.11': 'ELF',
      '/usr/lib/own/cert.pem': unrelated,
      '/chain.pem': chain,
    },
    runs: {
      [['/usr/bin/python3', ...pythonProbeArguments('3.11.2')].join(' ')]: JSON.stringify({
        version: '3.11.2',
        openssl: 'OpenSSL 3.0.19 27 Jan 2026',
        file: '/usr/lib/own/cert.pem',
        folder: '/usr/lib/own/certs',
      }),
    },
  }

  it('each ask their own store, and the root that one lacks is named, with why it asks that store', async () => {
    const { text, code } = await compare(linux, flags('go', 'python'), '/chain.pem')
    expect(text).toMatch(
      /^go-1\.24\S* accepts and python-3\.11 rejects, because python-3\.11's store \/usr\/lib\/own\/cert\.pem\S* .*lacks the root "Lab Root CA"/,
    )
    expect(text).toContain(rootId)
    expect(text).toContain('/etc/ssl/certs/ca-certificates.crt')
    expect(code).toBe(1)
  })

  it('agree where the variable makes Python ask the same bundle', async () => {
    const env = { ...linux.env, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' }
    const { text, code } = await compare({ ...linux, env }, flags('go', 'python'), '/chain.pem')
    expect(text).toMatch(/^They do not differ: by all that is modelled .* both accept\./)
    expect(text).toContain('SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt')
    expect(code).toBe(0)
  })

  it('judges another release on the store of the one that is there', async () => {
    const { text } = await compare(
      linux,
      flags('python-3.13', 'python-3.8', { worksStore: '/etc/ssl/certs/ca-certificates.crt' }),
      '/chain.pem',
    )
    expect(text).toMatch(/^python-3\.13 accepts and python-3\.8 rejects, because python-3\.8's store \/usr\/lib\/own\/cert\.pem/)
  })

  it('a client that is not there is judged on the store of the system, which is said', async () => {
    const { text, code } = await compare(linux, flags('git', 'python'), '/chain.pem')
    expect(code).toBe(1)
    expect(text).toContain('it was not found here')
  })

  it('a program by its name, and the interpreter alone by its own', async () => {
    const pip: Machine = {
      ...linux,
      env: { ...linux.env, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' },
      files: {
        ...linux.files,
        '/etc/pip.conf': '[global]\ncert = /usr/lib/own/cert.pem\n',
        '/usr/lib/python3/dist-packages/pip/__init__.py': '__version__ = "23.0.1"\n',
      },
    }
    const { text, code } = await compare(pip, flags('python', 'pip'), '/chain.pem')
    expect(text).toMatch(/^python-3\.11 accepts and pip 23\.0\.1 rejects, .*lacks the root "Lab Root CA"/)
    expect(code).toBe(1)
    await expect(compare(linux, flags('python', 'pip'), '/chain.pem')).rejects.toThrow('no pip whose verdict could be told')
    await expect(compare(linux, flags('python', 'nonsense'), '/chain.pem')).rejects.toThrow('there is no client "nonsense"')
  })

  it('needs both names, or two cases', async () => {
    await expect(compare(linux, { works: 'go' }, '/chain.pem')).rejects.toMatchObject({ kind: 'usage' })
    await expect(compare(linux, flags('go', 'nobody-1'), '/chain.pem')).rejects.toMatchObject({ kind: 'usage' })
    await expect(compare(linux, flags('go', 'python@debian-12', { failsStore: 'system' }), '/chain.pem')).rejects.toMatchObject({
      kind: 'usage',
    })
    await expect(compare(linux, {}, '/chain.pem', '/chain.pem')).rejects.toMatchObject({ kind: 'input' })
  })
})

const paths = { linux: '/srv/corp.pem', darwin: '/Users/u/corp.pem', win32: 'C:\\corp\\ca.pem' } as const
describe.each(['linux', 'darwin', 'win32'] as const)('on %s', (platform) => {
  const [corp, target] = [paths[platform], paths[platform].replace(/[^/\\]*$/, 'chain.pem')]
  const windows = platform === 'win32'
  const nodePath = windows ? 'C:\\Program Files\\nodejs\\node.exe' : '/usr/local/bin/node'
  const there: Machine = {
    platform,
    home: windows ? 'C:\\Users\\u' : '/home/u',
    env: windows ? { PATH: 'C:\\Program Files\\nodejs', ProgramFiles: 'C:\\Program Files' } : { PATH: '/usr/local/bin' },
    files: { [corp]: root, [target]: chain, [nodePath]: 'x' },
    runs: { [`${nodePath} --version`]: 'v20.20.2\n' },
    roots: { bundled: [unrelatedRoot('compare', fixedNow)], system: [usual.root] },
  }

  it('Node with its own list lacks the root that a named file has', async () => {
    const { text, code } = await compare(there, flags('node', 'node', { worksStore: corp }), target)
    expect(text).toContain(`lacks the root "Lab Root CA" (SHA-256 ${rootId})`)
    expect(text).toMatch(/^node.* accepts/)
    expect(code).toBe(1)
  })

  it('with NODE_EXTRA_CA_CERTS they do not differ', async () => {
    const env = { ...there.env, NODE_EXTRA_CA_CERTS: corp }
    const { text, code } = await compare({ ...there, env }, flags('node', 'node', { worksStore: corp }), target)
    expect([text, code]).toEqual([expect.stringMatching(/^They do not differ/), 0])
  })
})

describe('two saved cases', () => {
  const verify = nodeSignatureVerifier()
  const built = labFault('addtrust-2020')
  const newRoot = identity(built.stores?.[1]?.anchors[1] ?? new Uint8Array())
  const saved = (asked: readonly Asked[], over: Partial<Evidence> = {}, keep?: string): string => {
    const evidence = { ...evidenceOf(built, asked), ...over }
    const stores = evidence.stores.filter((s) => keep === undefined || s.id === keep)
    return writeCaseFile(sealEvidence({ ...evidence, stores }, { verify }))
  }
  const two = (a: string, b: string): Machine => ({ files: { '/a.json': a, '/b.json': b } })
  const onLinux: readonly Asked[] = [
    { id: 'python-3.8', store: 'linux-bundle' },
    { id: 'go-1.15', store: 'linux-bundle' },
  ]
  const onWindows = onLinux.map(({ id }) => ({ id, store: 'windows-lazy' }))
  const machines = two(saved(onLinux, {}, 'linux-bundle'), saved(onWindows, {}, 'windows-lazy'))

  it('the root is named that the store of the other machine lacks, and all clients that it separates', async () => {
    const { text, code } = await compare(machines, {}, '/a.json', '/b.json')
    expect(text).toMatch(
      /^python-3\.8 accepts in \/a\.json and rejects in \/b\.json, because the store windows-lazy lacks the root /,
    )
    expect(text).toContain(newRoot)
    expect(text).toContain('The same separates go-1.15.')
    expect(code).toBe(1)
  })

  it('in whichever order they are given', async () => {
    const { text } = await compare(machines, { client: 'go-1.15' }, '/b.json', '/a.json')
    expect(text).toMatch(
      /^go-1\.15 accepts in \/a\.json and rejects in \/b\.json, because the store windows-lazy lacks the root /,
    )
  })

  it('as JSON', async () => {
    const written = await compare(machines, { client: 'go-1.15', format: 'json' }, '/a.json', '/b.json')
    const value: unknown = JSON.parse(written.text)
    expect(value).toMatchObject({
      schema: 1,
      outcome: 'explained',
      works: { case: '/a.json' },
      fails: { case: '/b.json' },
      facts: [{ kind: 'anchor-missing', certificate: newRoot, params: { store: 'windows-lazy' } }],
    })
  })

  it('as JSON it is as it was found, for programs; as Markdown, to be shared, it is masked', async () => {
    const at = '/home/alice/b.json'
    const named: Machine = {
      files: { '/a.json': saved(onLinux, {}, 'linux-bundle'), [at]: saved(onWindows, {}, 'windows-lazy') },
    }
    const read = async (form: object): Promise<string> =>
      (await compare(named, { client: 'go-1.15', ...form }, '/a.json', at)).text
    expect(await read({ format: 'json' })).toContain(at)
    expect(await read({ format: 'markdown' })).not.toContain('alice')
    expect(await read({ format: 'markdown', noRedact: true })).toContain(at)
  })

  it('a client that neither case asked is judged where the case has one store', async () => {
    const { text } = await compare(machines, { client: 'rustls-0.23' }, '/a.json', '/b.json')
    expect(text).toMatch(/^rustls-0\.23 accepts in \/a\.json and rejects in \/b\.json/)
  })

  it('the clock of one machine', async () => {
    const wrong = two(saved(onLinux), saved(onLinux, { clock: seconds(946684800) }))
    const { text } = await compare(wrong, {}, '/a.json', '/b.json')
    expect(text).toMatch(/because its clock says 2000-01-01T00:00:00Z and not 2020-05-30T10:48:39Z\./)
    // Judged at one time they agree.
    expect((await compare(wrong, { at: '2020-05-30T10:48:39Z' }, '/a.json', '/b.json')).code).toBe(0)
  })

  it('that have no client in common', async () => {
    const apart = two(saved([{ id: 'go-1.15', store: 'linux-bundle' }]), saved([{ id: 'python-3.8', store: 'windows-lazy' }]))
    await expect(compare(apart, {}, '/a.json', '/b.json')).rejects.toMatchObject({ kind: 'usage' })
    await expect(compare(apart, { client: 'rustls' }, '/a.json', '/b.json')).rejects.toMatchObject({ kind: 'usage' })
  })

  it('one case keeps to its own stores', async () => {
    const { text } = await compare(machines, { works: 'go-1.15', fails: 'openssl-s_client-1.0.2' }, '/a.json')
    expect(text).toMatch(/^go-1\.15 accepts and openssl-s_client-1\.0\.2 rejects, because they differ in /)
  })
})

describe('verification that is switched off on one side', () => {
  const curl = '/usr/bin/curl'
  const off: Machine = {
    home: '/home/u',
    env: { PATH: '/usr/bin:/usr/local/go/bin' },
    files: {
      [curl]: 'ELF',
      '/usr/local/go/bin/go': 'x',
      '/usr/local/go/VERSION': 'go1.24.4\ntime 2026-01-01T00:00:00Z\n',
      '/home/u/.curlrc': `cacert = /own.pem\ninsecure\n`,
      '/own.pem': unrelated,
      '/etc/ssl/certs/ca-certificates.crt': unrelated,
      '/chain.pem': chain,
    },
    runs: { [`${curl} -q --version`]: 'curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0 OpenSSL/3.0.13\n' },
  }

  it('is why it works there, is dangerous, and is no cure', async () => {
    const { text, code } = await compare(off, flags('curl', 'go'), '/chain.pem')
    expect(text).toMatch(
      /^curl-8\.5\.0-openssl goes through unverified and go-1\.24\S* rejects, because verification is switched off for curl-8\.5\.0-openssl: insecure \(\/home\/u\/\.curlrc:2\)\./,
    )
    expect(text).toMatch(/With verification on .*curl-8\.5\.0-openssl rejects: .*SSL certificate problem/)
    expect(text).toContain('Dangerous: without verification')
    expect(text).not.toMatch(/it accepts/)
    expect(code).toBe(1)
  })

  it('the other way round than asked, it is said too', async () => {
    const { text } = await compare(off, flags('go', 'curl'), '/chain.pem')
    expect(text).toMatch(/^It is the other way round than asked\.\s+curl-8\.5\.0-openssl goes through unverified and go-1\.24/)
  })

  it('where both verify to the same end it is a remark', async () => {
    const trusted = { ...off, files: { ...off.files, '/own.pem': root } }
    const { text } = await compare(trusted, flags('curl', 'go'), '/chain.pem')
    expect(text).toMatch(/^curl-8\.5\.0-openssl accepts and go-1\.24\S* rejects, because go-1\.24\S* store .*lacks the root/)
    expect(text).toContain('Verification is off for curl-8.5.0-openssl, by insecure (/home/u/.curlrc:2)')
  })

  it('as JSON, and masked where it is to be shared', async () => {
    const { text } = await compare(off, flags('curl', 'go', { format: 'json' }), '/chain.pem')
    expect(JSON.parse(text)).toMatchObject({
      outcome: 'explained',
      facts: [{ kind: 'verification-off', params: { setting: 'insecure (/home/u/.curlrc:2)' } }],
      works: { off: ['insecure (/home/u/.curlrc:2)'], result: { verdict: { kind: 'rejected' } } },
      fails: { off: [] },
    })
    const alice: Machine = {
      ...off,
      home: '/home/alice',
      files: { ...off.files, '/home/alice/.curlrc': 'cacert = /own.pem\n-k\n' },
    }
    const shared = await compare(alice, flags('curl', 'go', { format: 'markdown' }), '/chain.pem')
    expect(shared.text).toContain('/home/user-1/.curlrc:2')
    expect(shared.text).not.toContain('alice')
  })
})

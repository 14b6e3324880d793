import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { httpTiny } from '../../src/runtimes/http-tiny.ts'
import { perl } from '../../src/runtimes/perl.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { somePem, storesOf } from '../support/asking-of.ts'
import { type Machine, machine } from '../support/machine.ts'
import { temporaryFolder, tool } from '../support/tool.ts'
import { observeClient } from '../../src/observe/observe-client.ts'
import { loopback } from '../observe/support/clients-here.ts'
import { type CountingServer, countingServer, ran } from '../cures/support/cure-walk.ts'

/** What a Perl with this HTTP::Tiny says, on a machine with these bundles. */
async function asked(runtime: Runtime, release: string, given: Machine = {}, more = '') {
  const base = machine({
    ...given,
    files: { '/usr/bin/perl': 'ELF', ...given.files },
    env: { PATH: '/usr/bin', ...given.env },
  })
  const said = `perl v5.36.0\nIO::Socket::SSL 2.081\nHTTP::Tiny ${release}\nOPENSSLDIR: "/usr/lib/ssl"\n${more}`
  const host = { ...base, run: async () => ({ kind: 'ended' as const, code: 0, stdout: said, stderr: '' }) }
  const [found] = await runtime.find(host)
  return found === undefined ? null : runtime.asks(host, found)
}
const [debian, fedora, freebsd] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/usr/local/share/certs/ca-root-nss.crt',
]
const files = { [fedora]: somePem, [freebsd]: somePem, '/c/good.pem': somePem }

// lib/HTTP/Tiny.pm of its releases, _find_CA_file.
describe('HTTP::Tiny before 0.089', () => {
  it('takes the first bundle that is there, or Mozilla::CA', async () => {
    expect(storesOf((await asked(httpTiny, '0.086', { files: { ...files, [debian]: somePem } }))!)).toEqual([debian])
    expect(storesOf((await asked(httpTiny, '0.086', { files }))!)).toEqual([fedora])
    const mozilla = await asked(httpTiny, '0.086', { files }, 'Mozilla::CA file /m/cacert.pem\n')
    expect(storesOf(mozilla!)).toEqual(['/m/cacert.pem'])
  })

  it('knows FreeBSD from 0.054 on, SSL_CERT_FILE from 0.057 on', async () => {
    const bsd = { files: { [freebsd]: somePem, '/c/good.pem': somePem } }
    expect(storesOf((await asked(httpTiny, '0.054', bsd))!)).toEqual([freebsd])
    expect(storesOf((await asked(httpTiny, '0.053', bsd))!)).toEqual([])
    const set = { ...bsd, env: { SSL_CERT_FILE: '/c/good.pem' } }
    expect(storesOf((await asked(httpTiny, '0.057', set))!)).toEqual(['/c/good.pem'])
    expect(await asked(httpTiny, '0.056', set)).toMatchObject({
      stores: [{ store: freebsd }],
      withoutEffect: [{ reason: 'too-old', params: { since: '0.057' } }],
    })
  })

  it('is a client where it verifies of itself, and else a danger', async () => {
    const off = await asked(httpTiny, '0.080', { files }, 'HTTP::Tiny verifies 0\n')
    expect(off).toMatchObject({ installation: { client: null }, dangers: [{ reason: 'verification-off', reach: 'HTTP::Tiny' }] })
    // nixpkgs and others have it verify before its authors did.
    const patched = await asked(httpTiny, '0.076', { files }, 'HTTP::Tiny verifies 1\n')
    expect(patched).toMatchObject({ installation: { client: 'perl-2.081' }, dangers: [] })
    expect(await asked(httpTiny, '0.086', { files })).toMatchObject({ installation: { client: 'perl-2.081' }, dangers: [] })
  })

  it('from 0.089 on is what IO::Socket::SSL is', async () => {
    expect(await asked(httpTiny, '0.090', { files })).toBeNull()
    const env = { PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT: '1' }
    expect((await asked(perl, '0.090', { env }))?.dangers).toMatchObject([{ reason: 'verification-off' }])
  })
})

const path = '/usr/bin/perl'
const asksBoth = 'print eval { require IO::Socket::SSL; require HTTP::Tiny; HTTP::Tiny->VERSION } // q()'
const version = existsSync(path) ? tool(path, ['-e', asksBoth]) : ''
const isEarly = version !== '' && Number(version) < 0.089

describe.skipIf(!isEarly)('the real one of this machine (skipped where there is none before 0.089)', () => {
  const folder = temporaryFolder()
  let server: CountingServer
  beforeAll(async () => {
    server = await countingServer()
    writeFileSync(join(folder.path, 'root.pem'), server.pem)
    mkdirSync(join(folder.path, 'hashes'))
    writeFileSync(join(folder.path, 'hashes', 'root.pem'), server.pem)
    tool('/usr/bin/openssl', ['rehash', join(folder.path, 'hashes')])
  })
  afterAll(async () => {
    await server.close()
    folder.remove()
  })

  it.each([
    ['nothing set', {}],
    ['SSL_CERT_FILE', { SSL_CERT_FILE: 'HERE/root.pem' }],
    ['SSL_CERT_FILE to nothing', { SSL_CERT_FILE: '' }],
    ['SSL_CERT_FILE that is not there', { SSL_CERT_FILE: 'HERE/none.pem' }],
    ['SSL_CERT_FILE that is a folder', { SSL_CERT_FILE: 'HERE/hashes' }],
    ['SSL_CERT_DIR', { SSL_CERT_DIR: 'HERE/hashes' }],
    ['both', { SSL_CERT_FILE: 'HERE/root.pem', SSL_CERT_DIR: 'HERE/none' }],
  ] as const)('asks what is predicted: %s', async (_, set) => {
    const own = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, value.replace('HERE', folder.path)]))
    const env = { PATH: '/usr/bin:/bin', HOME: folder.path, ...own }
    const host = { ...nodeHost, env, home: folder.path }
    const found = (await httpTiny.find(host)).find((one) => one.path === path)!
    const { stores } = await httpTiny.asks(host, found)
    // Both the file and the folder hold the root; the system does not.
    const isTrusted = stores.some(({ store }) => store === join(folder.path, 'root.pem'))
    const before = server.requests()
    const get = 'print HTTP::Tiny->new(verify_SSL => 1)->get($ARGV[0])->{content}'
    const text = await ran([path, '-MHTTP::Tiny', '-e', get, `https://localhost:${server.port}/`], env)
    expect(server.requests() > before, text).toBe(isTrusted)
    if (Object.keys(set).includes('SSL_CERT_FILE') && !isTrusted) expect(text).toMatch(/SSL_ca_file|certificate verify|locations/)
  })

  // Of this machine's release verify_SSL is off: the probe is asked with a copy that has it on, as nixpkgs' and later ones do.
  it.each([
    ['its root in SSL_CERT_FILE', 'HERE/root.pem', 'accepted', ''],
    ['nothing set', undefined, 'rejected', 'certificate verify failed'],
    ['a file that is not there', 'HERE/none.pem', 'rejected', "SSL_ca_file 'HERE/none.pem' not found or not readable"],
  ])('is run against a server, and says so itself: %s', async (_, file, verdict, says) => {
    const here = (text: string): string => text.replace('HERE', folder.path)
    mkdirSync(join(folder.path, 'lib', 'HTTP'), { recursive: true })
    const source = tool(path, ['-MHTTP::Tiny', '-e', 'open F, "<", $INC{"HTTP/Tiny.pm"}; print <F>'])
    const verifying = source.replace(/(verify_SSL\s+=> \$args\{verify_SSL\} \|\| \$args\{verify_ssl\} \|\|) 0/, '$1 1')
    expect(verifying).not.toBe(source)
    writeFileSync(join(folder.path, 'lib', 'HTTP', 'Tiny.pm'), verifying)
    const program = join(folder.path, 'perl')
    writeFileSync(program, `#!/bin/sh\nexec /usr/bin/perl -I${folder.path}/lib "$@"\n`, { mode: 0o755 })
    const env = {
      PATH: `${folder.path}:/usr/bin:/bin`,
      HOME: folder.path,
      ...(file === undefined ? {} : { SSL_CERT_FILE: here(file) }),
    }
    const host = { ...nodeHost, env, home: folder.path }
    const found = (await httpTiny.find(host)).find((one) => one.path === program)!
    expect(found.client).toMatch(/^perl-2\./)
    const asking = await httpTiny.asks(host, found)
    const question = { asking, ...loopback(server.port) }
    const observed = await observeClient(host, question, { timeout: 20_000, clients: 'own', browsers: false })
    expect(observed).toMatchObject({ program: 'http-tiny', verdict })
    expect(observed?.says).toContain(here(says))
  })
})

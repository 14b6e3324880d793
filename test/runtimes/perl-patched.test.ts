import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { lwp } from '../../src/runtimes/lwp.ts'
import { perl } from '../../src/runtimes/perl.ts'
import { withNix } from '../../src/runtimes/shared/nix-store.ts'
import { lostIn, somePem, storesOf } from '../support/asking-of.ts'
import { machine } from '../support/machine.ts'
import { temporaryFolder } from '../support/tool.ts'
import { type CountingServer, countingServer, ran } from '../cures/support/cure-walk.ts'

/** What a Perl of the Nix store says: nixpkgs changes two modules (perl-packages.nix, IOSocketSSL and LWPProtocolHttps). */
async function ofNix(runtime: typeof perl, env: Readonly<Record<string, string>>, variables = 'OPENSSL_X509_CERT_FILE') {
  const base = machine({
    env: { PATH: '/nix/store/1a-perl/bin', ...env },
    files: {
      '/nix/store/1a-perl/bin/perl': 'ELF',
      '/etc/ssl/certs/ca-certificates.crt': somePem,
      '/c/nix.pem': somePem,
      '/c/ssl.pem': somePem,
    },
  })
  const said = [
    'perl v5.40.0',
    'IO::Socket::SSL 2.083',
    'LWP::Protocol::https 6.11',
    'OPENSSLDIR: "/nix/store/2b-openssl/etc/ssl"',
    `LWP variables ${variables}`,
    'SSL file /etc/ssl/certs/ca-certificates.crt',
  ].join('\n')
  const host = { ...base, run: async () => ({ kind: 'ended' as const, code: 0, stdout: said, stderr: '' }) }
  const [found] = await runtime.find(host)
  return runtime.asks(host, found!)
}

describe('a file of which no line begins a certificate', () => {
  const mark = '\uFEFF'
  const asked = async (runtime: typeof perl, name: string, text: string) => {
    const base = machine({
      env: { PATH: '/usr/bin', [name]: '/c/own.pem' },
      files: { '/usr/bin/perl': 'ELF', '/c/own.pem': text },
    })
    const said = 'perl v5.36.0\nIO::Socket::SSL 2.081\nLWP::Protocol::https 6.10\nOPENSSLDIR: "/usr/lib/ssl"\n'
    const host = { ...base, run: async () => ({ kind: 'ended' as const, code: 0, stdout: said, stderr: '' }) }
    const [found] = await runtime.find(host)
    return runtime.asks(host, found!)
  }

  // Seen with IO::Socket::SSL 2.081, LWP::Protocol::https 6.10 and OpenSSL 3.0.19, on a loopback server under this one root.
  it('is not named by IO::Socket::SSL, and is by LWP', async () => {
    const lost = await asked(perl, 'SSL_CERT_FILE', mark + somePem)
    expect([storesOf(lost), lostIn(lost)]).toEqual([[], ['SSL_CERT_FILE: no-certificate']])
    expect(storesOf(await asked(perl, 'SSL_CERT_FILE', mark + somePem + somePem))).toEqual(['/c/own.pem'])
    expect(storesOf(await asked(perl, 'SSL_CERT_FILE', somePem))).toEqual(['/c/own.pem'])
    expect(storesOf(await asked(lwp, 'PERL_LWP_SSL_CA_FILE', mark + somePem))).toEqual(['/c/own.pem'])
  })
})

describe('Perl of the Nix store', () => {
  const system = ['/etc/ssl/certs/ca-certificates.crt']

  it("looks where nixpkgs' patch says, and does not know Nix' variable", async () => {
    expect(storesOf(await ofNix(perl, {}))).toEqual(system)
    expect(storesOf(await ofNix(perl, { NIX_SSL_CERT_FILE: '/c/nix.pem' }))).toEqual(system)
    expect(storesOf(await ofNix(perl, { NIX_SSL_CERT_FILE: '/c/nix.pem', SSL_CERT_FILE: '/c/ssl.pem' }))).toEqual(['/c/ssl.pem'])
  })

  it('is told so, and not that others of the store read it', async () => {
    const asking = withNix(machine({ env: { NIX_SSL_CERT_FILE: '/c/nix.pem' } }), await ofNix(perl, {}))
    expect(asking.withoutEffect).toMatchObject([{ reason: 'other-runtime', params: { by: expect.stringContaining('OpenSSL') } }])
  })

  it("LWP's reads one variable more, behind its own", async () => {
    const one = { OPENSSL_X509_CERT_FILE: '/c/nix.pem' }
    expect(storesOf(await ofNix(lwp, one))).toEqual(['/c/nix.pem'])
    expect(storesOf(await ofNix(lwp, one, ''))).toEqual(system)
    const both = await ofNix(lwp, { ...one, PERL_LWP_SSL_CA_FILE: '/c/ssl.pem' })
    expect([storesOf(both), lostIn(both)]).toEqual([['/c/ssl.pem'], ['OPENSSL_X509_CERT_FILE: beaten']])
  })
})

const module = '/usr/share/perl5/IO/Socket/SSL.pm'
const own = '"$openssldir/cert.pem"'
const canPatch = existsSync('/usr/bin/perl') && existsSync(module) && readFileSync(module, 'latin1').includes(own)

describe.skipIf(!canPatch)(
  "a real Perl with nixpkgs' change to IO::Socket::SSL (skipped where the module is not at its Debian place)",
  () => {
    const folder = temporaryFolder()
    const program = join(folder.path, 'bin', 'perl')
    const bundle = join(folder.path, 'ca-certificates.crt')
    let server: CountingServer
    beforeAll(async () => {
      server = await countingServer()
      writeFileSync(bundle, server.pem)
      mkdirSync(join(folder.path, 'lib', 'IO', 'Socket'), { recursive: true })
      mkdirSync(join(folder.path, 'bin'))
      writeFileSync(
        join(folder.path, 'lib', 'IO', 'Socket', 'SSL.pm'),
        readFileSync(module, 'latin1').replace(own, `"${bundle}"`),
        'latin1',
      )
      writeFileSync(program, `#!/bin/sh\nexec /usr/bin/perl -I${join(folder.path, 'lib')} "$@"\n`)
      chmodSync(program, 0o755)
    })
    afterAll(async () => {
      await server.close()
      folder.remove()
    })

    it.each([
      ['nothing set', {}, true],
      ['NIX_SSL_CERT_FILE', { NIX_SSL_CERT_FILE: '/nonexistent' }, true],
      ['SSL_CERT_FILE', { SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' }, false],
    ] as const)('asks what is predicted: %s', async (_, set, isAccepted) => {
      const env = { PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin`, HOME: folder.path, ...set }
      const host = { ...nodeHost, env, home: folder.path }
      const asking = await perl.asks(host, (await perl.find(host)).find(({ path }) => path === program)!)
      expect(storesOf(asking).includes(bundle)).toBe(isAccepted)
      const script =
        'print IO::Socket::SSL->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0], SSL_verifycn_name => "localhost", SSL_verifycn_scheme => "http") ? "yes" : "no $SSL_ERROR"'
      const text = await ran([program, '-MIO::Socket::SSL', '-e', script, String(server.port)], env)
      expect(text).toMatch(isAccepted ? /^yes/ : /^no .*verify failed/)
    })
  },
)

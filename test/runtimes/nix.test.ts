import { describe, expect, it } from 'vitest'
import { curl } from '../../src/runtimes/curl.ts'
import { git } from '../../src/runtimes/git.ts'
import { gnutls } from '../../src/runtimes/gnutls.ts'
import { go } from '../../src/runtimes/go.ts'
import { lookAround } from '../../src/runtimes/look-around.ts'
import { node } from '../../src/runtimes/node.ts'
import { openssl } from '../../src/runtimes/openssl.ts'
import { requests } from '../../src/runtimes/requests.ts'
import { askingOf, lostIn, somePem, storesOf } from '../support/asking-of.ts'
import { type Machine, machine } from '../support/machine.ts'

const bin = '/nix/store/0a-tools/bin'
const profile = '/home/u/.nix-profile/bin'
const system = '/etc/ssl/certs/ca-certificates.crt'
const files: Machine['files'] = {
  ...Object.fromEntries(['openssl', 'curl', 'git', 'gnutls-cli', 'node'].map((name) => [`${bin}/${name}`, 'ELF'])),
  [profile]: { link: bin },
  '/nix/store/1b-go/bin/go': 'ELF',
  '/nix/store/1b-go/VERSION': 'go1.17.3\n',
  '/nix/store/2c-go/bin/go': 'ELF',
  '/nix/store/2c-go/VERSION': 'go1.25.1\n',
  '/usr/bin/openssl': 'ELF',
  '/usr/lib/ssl/cert.pem': somePem,
  [system]: somePem,
  '/ca/nix.pem': somePem,
  '/ca/ssl.pem': somePem,
  '/ca/git.pem': somePem,
  '/ca/invalid.pem': 'invalid certificate bundle',
}
const runs: Machine['runs'] = {
  [`${profile}/openssl version -a`]: 'OpenSSL 3.0.14 4 Jun 2024\nOPENSSLDIR: "/nix/store/3d-openssl-3.0.14/etc/ssl"\n',
  '/usr/bin/openssl version -a': 'OpenSSL 3.0.19 27 Jan 2026\nOPENSSLDIR: "/usr/lib/ssl"\n',
  [`${profile}/curl -q --version`]: 'curl 8.20.0 (x86_64-pc-linux-gnu) libcurl/8.20.0 OpenSSL/3.6.0\nFeatures: SSL\n',
  [`${profile}/git --version`]: 'git version 2.56.0\n',
  [`${profile}/gnutls-cli --version`]: 'gnutls-cli 3.8.6\n',
  [`${profile}/node --version`]: 'v24.21.0\n',
  [`${profile}/node --help`]: "  --use-openssl-ca   use OpenSSL's default CA store (default)\n  --use-bundled-ca\n",
}
const given = (env: Readonly<Record<string, string>>, path = profile): Machine => ({
  env: { PATH: path, ...env },
  files,
  runs,
})

describe('OpenSSL of nixpkgs', () => {
  // Its own table (NixOS/nixpkgs 6ed513ea26: pkgs/development/libraries/openssl/tests/certificate-discovery.nix): what is not unset decides, wherever it leads.
  const states = { valid: '', missing: '/ca/missing.pem', invalid: '/ca/invalid.pem', empty: '' }
  const paths = (authority: string) => ({ ...states, valid: `/ca/${authority}.pem`, unset: undefined })
  const table = Object.entries(paths('nix')).flatMap(([nixState, nix]) =>
    Object.entries(paths('ssl')).map(([sslState, ssl]) => {
      const expected =
        nixState === 'valid'
          ? ['/ca/nix.pem']
          : nixState === 'unset' && sslState === 'valid'
            ? ['/ca/ssl.pem']
            : nixState === 'unset' && sslState === 'unset'
              ? [system]
              : []
      const env = {
        ...(nix === undefined ? {} : { NIX_SSL_CERT_FILE: nix }),
        ...(ssl === undefined ? {} : { SSL_CERT_FILE: ssl }),
      }
      return [nixState, sslState, env, expected] as const
    }),
  )

  it.each(table)('NIX_SSL_CERT_FILE %s, SSL_CERT_FILE %s', async (_, __, env, expected) => {
    expect(storesOf(await askingOf(openssl, given(env)))).toEqual(expected)
  })

  it('names the variable that decides and the one that it beats', async () => {
    const asking = await askingOf(openssl, given({ NIX_SSL_CERT_FILE: '/ca/nix.pem', SSL_CERT_FILE: '/ca/ssl.pem' }))
    expect([asking.why.name, ...asking.overrides.map(({ name }) => name)].slice(0, 2)).toEqual([
      'NIX_SSL_CERT_FILE',
      'SSL_CERT_FILE',
    ])
    expect(lostIn(asking)).toEqual(['SSL_CERT_FILE: beaten'])
  })

  it('reads the bundle of the default profile on macOS', async () => {
    const bundle = '/nix/var/nix/profiles/default/etc/ssl/certs/ca-bundle.crt'
    const mac = { ...given({}), platform: 'darwin' as const, files: { ...files, [bundle]: somePem } }
    expect(storesOf(await askingOf(openssl, mac))).toEqual([bundle])
  })
})

describe('what leaves the choice to a library of nixpkgs', () => {
  const both = { NIX_SSL_CERT_FILE: '/ca/nix.pem', SSL_CERT_FILE: '/ca/ssl.pem' }

  it.each([
    ['git', git, both, '/ca/nix.pem', ['SSL_CERT_FILE: beaten']],
    [
      'git with a bundle of its own',
      git,
      { ...both, GIT_SSL_CAINFO: '/ca/git.pem' },
      '/ca/git.pem',
      ['NIX_SSL_CERT_FILE: beaten'],
    ],
    ['git without a variable', git, {}, system, []],
    ['Node, whose list is that of OpenSSL', node, both, '/ca/nix.pem', ['SSL_CERT_FILE: beaten']],
    ['GnuTLS', gnutls, both, '/ca/nix.pem', ['SSL_CERT_FILE: other-backend']],
    ['GnuTLS without it', gnutls, {}, 'system', []],
    // The program names what it reads itself to libcurl, which then asks OpenSSL for nothing (curl: src/tool_operate.c).
    ['curl', curl, { NIX_SSL_CERT_FILE: '/ca/nix.pem' }, '/ca/nix.pem', []],
    ['curl without a variable', curl, {}, system, []],
    ['curl, which reads SSL_CERT_FILE itself', curl, both, '/ca/ssl.pem', ['NIX_SSL_CERT_FILE: beaten']],
  ] as const)('%s', async (_, runtime, env, store, lost) => {
    const asking = await askingOf(runtime, given(env))
    expect(storesOf(asking)).toEqual([store])
    expect(lostIn(asking)).toEqual(lost)
  })

  it('GnuTLS trusts nothing where the file is not there', async () => {
    const asking = await askingOf(gnutls, given({ NIX_SSL_CERT_FILE: '/ca/missing.pem' }))
    expect([storesOf(asking), lostIn(asking)]).toEqual([[], ['NIX_SSL_CERT_FILE: no-such-file']])
  })

  it('Go up to 1.17 takes the file alone, later ones do not know it', async () => {
    const [old, late] = ['1b', '2c'].map((hash) => askingOf(go, given(both, `/nix/store/${hash}-go/bin`)))
    expect(storesOf(await old!)).toEqual(['/ca/nix.pem'])
    expect(storesOf(await late!)).toEqual(['/ca/ssl.pem', '/etc/ssl/certs'])
  })

  it("certifi of nixpkgs names the variable's file, but that of a build", async () => {
    const site = '/home/u/v/lib/python3.11/site-packages'
    const asked = (value: string, core: string) =>
      askingOf(requests, {
        env: { PATH: '/home/u/v/bin', NIX_SSL_CERT_FILE: value },
        files: {
          '/home/u/v/bin/python3': 'ELF',
          '/home/u/v/pyvenv.cfg': 'version = 3.11.2\n',
          [`${site}/requests/__init__.py`]: '',
          [`${site}/requests-2.32.0.dist-info/METADATA`]: 'Name: requests\nVersion: 2.32.0\n',
          [`${site}/certifi/core.py`]: core,
          [`${site}/certifi/__init__.py`]: '__version__ = "2024.8.30"\n',
          [`${site}/certifi/cacert.pem`]: somePem,
          '/ca/nix.pem': somePem,
        },
      })
    const patched = 'path = os.environ.get("NIX_SSL_CERT_FILE", None)\n'
    expect(storesOf(await asked('/ca/nix.pem', patched))).toEqual(['/ca/nix.pem'])
    expect(storesOf(await asked('/no-cert-file.crt', patched))).toEqual([`${site}/certifi/cacert.pem`])
    expect(storesOf(await asked('/ca/nix.pem', ''))).toEqual([`${site}/certifi/cacert.pem`])
  })
})

describe('any program', () => {
  const looked = async (env: Readonly<Record<string, string>>, path: string) =>
    (await lookAround(machine(given(env, path)), [openssl])).askings[0]!

  it('of another system does not read it', async () => {
    const asking = await looked({ NIX_SSL_CERT_FILE: '/ca/nix.pem' }, '/usr/bin')
    expect(storesOf(asking)).toEqual(['/usr/lib/ssl/cert.pem'])
    expect(lostIn(asking)).toEqual(['NIX_SSL_CERT_FILE: other-runtime'])
    expect(asking.source).not.toContain('nixpkgs')
  })

  it('of the store is told as read, never run, and of the value of a build whose it is', async () => {
    const asking = await looked({ NIX_SSL_CERT_FILE: '/no-cert-file.crt' }, profile)
    expect(asking.source).toContain('read in source, never run')
    expect(asking.withoutEffect).toMatchObject([
      { reason: 'no-such-file', outcome: 'trusts-nothing', params: { path: '/no-cert-file.crt', sandbox: 'Nix' } },
    ])
  })
})

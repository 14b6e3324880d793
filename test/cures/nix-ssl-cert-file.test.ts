import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Cure, Draft } from '../../src/cures/cure.ts'
import { nixSslCertFile } from '../../src/cures/nix-ssl-cert-file.ts'
import { changedHost } from '../../src/cures/shared/changed-host.ts'
import { sslCertFile } from '../../src/cures/ssl-cert-file.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { authority, utc } from '../../src/lab/shapes.ts'
import { gnutls } from '../../src/runtimes/gnutls.ts'
import { nix } from '../../src/runtimes/nix.ts'
import { openssl } from '../../src/runtimes/openssl.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { somePem, storesOf } from '../support/asking-of.ts'
import { type Machine, machine } from '../support/machine.ts'
import { type CountingServer, countingServer, ran, seat, seatOf, type Walk, walkIn, wholeWay } from './support/cure-walk.ts'

const missing = rootCertificate(authority('nix', 'Missing CA'), {
  notBefore: utc('2020-01-01T00:00:00Z'),
  notAfter: utc('2040-01-01T00:00:00Z'),
})
const nixBin = '/nix/store/0a-tools/bin'
const profile = '/home/u/.nix-profile/bin'
const system = '/etc/ssl/certs/ca-certificates.crt'

/** Debian with Nix beside it, whose set-up names the system's bundle (nix-profile.sh). */
const given: Machine = {
  env: { PATH: `${profile}:/usr/bin`, NIX_SSL_CERT_FILE: system },
  files: {
    [`${nixBin}/openssl`]: 'ELF',
    [`${nixBin}/gnutls-cli`]: 'ELF',
    [profile]: { link: nixBin },
    '/usr/bin/openssl': 'ELF',
    '/usr/lib/ssl/cert.pem': { link: system },
    [system]: somePem,
  },
  runs: {
    [`${profile}/openssl version -a`]: 'OpenSSL 3.0.14 4 Jun 2024\nOPENSSLDIR: "/nix/store/3d-openssl-3.0.14/etc/ssl"\n',
    '/usr/bin/openssl version -a': 'OpenSSL 3.0.19 27 Jan 2026\nOPENSSLDIR: "/usr/lib/ssl"\n',
    [`${profile}/gnutls-cli --version`]: 'gnutls-cli 3.8.6\n',
  },
}
const host = machine(given)

/** What a way proposes for a program, and what that program then asks; `null`: it proposes nothing. */
async function offered(cure: Cure, runtime: Runtime, path: string, on = host) {
  const found = (await runtime.find(on)).find((one) => one.path === path)
  if (found === undefined) throw new Error(`${path} is not found`)
  const seats = [seat(await runtime.asks(on, found))]
  const add = [{ sha256: readCertificate(missing).sha256, der: missing, label: 'Missing CA', by: 'evidence' as const }]
  const draft: Draft | null = await cure.plan(on, { seats, add, drop: [], project: '' })
  if (draft === null) return null
  const then = await runtime.asks(changedHost(on, draft.steps, draft.sets ?? {}), found)
  return { sets: draft.sets, asks: storesOf(then) }
}

const bundle = '/home/u/.local/share/rootcause/trust/nix-ssl-cert-file.pem'
const isCured = { sets: { NIX_SSL_CERT_FILE: bundle }, asks: [bundle] }

describe('where NIX_SSL_CERT_FILE is set', () => {
  it('a program of the Nix store is offered that variable, and not the one that it beats', async () => {
    expect(await offered(nixSslCertFile, openssl, `${profile}/openssl`)).toEqual(isCured)
    expect(await offered(sslCertFile, openssl, `${profile}/openssl`)).toBeNull()
  })

  it("GnuTLS of the Nix store too, and so where the variable is not set yet: it is the only one of GnuTLS'", async () => {
    expect(await offered(nixSslCertFile, gnutls, `${profile}/gnutls-cli`)).toEqual(isCured)
    const unset = machine({ ...given, env: { PATH: profile } })
    expect(await offered(nixSslCertFile, gnutls, `${profile}/gnutls-cli`, unset)).toEqual(isCured)
  })

  it('a program of the system is offered its own', async () => {
    expect(await offered(nixSslCertFile, openssl, '/usr/bin/openssl')).toBeNull()
    const draft = await offered(sslCertFile, openssl, '/usr/bin/openssl')
    expect(draft?.asks).toEqual(['/home/u/.local/share/rootcause/trust/ssl-cert-file.pem'])
  })
})

const named = process.env['ROOTCAUSE_NIX'] ?? ''

/** No program of the Nix store can be had here; Nix itself obeys the same variable, before SSL_CERT_FILE. */
describe.skipIf(!existsSync(named) || !existsSync(system))('with a real nix (skipped where ROOTCAUSE_NIX names none)', () => {
  let server: CountingServer
  let walk: Walk
  beforeAll(async () => {
    server = await countingServer()
  })
  afterAll(() => server.close())
  afterEach(() => walk.remove())

  it('a shell that begins after it hands the variable on, and nix accepts', async () => {
    walk = walkIn(() => ({ PATH: `${dirname(named)}:/usr/bin:/bin`, NIX_SSL_CERT_FILE: system, SSL_CERT_FILE: system }))
    const own = await seatOf(nix, walk.host(), named)
    if (own === null) throw new Error('it is not found, though it is there')
    const script = '[ ! -f ~/.profile ] || . ~/.profile; exec "$@"'
    const words = ['--option', 'download-attempts', '1', '--extra-experimental-features', 'nix-command', 'store', 'prefetch-file']
    const draft = await wholeWay(server, walk, nixSslCertFile, [own], async (env, port) => {
      const text = await ran(['/bin/sh', '-c', script, 'sh', named, ...words, `https://localhost:${port}/`], {
        ...env,
        // What the shell says, not what the plan promises.
        NIX_SSL_CERT_FILE: system,
      })
      await ran(['/bin/sh', '-c', 'rm -rf ~/.cache ~/.local/state'], env)
      return text
    })
    expect(draft.sets).toEqual({ NIX_SSL_CERT_FILE: expect.stringContaining('/nix-ssl-cert-file.pem') })
  }, 90_000)
})

import { describe, expect, it } from 'vitest'
import { bun } from '../../src/runtimes/bun.ts'
import { deno } from '../../src/runtimes/deno.ts'
import { askingOf, lostIn, somePem, storesOf } from '../support/asking-of.ts'
import type { Machine } from '../support/machine.ts'

const files: Machine['files'] = {
  '/opt/bin/deno': 'x',
  '/opt/bin/bun': 'x',
  '/ca/a.pem': somePem,
  '/ca/b.pem': somePem,
  '/ca/d/aaaaaaaa.0': somePem,
  '/ca/plain/a.pem': somePem,
  '/ca/notes.txt': 'hello',
  '/etc/ssl/certs/ca-certificates.crt': somePem,
  '/srv/package.json': '{}',
}
const on = (env: Readonly<Record<string, string>>, more: Machine = {}, version = '2.9.6'): Machine => ({
  ...more,
  env: { PATH: '/opt/bin', PWD: '/srv', ...env },
  files: { ...files, ...more.files },
  runs: { '/opt/bin/deno --version': `deno ${version} (stable)\nv8 15.0\n`, '/opt/bin/bun --version': '1.4.5\n' },
})

// Each expectation was measured with Deno 2.9.6, a server for each store.
describe('Deno', () => {
  const ask = (env: Readonly<Record<string, string>>, more?: Machine, version?: string) => askingOf(deno, on(env, more, version))
  const own = 'deno:/opt/bin/deno'

  it.each<[string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    ['nothing', {}, [own], []],
    ['NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: '/ca/a.pem' }, [own, '/ca/a.pem'], []],
    ['DENO_CERT', { DENO_CERT: '/ca/a.pem' }, [own, '/ca/a.pem'], []],
    ['system', { DENO_TLS_CA_STORE: 'system' }, ['system'], []],
    ['both, with a blank', { DENO_TLS_CA_STORE: 'system, mozilla' }, ['system', own], []],
    ['system moved', { DENO_TLS_CA_STORE: 'system', SSL_CERT_FILE: '/ca/a.pem' }, ['/ca/a.pem'], []],
    [
      'system, SSL_CERT_DIR is not read',
      { DENO_TLS_CA_STORE: 'system', SSL_CERT_DIR: '/ca/d' },
      ['system'],
      ['SSL_CERT_DIR: other-runtime'],
    ],
    ['SSL_CERT_FILE without system', { SSL_CERT_FILE: '/ca/a.pem' }, [own], ['SSL_CERT_FILE: other-runtime']],
    [
      "Node's switches",
      { NODE_OPTIONS: '--use-system-ca', NODE_USE_SYSTEM_CA: '1' },
      [own],
      ['NODE_OPTIONS: other-runtime', 'NODE_USE_SYSTEM_CA: other-runtime'],
    ],
    [
      'DENO_CERT beside it',
      { DENO_CERT: '/ca/a.pem', NODE_EXTRA_CA_CERTS: '/ca/b.pem' },
      [own, '/ca/a.pem', '/ca/b.pem'],
      ['DENO_CERT: some-requests'],
    ],
    ['NODE_EXTRA_CA_CERTS that is not there', { NODE_EXTRA_CA_CERTS: '/none' }, [own], ['NODE_EXTRA_CA_CERTS: no-such-file']],
  ])('%s', async (_, env, stores, lost) => {
    const asking = await ask(env)
    expect(storesOf(asking)).toEqual(stores)
    expect(lostIn(asking)).toEqual(lost)
    expect(asking.unknown).toBe('')
  })

  it('every request fails with a list that it does not know, also in the wrong case, and with a DENO_CERT that is not there', async () => {
    for (const env of [
      { DENO_TLS_CA_STORE: 'openssl' },
      { DENO_TLS_CA_STORE: 'System' },
      { DENO_CERT: '/none' },
      { DENO_CERT: '/ca' },
    ]) {
      const asking = await ask(env)
      expect(asking.unknown).toMatch(/every request fails/)
      expect(storesOf(asking)).toEqual([])
    }
  })

  // denoland/deno: cli/args/mod.rs, get_root_cert_store: empty names are dropped, and then no list is left.
  it('an empty DENO_TLS_CA_STORE leaves no list', async () => {
    expect(storesOf(await ask({ DENO_TLS_CA_STORE: '' }))).toEqual([])
  })

  it('NODE_EXTRA_CA_CERTS came with 2.8', async () => {
    expect(lostIn(await ask({ NODE_EXTRA_CA_CERTS: '/ca/a.pem' }, {}, '2.7.14'))).toEqual(['NODE_EXTRA_CA_CERTS: too-old'])
  })

  it('NODE_TLS_REJECT_UNAUTHORIZED=0 reaches node:https alone', async () => {
    expect((await ask({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).dangers).toMatchObject([
      { reason: 'verification-off', reach: 'node:https and node:tls' },
    ])
  })

  it("asks Windows' store there", async () => {
    const asking = await askingOf(deno, {
      platform: 'win32',
      env: { Path: 'C:\\b', DENO_TLS_CA_STORE: 'system' },
      files: { 'C:\\b\\deno.exe': 'x' },
    })
    expect(storesOf(asking)).toEqual(['windows:ROOT'])
  })
})

// Each expectation was measured with Bun 1.4.5, a server for each store.
describe('Bun', () => {
  const ask = (env: Readonly<Record<string, string>>, more?: Machine) => askingOf(bun, on(env, more))
  const own = 'bun:/opt/bin/bun'

  it.each<[string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    ['nothing', {}, [own], []],
    [
      'three variables',
      { NODE_EXTRA_CA_CERTS: '/ca/a.pem', SSL_CERT_FILE: '/ca/b.pem', SSL_CERT_DIR: '/ca/d' },
      [own, '/ca/a.pem', '/ca/b.pem', 'openssl-dir:/ca/d'],
      [],
    ],
    ['a folder without hash names', { SSL_CERT_DIR: '/ca/plain' }, [own], ['SSL_CERT_DIR: wrong-file-name']],
    ['the system', { NODE_USE_SYSTEM_CA: '1' }, [own, 'system', '/etc/ssl/certs'], []],
    ['the system by a switch', { BUN_OPTIONS: '--use-system-ca' }, [own, 'system', '/etc/ssl/certs'], []],
    [
      'the system with another folder, every file of it',
      { NODE_USE_SYSTEM_CA: '1', SSL_CERT_DIR: '/ca/plain' },
      [own, 'system', '/ca/plain'],
      [],
    ],
    [
      'the system with another bundle',
      { NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: '/ca/a.pem' },
      [own, '/ca/a.pem', '/etc/ssl/certs'],
      [],
    ],
    ['NODE_OPTIONS', { NODE_OPTIONS: '--use-system-ca' }, [own], ['NODE_OPTIONS: other-runtime']],
    ['a file without a certificate', { NODE_EXTRA_CA_CERTS: '/ca/notes.txt' }, [own], ['NODE_EXTRA_CA_CERTS: no-certificate']],
  ])('%s', async (_, env, stores, lost) => {
    const asking = await ask(env)
    expect(storesOf(asking)).toEqual(stores)
    expect(lostIn(asking)).toEqual(lost)
  })

  it('does not start with two of the three switches', async () => {
    const asking = await ask({ BUN_OPTIONS: '--use-system-ca --use-openssl-ca' })
    expect(asking.unknown).toMatch(/does not start/)
  })

  it("cafile reaches bun install alone, and npm's variable nothing", async () => {
    const asking = await ask(
      { npm_config_cafile: '/ca/a.pem' },
      {
        files: {
          '/srv/bunfig.toml': '[run]\ncafile = "/no"\n[install]\ncafile = "/ca/a.pem"\n',
          '/home/u/.npmrc': 'cafile=/ca/b.pem\n',
        },
      },
    )
    expect(asking.withoutEffect.map(({ setting, reason }) => `${setting.where || setting.name} ${reason}`)).toEqual([
      '/srv/bunfig.toml:4 some-requests',
      '/home/u/.npmrc:1 some-requests',
      'npm_config_cafile other-runtime',
    ])
    expect(storesOf(asking)).toEqual([own])
  })

  it('NODE_TLS_REJECT_UNAUTHORIZED=0 turns it off, false does not', async () => {
    expect((await ask({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).dangers).toHaveLength(1)
    expect((await ask({ NODE_TLS_REJECT_UNAUTHORIZED: 'false' })).dangers).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { npm } from '../../src/runtimes/npm.ts'
import { yarn } from '../../src/runtimes/yarn.ts'
import { askingOf, lostIn, somePem, storesOf } from '../support/asking-of.ts'
import type { Machine } from '../support/machine.ts'

/** A machine with npm 11 and Yarn of a release on Node 20.20.2 in /usr, standing in a project. */
const having = (files: Machine['files'], env: Readonly<Record<string, string>> = {}, yarnVersion = '1.22.22'): Machine => ({
  env: { PATH: '/usr/bin', PWD: '/srv/app/src', ...env },
  runs: { '/usr/bin/node --version': 'v20.20.2\n' },
  files: {
    '/usr/bin/node': 'x',
    '/usr/bin/npm': { link: '../lib/node_modules/npm/bin/npm-cli.js' },
    '/usr/lib/node_modules/npm/bin/npm-cli.js': 'x',
    '/usr/lib/node_modules/npm/package.json': '{"name": "npm", "version": "11.19.1"}',
    '/usr/bin/yarn': { link: '../lib/node_modules/yarn/bin/yarn.js' },
    '/usr/lib/node_modules/yarn/bin/yarn.js': 'x',
    '/usr/lib/node_modules/yarn/package.json': `{"name": "yarn", "version": "${yarnVersion}"}`,
    '/srv/app/package.json': '{}',
    '/srv/app/src/a.js': '',
    '/ca/a.pem': somePem,
    '/ca/b.pem': somePem,
    '/ca/notes.txt': 'hello',
    ...files,
  },
})

describe('npm', () => {
  const ask = (files: Machine['files'], env?: Readonly<Record<string, string>>) => askingOf(npm, having(files, env))

  it('asks what its Node asks, when nothing is set', async () => {
    const asking = await ask({}, { NODE_EXTRA_CA_CERTS: '/ca/a.pem' })
    expect(storesOf(asking)).toEqual(['node', '/ca/a.pem'])
    expect(asking.installation).toMatchObject({ version: '11.19.1', client: 'node-20.20.2' })
  })

  it('cafile takes the place of the list and of NODE_EXTRA_CA_CERTS: variable, project, user, global', async () => {
    const user = { '/home/u/.npmrc': 'cafile=/ca/b.pem\n' }
    const files = {
      ...user,
      '/srv/app/.npmrc': '; ours\nregistry=https://r\ncafile = "/ca/a.pem"\n',
      '/usr/etc/npmrc': 'cafile=/ca/b.pem\n',
    }
    const asking = await ask(files, { NODE_EXTRA_CA_CERTS: '/ca/b.pem' })
    expect(storesOf(asking)).toEqual(['/ca/a.pem'])
    expect(asking.why).toMatchObject({ kind: 'file', where: '/srv/app/.npmrc:3' })
    expect(asking.overrides.map(({ where }) => where).slice(0, 2)).toEqual(['/home/u/.npmrc:1', '/usr/etc/npmrc:1'])
    expect(lostIn(asking)).toEqual(['cafile: beaten', 'cafile: beaten', 'NODE_EXTRA_CA_CERTS: beaten'])
    expect(storesOf(await ask(files, { npm_config_cafile: '/ca/b.pem' }))).toEqual(['/ca/b.pem'])
    expect((await ask({ '/usr/etc/npmrc': 'cafile=/ca/b.pem\n' })).why.where).toBe('/usr/etc/npmrc:1')
  })

  it('a cafile that is not there counts for nothing, one without a certificate for an empty list, a folder keeps it from starting', async () => {
    const missing = await ask({ '/srv/app/.npmrc': 'cafile=/ca/none.pem\n' }, { NODE_EXTRA_CA_CERTS: '/ca/a.pem' })
    expect(storesOf(missing)).toEqual(['node', '/ca/a.pem'])
    expect(lostIn(missing)).toEqual(['cafile: no-such-file'])
    const empty = await ask({ '/srv/app/.npmrc': 'cafile=/ca/notes.txt\n' }, { NODE_EXTRA_CA_CERTS: '/ca/a.pem' })
    expect(storesOf(empty)).toEqual(['/ca/notes.txt'])
    expect(lostIn(empty)).toContain('cafile: no-certificate')
    expect((await ask({ '/srv/app/.npmrc': 'cafile=/ca\n' })).unknown).toMatch(/no request/)
  })

  it('~ and ${HOME} are expanded, null is no value, nothing counts behind a section', async () => {
    const home = { '/home/u/ca.pem': somePem }
    expect(storesOf(await ask({ ...home, '/srv/app/.npmrc': 'cafile=~/ca.pem\n' }))).toEqual(['/home/u/ca.pem'])
    expect(storesOf(await ask({ ...home, '/srv/app/.npmrc': 'cafile=${HOME}/ca.pem\n' }, { HOME: '/home/u' }))).toEqual([
      '/home/u/ca.pem',
    ])
    expect(storesOf(await ask({ ...home, '/srv/app/.npmrc': 'cafile=null\n' }))).toEqual(['node'])
    expect(storesOf(await ask({ ...home, '/srv/app/.npmrc': '[a]\ncafile=/ca/a.pem\n' }))).toEqual(['node'])
  })

  it('strict-ssl=false is a danger, a variable beats a file, and NODE_TLS_REJECT_UNAUTHORIZED does not reach it', async () => {
    const off = { '/srv/app/.npmrc': 'strict-ssl=false\n' }
    expect((await ask(off)).dangers).toMatchObject([{ reason: 'verification-off', setting: { where: '/srv/app/.npmrc:1' } }])
    // Without the project's line the user's would turn it off as well.
    expect((await ask({ ...off, '/home/u/.npmrc': 'strict-ssl=false\n' })).dangers).toHaveLength(2)
    expect((await ask({ ...off, '/home/u/.npmrc': 'strict-ssl=true\n' })).dangers).toHaveLength(1)
    expect((await ask(off, { npm_config_strict_ssl: 'true' })).dangers).toEqual([])
    expect((await ask({}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).dangers).toEqual([])
  })

  it('wrong names: ca-file, CAFILE and strict_ssl in a file, NPM_CAFILE as a variable', async () => {
    const asking = await ask(
      { '/srv/app/.npmrc': 'ca-file=/ca/a.pem\nCAFILE=/ca/a.pem\nstrict_ssl=false\n' },
      { NPM_CAFILE: '/ca/a.pem' },
    )
    expect(asking.withoutEffect.map(({ reason, params }) => `${reason} ${params['instead']}`)).toEqual([
      'wrong-name cafile',
      'wrong-name cafile',
      'wrong-name strict-ssl',
      'wrong-name npm_config_cafile',
    ])
  })

  it('no token of a file leaves it, and no password of an address', async () => {
    const secret = 'hunter2secret'
    const files = {
      '/srv/app/.npmrc': `//r/:_authToken=${secret}\n_auth=${secret}\nproxy=http://u:${secret}@p\ncafile=https://u:${secret}@h/ca.pem\n`,
    }
    const env = { npm_config_proxy: `http://u:${secret}@p`, npm_config__auth: secret, HTTPS_PROXY: `http://u:${secret}@p` }
    expect(JSON.stringify(await ask(files, env))).not.toContain(secret)
  })

  it('on Windows the global file lies below %APPDATA%\\npm', async () => {
    const asking = await askingOf(npm, {
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: 'C:\\nodejs', PATHEXT: '.CMD;.EXE', APPDATA: 'C:\\A' },
      files: {
        'C:\\nodejs\\node.exe': 'x',
        'C:\\nodejs\\npm.cmd': 'x',
        'C:\\A\\npm\\etc\\npmrc': 'cafile=C:\\ca.pem\n',
        'C:\\ca.pem': somePem,
      },
    })
    expect(storesOf(asking)).toEqual(['C:\\ca.pem'])
  })
})

describe('Yarn 1', () => {
  const ask = (files: Machine['files'], env?: Readonly<Record<string, string>>) => askingOf(yarn, having(files, env))

  it(".yarnrc before variables before npm's files, of which the global one counts before the user's", async () => {
    const npmrcs = { '/home/u/.npmrc': 'cafile=/ca/b.pem\n', '/usr/etc/npmrc': 'cafile=/ca/a.pem\n' }
    expect((await ask(npmrcs)).why.where).toBe('/usr/etc/npmrc:1')
    expect(storesOf(await ask(npmrcs, { npm_config_cafile: '/ca/b.pem' }))).toEqual(['/ca/b.pem'])
    const asking = await ask({ ...npmrcs, '/srv/app/.yarnrc': 'cafile "/ca/b.pem"\n' }, { npm_config_cafile: '/ca/a.pem' })
    expect(asking.why.where).toBe('/srv/app/.yarnrc:1')
  })

  it('strict-ssl false counts in .yarnrc alone; a file that is not there stops it', async () => {
    expect((await ask({ '/srv/app/.yarnrc': 'strict-ssl false\n' })).dangers).toHaveLength(1)
    const npmrc = await ask({ '/srv/app/.npmrc': 'strict-ssl=false\n' })
    expect(npmrc.dangers).toEqual([])
    expect(lostIn(npmrc)).toEqual(['strict-ssl: other-runtime'])
    expect((await ask({ '/srv/app/.yarnrc': 'cafile "/none"\n' })).unknown).toMatch(/no request/)
  })
})

describe('Yarn 4', () => {
  const ask = (files: Machine['files'], env?: Readonly<Record<string, string>>) => askingOf(yarn, having(files, env, '4.9.1'))

  it("httpsCaFilePath of variable, project and home; npm's cafile is not read", async () => {
    const files = {
      '/srv/app/.yarnrc.yml': 'httpsCaFilePath: "/ca/a.pem"\n',
      '/home/u/.yarnrc.yml': 'httpsCaFilePath: /ca/b.pem\n',
    }
    expect((await ask(files)).why.where).toBe('/srv/app/.yarnrc.yml:1')
    expect(storesOf(await ask(files, { YARN_HTTPS_CA_FILE_PATH: '/ca/b.pem' }))).toEqual(['/ca/b.pem'])
    const npmrc = await ask({ '/srv/app/.npmrc': 'cafile=/ca/a.pem\n' })
    expect(storesOf(npmrc)).toEqual(['node'])
    expect(npmrc.withoutEffect).toMatchObject([{ reason: 'other-runtime', params: { instead: 'httpsCaFilePath' } }])
  })

  it('networkSettings reach one host; ~ is not expanded; enableStrictSsl: false is a danger', async () => {
    const some = await ask({ '/srv/app/.yarnrc.yml': 'networkSettings:\n  "r.example":\n    httpsCaFilePath: /ca/a.pem\n' })
    expect(some.withoutEffect).toMatchObject([{ reason: 'some-requests', params: { reach: 'r.example' } }])
    expect(lostIn(await ask({ '/srv/app/.yarnrc.yml': 'httpsCaFilePath: ~/ca.pem\n' }))).toEqual([
      'httpsCaFilePath: not-expanded',
    ])
    expect((await ask({ '/srv/app/.yarnrc.yml': 'enableStrictSsl: false\n' })).dangers).toHaveLength(1)
    expect((await ask({}, { YARN_ENABLE_STRICT_SSL: '0' })).dangers).toHaveLength(1)
  })
})

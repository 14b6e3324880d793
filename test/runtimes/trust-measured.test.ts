import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import type { Host } from '../../src/host/host.ts'
import { bun } from '../../src/runtimes/bun.ts'
import { deno } from '../../src/runtimes/deno.ts'
import { java } from '../../src/runtimes/java.ts'
import { node } from '../../src/runtimes/node.ts'
import { npm } from '../../src/runtimes/npm.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { onSearchPath } from '../../src/runtimes/search-path.ts'
import { readTogether } from '../../src/stores/together.ts'
import { printed, type TrustLab, trustLab } from '../support/trust-lab.ts'

let lab: TrustLab
beforeAll(async () => {
  lab = await trustLab(['extra', 'file', 'folder'])
})
afterAll(() => lab.close())

const place = (name: string): { readonly pem: string; readonly folder: string } => {
  const found = lab.trusts.find((trust) => trust.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

/** The authorities that our answer says are trusted, of the lab's. */
async function predicted(
  runtime: Runtime,
  path: string,
  version: string | null,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const host: Host = { ...nodeHost, env, home: lab.folder }
  const { stores } = await runtime.asks(host, { runtime: runtime.id, path, version, client: null, note: '' })
  const content = await readTogether(host, stores)
  const known = 'unreadable' in content ? [] : content.certificates
  return lab.trusts
    .filter(({ root }) => known.some(({ der }) => Buffer.from(der).equals(root)))
    .map(({ name }) => name)
    .join(' ')
}

const script = (): string => `const https = require('https'); const out = []; let left = ${lab.trusts.length}
for (const [name, port] of ${JSON.stringify(lab.trusts.map(({ name, port }) => [name, port]))}) {
  const done = () => { if (--left === 0) console.log(${JSON.stringify(lab.trusts.map(({ name }) => name))}.filter((n) => out.includes(n)).join(' ')) }
  https.get({ host: '127.0.0.1', port, agent: false }, (r) => { r.resume(); out.push(name); done() }).on('error', done)
}`

describe('Node, as it does on this machine', () => {
  const settings: readonly [string, () => Readonly<Record<string, string>>][] = [
    ['nothing', () => ({})],
    ['NODE_EXTRA_CA_CERTS', () => ({ NODE_EXTRA_CA_CERTS: place('extra').pem, SSL_CERT_FILE: place('file').pem })],
    ['NODE_EXTRA_CA_CERTS that is not there', () => ({ NODE_EXTRA_CA_CERTS: '/nowhere.pem' })],
    ['NODE_EXTRA_CA_CERTS that is a folder', () => ({ NODE_EXTRA_CA_CERTS: place('extra').folder })],
    [
      '--use-openssl-ca with all three',
      () => ({
        NODE_OPTIONS: '--use-openssl-ca',
        NODE_EXTRA_CA_CERTS: place('extra').pem,
        SSL_CERT_FILE: place('file').pem,
        SSL_CERT_DIR: place('folder').folder,
      }),
    ],
    ['--use-openssl-ca in double quotes', () => ({ NODE_OPTIONS: '"--use-openssl-ca"', SSL_CERT_FILE: place('file').pem })],
    ['--use-openssl-ca in single quotes', () => ({ NODE_OPTIONS: "'--use-openssl-ca'", SSL_CERT_FILE: place('file').pem })],
    ['both lists', () => ({ NODE_OPTIONS: '--use-openssl-ca --use-bundled-ca', SSL_CERT_FILE: place('file').pem })],
    ['an open quote', () => ({ NODE_OPTIONS: '"--use-openssl-ca', SSL_CERT_FILE: place('file').pem })],
    ['NODE_USE_SYSTEM_CA', () => ({ NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: place('file').pem })],
  ]
  it.each(settings)(
    '%s',
    async (_, of) => {
      const env = of()
      const observed = await printed(process.execPath, ['-e', script()], env)
      expect(await predicted(node, process.execPath, process.versions.node, env)).toBe(observed)
    },
    60_000,
  )

  it('refuses to start where we say so, with a reason', async () => {
    const host: Host = { ...nodeHost, env: { NODE_OPTIONS: '--use-openssl-ca --use-bundled-ca' } }
    const { unknown } = await node.asks(host, {
      runtime: 'node',
      path: process.execPath,
      version: process.versions.node,
      client: null,
      note: '',
    })
    expect(unknown).toMatch(/does not start/)
  })
})

describe('Bun and Deno, where they are on the search path', () => {
  it.for([
    ['bun', bun, []],
    ['deno', deno, ['run', '-A']],
  ] as const)('%s', { timeout: 120_000 }, async ([name, runtime, args], { skip }) => {
    const [program] = onSearchPath(nodeHost, name)
    if (program === undefined) return skip(`${name} is not on the search path`)
    const probe = join(lab.folder, 'probe.cjs')
    writeFileSync(probe, script())
    const [extra, file, folder] = [place('extra').pem, place('file').pem, place('folder').folder]
    const cases: readonly Readonly<Record<string, string>>[] = [
      {},
      { NODE_EXTRA_CA_CERTS: extra, SSL_CERT_FILE: file, SSL_CERT_DIR: folder },
      { DENO_TLS_CA_STORE: 'system', NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: file },
      { DENO_CERT: extra, BUN_OPTIONS: '--use-system-ca', SSL_CERT_DIR: folder },
      { DENO_CERT: '/nowhere', NODE_EXTRA_CA_CERTS: '/nowhere' },
    ]
    for (const env of cases) {
      const observed = await printed(program, [...args, probe], { ...env, HOME: lab.folder })
      expect(await predicted(runtime, program, null, env), JSON.stringify(env)).toBe(observed)
    }
  })
})

describe('npm, as it does on this machine, where it lies in the usual place', () => {
  const program = ['/usr/bin/npm', '/usr/local/bin/npm'].find((path) => existsSync(path))
  it.skipIf(program === undefined)(
    'cafile takes the place of NODE_EXTRA_CA_CERTS, and a variable that of a file',
    async () => {
      const empty = join(lab.folder, 'empty.npmrc')
      writeFileSync(empty, '')
      const user = join(lab.folder, 'user.npmrc')
      writeFileSync(user, `cafile=${place('file').pem}\n`)
      const base = {
        HOME: lab.folder,
        PATH: '/usr/local/bin:/usr/bin:/bin',
        npm_config_globalconfig: empty,
        npm_config_fetch_retries: '0',
      }
      const cases = [
        { ...base, NODE_EXTRA_CA_CERTS: place('extra').pem },
        { ...base, NODE_EXTRA_CA_CERTS: place('extra').pem, npm_config_userconfig: user },
        { ...base, npm_config_userconfig: user, npm_config_cafile: place('folder').pem },
      ]
      for (const env of cases) {
        expect(await predicted(npm, program ?? '', null, env)).toBe((await acceptedBy(env)).join(' '))
      }
    },
    120_000,
  )

  /** Whom the real npm accepts. */
  async function acceptedBy(env: Readonly<Record<string, string>>, cwd = lab.folder): Promise<readonly string[]> {
    const accepted: string[] = []
    for (const { name, port } of lab.trusts) {
      const text = await printed(program ?? '', ['ping', '--registry', `https://127.0.0.1:${port}/`, '--json'], env, { cwd })
      if (text.includes('"registry"') && !text.includes('"error"')) accepted.push(name)
    }
    return accepted
  }

  const file = (): string => `cafile=${place('file').pem}\n`
  const inline = (): string => `ca="${readFileSync(place('extra').pem, 'latin1').trim().replaceAll('\n', '\\n')}"\n`
  const lost = 'cafile=/nowhere.pem\n'
  const settings: readonly [string, () => string, () => string][] = [
    ['ca behind cafile', () => file() + inline(), () => ''],
    ['cafile behind ca', () => inline() + file(), () => ''],
    ['cafile twice about ca', () => lost + inline() + file(), () => ''],
    ['ca of the project, cafile of the user', file, inline],
    ['cafile of the project, ca of the user', inline, file],
    ['a cafile that is not there in the project, one of the user that is', file, () => lost],
    ['a cafile that is not there behind ca', () => inline() + lost, () => ''],
    ['a cafile of the project that is an empty file, one of the user', file, () => 'cafile=EMPTY\n'],
    ['a cafile of the project without a certificate, one of the user', file, () => 'cafile=TEXT\n'],
    ['ca=null of the project, cafile of the user', file, () => 'ca=null\n'],
    ['cafile=null of the project, cafile of the user', file, () => 'cafile=null\n'],
    ['ca=null behind cafile', () => `${file()}ca=null\n`, () => ''],
  ]
  it.skipIf(program === undefined).each(settings)(
    'of ca and cafile: %s',
    async (_, user, project) => {
      const folder = mkdtempSync(join(lab.folder, 'npm-'))
      const at = (name: string): string => join(folder, name)
      mkdirSync(at('project'))
      for (const [name, text] of [
        ['user.npmrc', user()],
        ['text.pem', 'hello\n'],
        ['project/.npmrc', project().replace('EMPTY', at('empty.npmrc')).replace('TEXT', at('text.pem'))],
        ['project/package.json', '{}'],
        ['empty.npmrc', ''],
      ] as const)
        writeFileSync(at(name), text)
      const env = {
        HOME: folder,
        PATH: '/usr/local/bin:/usr/bin:/bin',
        npm_config_globalconfig: at('empty.npmrc'),
        npm_config_userconfig: at('user.npmrc'),
        npm_config_fetch_retries: '0',
        NODE_EXTRA_CA_CERTS: place('folder').pem,
      }
      const host: Host = { ...nodeHost, env, home: folder, cwd: at('project') }
      const [found] = await npm.find(host)
      if (found === undefined) throw new Error('npm is not found')
      const { stores, unknown, why } = await npm.asks(host, found)
      // What stands in the setting itself has no store.
      const said = why.name === 'ca' && unknown !== '' ? 'extra' : stores.at(-1)?.store
      const names = Object.fromEntries(['file', 'folder'].map((name) => [place(name).pem, name]))
      const told = said === at('text.pem') ? [] : [names[said ?? ''] ?? said]
      expect(told).toEqual(await acceptedBy(env, at('project')))
    },
    120_000,
  )
})

describe('Java, as it does on this machine, where a JDK lies in the usual place', () => {
  const program = '/usr/bin/java'
  const isThere = [program, '/usr/bin/keytool', '/usr/bin/javac'].every((path) => existsSync(path))
  it.skipIf(!isThere)(
    'the last option wins, _JAVA_OPTIONS all of them; an encrypted PKCS #12 without a password is empty',
    async () => {
      const store = (name: string, type: string): string => {
        const path = join(lab.folder, `${name}.${type}`)
        const args = [
          '-importcert',
          '-noprompt',
          '-alias',
          name,
          '-file',
          place(name).pem,
          '-keystore',
          path,
          '-storetype',
          type,
          '-storepass',
          'changeit',
        ]
        execFileSync('/usr/bin/keytool', args, { timeout: 30_000, stdio: 'ignore', env: { HOME: lab.folder } })
        return path
      }
      const [extra, file, sealed] = [store('extra', 'JKS'), store('file', 'JKS'), store('folder', 'PKCS12')]
      const source = join(lab.folder, 'Ask.java')
      writeFileSync(
        source,
        `public class Ask { public static void main(String[] a) { StringBuilder o = new StringBuilder();
for (String at : a) { String[] p = at.split("="); try {
((java.net.HttpURLConnection) new java.net.URL("https://127.0.0.1:" + p[1] + "/").openConnection()).getResponseCode(); o.append(p[0]).append(' '); } catch (Exception e) { } }
System.out.println(o.toString().trim()); } }`,
      )
      execFileSync('/usr/bin/javac', ['-d', lab.folder, source], { timeout: 60_000, stdio: 'ignore', env: { HOME: lab.folder } })
      const servers = lab.trusts.map(({ name, port }) => `${name}=${port}`)
      const property = '-Djavax.net.ssl.trustStore'
      const cases: readonly Readonly<Record<string, string>>[] = [
        { JAVA_TOOL_OPTIONS: `${property}=${extra}`, JDK_JAVA_OPTIONS: `'${property}=${file}'` },
        { JAVA_TOOL_OPTIONS: `${property}=${extra}`, _JAVA_OPTIONS: `${property}=${file}` },
        { JAVA_TOOL_OPTIONS: `${property}=${sealed}` },
        { JAVA_TOOL_OPTIONS: `${property}=${sealed} ${property}Password=changeit` },
        { JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.truststore=' + extra, JAVA_OPTS: `${property}=${file}` },
        { JAVA_TOOL_OPTIONS: `"${property}=${extra}` },
      ]
      for (const env of cases) {
        const observed = await printed(program, ['-cp', lab.folder, 'Ask', ...servers], {
          ...env,
          PATH: '/usr/bin:/bin',
          HOME: lab.folder,
        })
        expect(await predicted(java, program, '17.0.15', env), JSON.stringify(env)).toBe(observed)
      }
    },
    180_000,
  )
})

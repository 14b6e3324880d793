import { describe, expect, it } from 'vitest'
import type { Cure, Draft } from '../../src/cures/cure.ts'
import { denoCert } from '../../src/cures/deno-cert.ts'
import { nodeExtraCaCerts } from '../../src/cures/node-extra-ca-certs.ts'
import { npmCafile } from '../../src/cures/npm-cafile.ts'
import { bundleAge } from '../../src/cures/shared/complete-bundle.ts'
import { sslCertFile } from '../../src/cures/ssl-cert-file.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { deno } from '../../src/runtimes/deno.ts'
import { node } from '../../src/runtimes/node.ts'
import { npm } from '../../src/runtimes/npm.ts'
import { openssl } from '../../src/runtimes/openssl.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { type Machine, machine } from '../support/machine.ts'
import { anchorOf, need, newRoot, sha256 } from './anchors.ts'
import { seat } from './support/cure-walk.ts'

const [shipped, corporate, first, second] = ['shipped', 'corporate', 'first', 'second'].map(newRoot)
const pem = (...roots: readonly (Uint8Array | undefined)[]): string =>
  certificatesPem(roots.map((root) => root ?? new Uint8Array()))
const ids = (...roots: readonly (Uint8Array | undefined)[]) => roots.map((root) => sha256(root ?? new Uint8Array())).toSorted()
const trust = '/home/u/.local/share/rootcause/trust'

const programs: Machine = {
  env: { PATH: '/usr/bin' },
  files: {
    '/etc/ssl/certs/ca-certificates.crt': pem(shipped),
    '/usr/lib/ssl/cert.pem': { link: '/etc/ssl/certs/ca-certificates.crt' },
    '/usr/bin/openssl': 'ELF',
    '/usr/bin/node': 'ELF',
    '/usr/bin/deno': 'ELF',
    '/usr/bin/npm': { link: '../lib/node_modules/npm/bin/npm-cli.js' },
    '/usr/lib/node_modules/npm/bin/npm-cli.js': 'x',
    '/usr/lib/node_modules/npm/package.json': '{"name": "npm"}',
  },
  runs: {
    '/usr/bin/node --version': 'v20.20.2\n',
    '/usr/bin/deno --version': 'deno 2.9.6 (stable)\nv8 15.0\n',
    '/usr/bin/deno eval --no-config --no-lock --no-remote --no-npm import tls from "node:tls";console.log(tls.rootCertificates.join("\\n"))':
      pem(shipped),
    '/usr/bin/openssl version -a':
      'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)\nOPENSSLDIR: "/usr/lib/ssl"\n',
  },
  roots: { bundled: [shipped ?? new Uint8Array()] },
}

/** What a way would do for one program on a machine in memory. */
async function drafted(cure: Cure, runtime: Runtime, missing: Uint8Array | undefined, more: Machine = {}): Promise<Draft | null> {
  const host = machine({
    ...programs,
    ...more,
    env: { ...programs.env, ...more.env },
    files: { ...programs.files, ...more.files },
  })
  const [found] = await runtime.find(host)
  if (found === undefined) throw new Error(`no ${runtime.id} there`)
  return cure.plan(host, need({ seats: [seat(await runtime.asks(host, found))], add: [anchorOf(missing ?? new Uint8Array())] }))
}

const written = (draft: Draft | null): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (draft?.steps ?? []).flatMap(({ change }) =>
      change.kind === 'file' ? [[change.path, Buffer.from(change.content ?? '', 'base64').toString('latin1')]] : [],
    ),
  )
const held = (files: Readonly<Record<string, string>>, name: string) =>
  readCertificateFile(new TextEncoder().encode(files[`${trust}/${name}.pem`]))
    .certificates.map(({ der }) => sha256(der))
    .toSorted()

describe('a file of ours that is added to a list', () => {
  it.each([
    ['node-extra-ca-certs', 'NODE_EXTRA_CA_CERTS', nodeExtraCaCerts, node],
    ['deno-cert', 'DENO_CERT', denoCert, deno],
  ] as const)('%s holds the root alone, and with it what the variable named', async (file, name, cure, runtime) => {
    expect(held(written(await drafted(cure, runtime, first)), file)).toEqual(ids(first))
    const theirs = { env: { [name]: '/opt/corp.pem' }, files: { '/opt/corp.pem': pem(corporate) } }
    expect(held(written(await drafted(cure, runtime, first, theirs)), file)).toEqual(ids(corporate, first))
    const gone = { env: { [name]: '/opt/gone.pem' } }
    expect(held(written(await drafted(cure, runtime, first, gone)), file)).toEqual(ids(first))
  })
})

describe('a file of ours that is made anew', () => {
  it('keeps what was added before, and what it was made of for others', async () => {
    const before = written(await drafted(sslCertFile, openssl, first))
    expect(held(before, 'ssl-cert-file')).toEqual(ids(shipped, first))
    // Another program, of another list, planned in a session that does not have the variable.
    const other = {
      files: { ...before, '/opt/ssl/cert.pem': pem(corporate) },
      runs: { ...programs.runs, '/usr/bin/openssl version -a': 'OpenSSL 3.0.19 27 Jan 2026\nOPENSSLDIR: "/opt/ssl"\n' },
    }
    const after = written(await drafted(sslCertFile, openssl, second, other))
    expect(held(after, 'ssl-cert-file')).toEqual(ids(shipped, corporate, first, second))
  })

  it('follows the lists that it was made of, not itself', async () => {
    const files = written(await drafted(sslCertFile, openssl, first))
    const own = `${trust}/ssl-cert-file.pem`
    const after = { ...files, ...written(await drafted(sslCertFile, openssl, second, { env: { SSL_CERT_FILE: own }, files })) }
    expect(held(after, 'ssl-cert-file')).toEqual(ids(shipped, first, second))
    expect(after[own]).not.toContain(own)
    const grown = { ...programs.files, ...after, '/etc/ssl/certs/ca-certificates.crt': pem(shipped, corporate) }
    expect(await bundleAge(machine({ files: grown }), own)).toMatchObject({ kind: 'aged', lacks: ids(corporate), keeps: [] })
  })
})

describe('a variable that somebody set', () => {
  it('in a file that this session has not read is not beaten by a list made without it, and is told by its line', async () => {
    const mine = {
      files: { '/home/u/.profile': 'umask 022\nexport SSL_CERT_FILE=/opt/corp.pem\n', '/opt/corp.pem': pem(corporate) },
    }
    const draft = await drafted(sslCertFile, openssl, first, mine)
    expect(draft).toMatchObject({ steps: [], advice: [{ owner: 'user', command: '' }] })
    expect(draft?.advice[0]?.what).toContain('/home/u/.profile:2 sets SSL_CERT_FILE')
    const known = { ...mine, env: { SSL_CERT_FILE: '/opt/corp.pem' } }
    expect(held(written(await drafted(sslCertFile, openssl, first, known)), 'ssl-cert-file')).toEqual(ids(corporate, first))
    const commented = { files: { '/home/u/.profile': '# SSL_CERT_FILE=/opt/corp.pem\nMY_SSL_CERT_FILE=1\n' } }
    expect(await drafted(sslCertFile, openssl, first, commented)).not.toBeNull()
  })
})

describe('npm without a version in its package.json', () => {
  it('has its cafile set like any other', async () => {
    const files = written(await drafted(npmCafile, npm, first))
    expect(files['/home/u/.npmrc']).toBe(`cafile=${trust}/npm-cafile.pem\n`)
    expect(held(files, 'npm-cafile')).toEqual(ids(shipped, first))
  })
})

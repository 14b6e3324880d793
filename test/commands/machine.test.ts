import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Context } from '../../src/commands/context.ts'
import { runDoctor } from '../../src/commands/run-doctor.ts'
import { runStores, runWhich } from '../../src/commands/run-machine.ts'
import { runStoresDiff } from '../../src/commands/run-stores-diff.ts'
import type { Host } from '../../src/host/host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import { RootcauseError } from '../../src/model/error.ts'
import { contextOn } from '../support/context.ts'
import { fixedNow } from '../support/evidence.ts'
import { machine, type Machine } from '../support/machine.ts'

const [one, two] = [unrelatedRoot('one', fixedNow), unrelatedRoot('two', fixedNow)]
const pem = (...roots: readonly Uint8Array[]): string => certificatesPem(roots)

const folder = mkdtempSync(join(tmpdir(), 'rootcause-machine-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A small Debian with git, whose library is read for the bundle that it was built with. */
const debian: Machine = {
  env: { PATH: '/usr/bin', GIT_SSL_CAINFO: '/corp/ca.pem' },
  files: {
    '/usr/bin/git': 'ELF',
    '/corp/ca.pem': pem(one),
    '/etc/debian_version': '12.1',
    '/etc/ssl/certs/ca-certificates.crt': pem(one, two),
  },
  runs: { '/usr/bin/git version': 'git version 2.39.5\n' },
}

/** Runs a command on a machine in memory: what it prints, and its exit code. */
async function ran(
  host: Host,
  command: (context: Context) => Promise<void>,
): Promise<{ readonly text: string; readonly code: unknown }> {
  const { context, said } = contextOn(host)
  await command(context)
  return { text: said(), code: context.process.exitCode ?? 0 }
}

const hostOf = (more: Partial<Machine> = {}): Host => machine({ ...debian, ...more, files: { ...debian.files, ...more.files } })

describe('which', () => {
  test('says the store, what decides it, and what it holds', async () => {
    const { text } = await ran(hostOf(), (context) => runWhich.call(context, {}, 'git'))
    expect(text).toContain('git 2.39.5  /usr/bin/git')
    expect(text).toMatch(/asks +\/corp\/ca\.pem {2}1 certificate\n/)
    expect(text).toMatch(/because +GIT_SSL_CAINFO=\/corp\/ca\.pem/)
  })

  test('as JSON, whole', async () => {
    const { text } = await ran(hostOf(), (context) => runWhich.call(context, { json: true }, 'git'))
    expect(JSON.parse(text)).toMatchObject({
      schema: 1,
      askings: [{ installation: { runtime: 'git', version: '2.39.5' }, why: { kind: 'variable', name: 'GIT_SSL_CAINFO' } }],
    })
  })

  test('a program that nobody knows, and one that is not here: two different answers', async () => {
    await expect(ran(hostOf(), (context) => runWhich.call(context, {}, 'emacs'))).rejects.toMatchObject({ kind: 'usage' })
    await expect(ran(hostOf(), (context) => runWhich.call(context, {}, 'php'))).rejects.toMatchObject({ kind: 'observe' })
  })

  test('finds a program by its file name too', async () => {
    const { text } = await ran(hostOf(), (context) => runWhich.call(context, {}, '/usr/bin/git'))
    expect(text).toContain('git 2.39.5')
  })
})

describe('stores', () => {
  test('lists what is asked and what is there', async () => {
    const { text } = await ran(hostOf(), (context) => runStores.call(context, {}))
    expect(text).toMatch(/^\/corp\/ca\.pem\n {2}1 certificate/m)
    expect(text).toContain('asked by git 2.39.5')
    expect(text).toContain('/etc/ssl/certs/ca-certificates.crt')
  })

  test('diff tells the difference and by its exit code', async () => {
    const diff = (a: string, b: string) => ran(hostOf(), (context) => runStoresDiff.call(context, {}, a, b))
    const differs = await diff('/corp/ca.pem', '/etc/ssl/certs/ca-certificates.crt')
    expect(differs.code).toBe(1)
    expect(differs.text).toContain('0 only in the first, 1 only in the second, 1 in both.')
    const same = await diff('/corp/ca.pem', '/corp/ca.pem')
    expect(same).toMatchObject({ code: 0, text: expect.stringContaining('They hold the same certificate.') as string })
  })

  test('a store that cannot be read is not compared, and no other stands in for it', async () => {
    const broken = hostOf({ files: { '/corp/broken.pem': { error: 'EACCES: permission denied' } } })
    const { text, code } = await ran(broken, (context) => runStoresDiff.call(context, {}, '/corp/broken.pem', '/corp/ca.pem'))
    expect(code).toBe(3)
    expect(text).toContain('cannot be read: EACCES: permission denied')
  })

  test('saved stores are compared with what they are now', async () => {
    const file = join(folder, 'before.json')
    await ran(hostOf(), (context) => runStores.call(context, { save: file }))
    const saved = readFileSync(file, 'utf8')
    const later = (content: string) =>
      ran(hostOf({ files: { [file]: saved, '/corp/ca.pem': content } }), (context) => runStoresDiff.call(context, {}, file))
    expect(await later(pem(one))).toMatchObject({ code: 0 })
    const added = await later(pem(one, two))
    expect(added.code).toBe(1)
    expect(added.text).toMatch(/^\+ .*Unrelated Root CA/m)
  })

  test('what is no store is a usage error with what to type', async () => {
    const asked = ran(hostOf(), (context) => runStoresDiff.call(context, {}, 'nosuch', 'system'))
    await expect(asked).rejects.toBeInstanceOf(RootcauseError)
    await expect(ran(hostOf(), (context) => runStoresDiff.call(context, {}, '/corp/ca.pem'))).rejects.toMatchObject({
      hint: expect.stringContaining('stores --save') as string,
    })
  })
})

describe('doctor', () => {
  test('names what is wrong first, and says so by its exit code', async () => {
    const off = hostOf({ env: { ...debian.env, GIT_SSL_NO_VERIFY: '1' } })
    const { text, code } = await ran(off, (context) => runDoctor.call(context, {}))
    expect(code).toBe(1)
    expect(text).toMatch(/^One thing is wrong here/)
    expect(text).toMatch(/RC801 +git 2\.39\.5: GIT_SSL_NO_VERIFY=1 turns verification off/)
  })

  test('in JSON each finding has its sentence and the next command', async () => {
    const off = hostOf({ env: { ...debian.env, GIT_SSL_NO_VERIFY: '1' } })
    const { text } = await ran(off, (context) => runDoctor.call(context, { json: true }))
    const { findings } = JSON.parse(text) as { readonly findings: readonly Readonly<Record<string, unknown>>[] }
    expect(findings.find((f) => f['code'] === 'RC801')).toMatchObject({
      what: expect.stringMatching(/^git 2\.39\.5: GIT_SSL_NO_VERIFY=1 turns verification off/),
      next: expect.stringContaining('`rootcause which git`'),
    })
    for (const finding of findings) expect(finding['what']).not.toBe('')
  })

  test('a machine without a fault', async () => {
    const { text, code } = await ran(hostOf(), (context) => runDoctor.call(context, { json: true }))
    expect(code).toBe(0)
    const { findings } = JSON.parse(text) as { readonly findings: readonly { readonly code: string }[] }
    // Two roots that no programme ever carried: added by hand.
    expect(findings.map((f) => f.code)).toEqual(['RC807', 'RC807'])
  })
})

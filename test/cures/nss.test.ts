import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import type { ApplyPorts } from '../../src/apply/ports.ts'
import { undo } from '../../src/apply/undo.ts'
import { portsFor } from '../../src/commands/journals.ts'
import type { AnchorToChange, Draft, Need } from '../../src/cures/cure.ts'
import { nssDatabase } from '../../src/cures/nss-database.ts'
import { flagsText, nssFlags } from '../../src/cures/shared/nss-flags.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { around, usualChain, utc } from '../../src/lab/shapes.ts'
import { readNssRecords } from '../../src/stores/shared/nss-records.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { writePem } from '../../src/x509/pem.ts'
import { about } from '../apply/support/plan-of.ts'
import { portsOf } from '../apply/support/ports-of.ts'
import { machine } from '../support/machine.ts'
import { testRoot } from '../support/roots.ts'
import { type CountingServer, countingServer, needOf, planned, ran, seat, type Walk, walkIn } from './support/cure-walk.ts'
import { plainAsking } from './support/plain-asking.ts'

const isHere = ['/usr/bin/certutil', '/usr/bin/tstclnt'].every((path) => existsSync(path))

let server: CountingServer
let walk: Walk
let db = ''
beforeAll(async () => {
  server = await countingServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  walk = walkIn()
  const folder = join(walk.home, '.pki', 'nssdb')
  mkdirSync(folder, { recursive: true })
  db = `sql:${folder}`
  if (isHere) await certutil('-N', '--empty-password')
})
afterEach(() => walk.remove())

const certutil = (...args: readonly string[]): Promise<string> => ran(['/usr/bin/certutil', ...args, '-d', db], walk.env)

/** Puts a certificate there as its owner did. */
async function put(name: string, trust: string, der = server.root): Promise<void> {
  const file = join(walk.folder, 'own.pem')
  writeFileSync(file, writePem('CERTIFICATE', der))
  expect(await certutil('-A', '-n', name, '-t', trust, '-i', file)).toBe('')
}

/** What certutil lists, name and flags. */
const listed = async (): Promise<readonly string[]> =>
  (await certutil('-L')).split('\n').flatMap((line) => {
    const [, name, flags] = /^(\S.*?) +([a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]*) *$/.exec(line) ?? []
    return name === undefined ? [] : [`${name} ${flags}`]
  })

/** Whether the real client comes through; it must have come at all. */
async function accepts(): Promise<boolean> {
  const [before, connections] = [server.requests(), server.connections()]
  const text = await ran(['/usr/bin/tstclnt', '-4', '-h', 'localhost', '-p', String(server.port), '-d', db], walk.env, {
    input: 'GET / HTTP/1.0\r\n\r\n',
    timeout: 10_000,
  })
  expect(server.connections(), text).toBeGreaterThan(connections)
  return server.requests() > before
}

/** Another root of the same name: NSS takes several under one name then. */
const ofSameName = rootCertificate(
  { ...usualChain('cure walk', utc('2026-01-01T00:00:00Z')).entities.root, key: labKey('p-256', 'another key') },
  around(utc('2026-01-01T00:00:00Z'), -1000, 9000),
)
const anchorOf = (der: Uint8Array): AnchorToChange => ({
  sha256: readCertificate(der).sha256,
  der,
  label: 'Walk Root',
  by: 'evidence',
})
const plan = (over: Partial<Pick<Need, 'add' | 'drop'>>, more: readonly string[] = []): Promise<Draft | null> =>
  nssDatabase.plan(walk.host(), {
    seats: [
      seat(plainAsking({ runtime: 'firefox', path: '/usr/bin/firefox', client: 'firefox' }, [`nss:${db.slice(4)}`, ...more])),
    ],
    add: [],
    drop: [],
    project: '',
    ...over,
  })

/** As the commands have them. */
function ports(): ApplyPorts {
  const own = portsOf(walk.state)
  const output = { write: () => true }
  const { holds, refuses } = portsFor(own.journal, {
    process: { stdout: output, stderr: output },
    host: nodeHost,
  })
  return { ...own, holds, ...(refuses === undefined ? {} : { refuses }) }
}
const apply = (draft: Draft | null) => applyPlans(draft === null ? [] : [planned(nssDatabase, draft)], about, ports())

describe.skipIf(!isHere).sequential('an NSS database, by certutil and as tstclnt sees it', () => {
  it('takes an authority its trust for servers alone, and gives it back', async () => {
    await put('My own root', 'CT,C,')
    expect(await accepts()).toBe(true)
    const draft = await plan({ drop: [anchorOf(server.root)] })
    expect(draft?.deltas).toEqual([{ kind: 'drop-anchor', store: `nss:${db.slice(4)}`, cert: anchorOf(server.root).sha256 }])
    const applied = await apply(draft)
    expect(applied).toMatchObject({ state: 'applied' })
    expect(await accepts()).toBe(false)
    expect(await listed()).toEqual(['My own root T,C,'])
    expect((await plan({ drop: [anchorOf(server.root)] }))?.steps ?? []).toEqual([])
    expect(await undo(applied.id, ports())).toMatchObject({ state: 'undone' })
    expect(await listed()).toEqual(['My own root CT,C,'])
    expect(await accepts()).toBe(true)
  })

  it('is left as it was under a primary password, and it is said what to do', async () => {
    const [none, own] = ['none', 'own'].map((name) => join(walk.folder, name))
    writeFileSync(none ?? '', '\n')
    writeFileSync(own ?? '', 'a password\n')
    expect(await certutil('-W', '-f', none ?? '', '-@', own ?? '')).toContain('Password changed successfully')
    const applied = await apply(await plan({ add: [anchorOf(server.root)] }))
    expect(applied).toMatchObject({ state: 'rolled-back', why: expect.stringContaining('import the root in the settings') })
    expect(await listed()).toEqual([])
  })

  it.each([
    [',C,p', 'C,C,p'],
    ['T,c,', 'CT,c,'],
    ['c,,C', 'C,,C'],
  ])('trusts one that stands there with %s, under its own name, and leaves it as it was', async (before, after) => {
    await put('My own root', before)
    expect(await accepts()).toBe(false)
    const applied = await apply(await plan({ add: [anchorOf(server.root)] }))
    expect(applied).toMatchObject({ state: 'applied' })
    expect(await listed()).toEqual([`My own root ${after}`])
    expect(await accepts()).toBe(true)
    expect(await undo(applied.id, ports())).toMatchObject({ state: 'undone' })
    expect(await listed()).toEqual([`My own root ${before}`])
    expect(await accepts()).toBe(false)
  })

  it('does not trust what is distrusted there, nor by a plan that is older than the distrust', async () => {
    const old = await plan({ add: [anchorOf(server.root)] })
    expect(old?.steps).toHaveLength(1)
    await put('Never again', 'p,p,p')
    const draft = await plan({ add: [anchorOf(server.root)] })
    expect(draft?.steps).toEqual([])
    expect(draft?.advice.map(({ what }) => what).join()).toMatch(/distrusted there on purpose/)
    expect(JSON.stringify(draft?.advice)).not.toContain(anchorOf(server.root).sha256)
    expect(await apply(old)).toMatchObject({ state: 'rolled-back' })
    expect(await listed()).toEqual(['Never again p,p,p'])
    expect(await accepts()).toBe(false)
  })

  it('leaves a distrust that came after it', async () => {
    await put('My own root', 'C,,')
    const applied = await apply(await plan({ drop: [anchorOf(server.root)] }))
    expect(applied).toMatchObject({ state: 'applied' })
    await certutil('-M', '-n', 'My own root', '-t', 'p,,')
    await undo(applied.id, ports())
    expect(await listed()).toEqual(['My own root p,,'])
  })

  it.each([
    ['several certificates have its name', 'Twice', async () => put('Twice', 'C,,', ofSameName)],
    ['its name has a colon', 'CA: mine', async () => {}],
  ])('does nothing where %s', async (_, name, beside) => {
    await put(name, 'C,,')
    await beside()
    const before = await listed()
    const draft = await plan({ drop: [anchorOf(server.root)] })
    expect(draft?.steps).toEqual([])
    expect(draft?.advice.map(({ what }) => what).join()).toContain('certutil cannot name it')
    // What certutil would have done with that name: another certificate, or none.
    await certutil('-M', '-n', name, '-t', ',,')
    if (name.includes(':')) expect(await listed()).toEqual(before)
  })

  it('promises nothing where another store holds what is to go', async () => {
    await put('My own root', 'C,,')
    const beside = join(walk.folder, 'beside.pem')
    writeFileSync(beside, server.pem)
    expect(await plan({ drop: [anchorOf(server.root)] }, [beside])).toBeNull()
    writeFileSync(beside, writePem('CERTIFICATE', testRoot('another')))
    expect((await plan({ drop: [anchorOf(server.root)] }, [beside]))?.steps).toHaveLength(1)
  })

  it('sees a distrust without its certificate, as a browser leaves it for one that is built in', async (context) => {
    if (!existsSync('/usr/bin/python3')) return context.skip('there is no Python to take the certificate out')
    await put('Built in', 'p,p,p')
    const code = `import sqlite3;c=sqlite3.connect('${db.slice(4)}/cert9.db');c.execute("delete from nssPublic where a0=x'00000001'");c.commit()`
    expect(await ran(['/usr/bin/python3', '-c', code], walk.env)).toBe('')
    const draft = await plan({ add: [anchorOf(server.root)] })
    expect(draft?.steps).toEqual([])
    expect(draft?.advice).toHaveLength(1)
  })

  // Python makes the object that the tool of this release does not write.
  it.skipIf(!existsSync('/usr/bin/python3')).each(['with its certificate', 'alone'])(
    'writes over no trust that it cannot read, %s',
    async (where) => {
      await put('Newer', 'p,p,p')
      const change = "update nssPublic set a0=x'0000000b' where a0=x'ce534353'"
      const remove = where === 'alone' ? `c.execute("delete from nssPublic where a0=x'00000001'");` : ''
      const code = `import sqlite3;c=sqlite3.connect('${db.slice(4)}/cert9.db');c.execute("${change}");${remove}c.commit()`
      expect(await ran(['/usr/bin/python3', '-c', code], walk.env)).toBe('')
      const draft = await plan({ add: [anchorOf(server.root)] })
      expect(draft?.steps).toEqual([])
      expect(draft?.advice).toHaveLength(1)
    },
  )

  it('reads flags that make the same trust again, whatever certutil made', async () => {
    await put('own', 'P,,')
    const trust = () => {
      const records = readNssRecords(nodeHost, `${db.slice(4)}/cert9.db`)
      return typeof records === 'string' ? records : (records.find(({ name }) => name === 'own')?.trust ?? null)
    }
    const tls = ['', 'c', 'C', 'T', 'CT', 'P', 'p', 'Cp', 'CP', 'Tp', 'TP', 'Pp', 'cC', 'CTP', 'CTp', 'cp']
    const others = [',', 'c,', ',C', 'P,p', 'p,c', 'C,C']
    for (const [i, flags] of tls.entries()) {
      await certutil('-M', '-n', 'own', '-t', `${flags},${others[i % others.length]}`)
      const made = trust()
      if (typeof made === 'string') throw new Error(made)
      const read = nssFlags(made)
      expect(read, flags).not.toBeNull()
      await certutil('-M', '-n', 'own', '-t', flags === 'C' ? 'p,p,p' : 'C,C,C')
      expect(trust(), flags).not.toEqual(made)
      await certutil('-M', '-n', 'own', '-t', read === null ? '' : flagsText(read))
      expect(trust(), flags).toEqual(made)
    }
  })
})

describe('a browser whose database cannot be changed yet', () => {
  const database = '/home/u/.mozilla/firefox/a.default'
  const asking = (stores: readonly string[]) =>
    seat(plainAsking({ runtime: 'firefox', path: database, client: 'firefox' }, stores))
  const draft = (files: Readonly<Record<string, string>>, stores: readonly string[]) =>
    nssDatabase.plan(machine({ files }), needOf([asking(stores)], server))

  it('is to be started once where it has none', async () => {
    expect(await draft({ '/usr/bin/certutil': 'ELF' }, [])).toMatchObject({
      steps: [],
      deltas: [],
      advice: [{ owner: 'user', what: expect.stringContaining(`${database} has no database`) }],
    })
  })

  it('wants a tool where that is not installed, by the name that its package has', async () => {
    expect(await draft({ [`${database}/cert9.db`]: '' }, [`nss:${database}`])).toMatchObject({
      steps: [],
      advice: [{ what: expect.stringContaining('libnss3-tools on Debian') }],
    })
    // Who needs no database needs no tool.
    expect(await draft({}, ['/etc/ssl/certs/ca-certificates.crt'])).toBeNull()
  })
})

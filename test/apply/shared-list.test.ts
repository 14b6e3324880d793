import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { history } from '../../src/apply/history.ts'
import { openJournal } from '../../src/apply/journal.ts'
import { undo } from '../../src/apply/undo.ts'
import { nodeStateIo } from '../../src/host/node-state-io.ts'
import { temporaryFolder } from '../support/tool.ts'
import { buildChild } from './support/build-child.ts'
import { about, fileChange, planOf, snapshot } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

const pem = (names: string): string =>
  `# a list\n${names
    .split('')
    .map((name) => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`)
    .join('')}`

let folder: ReturnType<typeof temporaryFolder>
let [state, home] = ['', '']
beforeEach(() => {
  folder = temporaryFolder()
  ;[state, home] = [join(folder.path, 'state'), join(folder.path, 'home')]
  mkdirSync(home)
})
afterEach(() => folder.remove())

const at = (name: string): string => join(home, name)
const text = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '')
const list = 'data/trust/list.pem'
const line = (variable: string): string => `export ${variable}='${at(list)}'\n`

/** Applies one change that makes files; gives its identifier. */
async function apply(files: Readonly<Record<string, string>>, journal = openJournal(state, nodeStateIo)): Promise<string> {
  const plan = planOf(Object.entries(files).map(([name, content]) => fileChange(at(name), content)))
  const { id, state: came, why } = await applyPlans([plan], about, portsOf(state, { journal }))
  expect(came, why).toBe('applied')
  return id
}

const states = (folderOf = state): readonly string[] => history([openJournal(folderOf, nodeStateIo)]).map((entry) => entry.state)

describe('two changes that share a list', () => {
  it('the first, taken back, leaves what the second still needs; the last takes all away', async () => {
    writeFileSync(at('.profile'), '# mine')
    const before = snapshot(home)
    const first = await apply({ [list]: pem('A'), '.profile': `# mine\n${line('SSL_CERT_FILE')}` })
    const second = await apply({ [list]: pem('AB') })
    expect(await undo(first, portsOf(state))).toMatchObject({
      state: 'partly',
      conflicts: [],
      left: [
        { path: at('.profile'), changes: [second] },
        { path: at(list), changes: [second] },
      ],
    })
    expect(text(list)).toBe(pem('AB'))
    expect(text('.profile')).toContain(line('SSL_CERT_FILE'))
    // Asked once more, it waits as before.
    expect(await undo(first, portsOf(state))).toMatchObject({ state: 'partly' })
    expect(await undo(second, portsOf(state))).toMatchObject({ state: 'undone', left: [], along: [first] })
    expect(snapshot(home)).toEqual(before)
    expect(states()).toEqual(['undone', 'undone'])
  })

  it('in the other order each goes by itself', async () => {
    const before = snapshot(home)
    const first = await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') })
    const second = await apply({ [list]: pem('AB') })
    expect(await undo(second, portsOf(state))).toMatchObject({ state: 'undone', along: [] })
    expect(text(list)).toBe(pem('A'))
    expect(await undo(first, portsOf(state))).toMatchObject({ state: 'undone', along: [] })
    expect(snapshot(home)).toEqual(before)
  })

  it('a list stays for a change that only names it, and not the setting that this one does without', async () => {
    const before = snapshot(home)
    const first = await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') })
    const second = await apply({ '.gitconfig': `[http]\n\tsslCAInfo = "${at(list)}"\n` })
    expect(await undo(first, portsOf(state))).toMatchObject({ left: [{ path: at(list), changes: [second] }] })
    expect([existsSync(at('.profile')), text(list)]).toEqual([false, pem('A')])
    expect(await undo(second, portsOf(state))).toMatchObject({ state: 'undone', along: [first] })
    expect(snapshot(home)).toEqual(before)
  })

  it('a list that was made anew stays for the earlier change that names it', async () => {
    await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') })
    rmSync(at(list))
    const second = await apply({ [list]: pem('B') })
    expect(await undo(second, portsOf(state))).toMatchObject({ state: 'partly' })
    expect(text(list)).toBe(pem('B'))
  })

  it('a change that was taken back, or whose line somebody took out, needs nothing', async () => {
    const first = await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') })
    const second = await apply({ '.gitconfig': `[http]\n\tsslCAInfo = "${at(list)}"\n` })
    writeFileSync(at('.gitconfig'), '[user]\n\tname = U\n')
    expect(await undo(first, portsOf(state))).toMatchObject({ state: 'undone', left: [] })
    expect(existsSync(at(list))).toBe(false)
    expect(states()).toEqual(['undone', 'applied'])
    expect(second).not.toBe(first)
  })

  it('what somebody wrote into the settings since stays, whoever goes last', async () => {
    const first = await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') })
    const second = await apply({ [list]: pem('AB') })
    appendFileSync(at('.profile'), '# mine\n')
    await undo(first, portsOf(state))
    expect(await undo(second, portsOf(state))).toMatchObject({ along: [first] })
    expect([text('.profile'), existsSync(at('data'))]).toEqual(['# mine\n', false])
  })

  it('a folder goes with the last that lies in it, whoever made it', async () => {
    const before = snapshot(home)
    const first = await apply({ 'data/trust/a.pem': pem('A') })
    const second = await apply({ 'data/trust/b.pem': pem('B') })
    await undo(first, portsOf(state))
    expect(existsSync(at('data/trust/b.pem'))).toBe(true)
    await undo(second, portsOf(state))
    expect(snapshot(home)).toEqual(before)
  })

  it("of the machine's journal and the user's", async () => {
    const before = snapshot(home)
    const machines = openJournal(join(folder.path, 'machine'), nodeStateIo)
    const users = openJournal(state, nodeStateIo, machines.ids)
    const first = await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') }, machines)
    const second = await apply({ [list]: pem('AB') }, users)
    expect(await undo(first, portsOf(state, { journal: machines, others: () => [users] }))).toMatchObject({ state: 'partly' })
    expect(await undo(second, portsOf(state, { journal: users, others: () => [machines] }))).toMatchObject({ along: [first] })
    expect(snapshot(home)).toEqual(before)
  })
})

describe('three changes, taken back in any order', () => {
  const orders = [0, 1, 2].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => [a, b, c])))
  it.each(orders.filter((order) => new Set(order).size === 3))('%i, %i, %i', async (...order) => {
    writeFileSync(at('.bashrc'), 'mine')
    const before = snapshot(home)
    const [ssl, node] = [line('SSL_CERT_FILE'), `export NODE_EXTRA_CA_CERTS='${at('data/trust/node.pem')}'\n`]
    const ids = [
      await apply({ [list]: pem('A'), '.profile': ssl, '.bashrc': `mine\n${ssl}` }),
      await apply({ [list]: pem('AB'), 'data/trust/node.pem': pem('B'), '.profile': ssl + node }),
      await apply({ [list]: pem('ABC'), '.bashrc': `mine\n${ssl}${line('CURL_CA_BUNDLE')}` }),
    ]
    const standing = new Set([0, 1, 2])
    for (const one of order) {
      await undo(ids[one] ?? '', portsOf(state))
      standing.delete(one)
      for (const left of standing) expect(text(list)).toContain('ABC'.charAt(left))
      if (standing.size > 0) expect(text('.profile') + text('.bashrc')).toContain(at(list))
      expect(text('.profile').includes('node.pem')).toBe(existsSync(at('data/trust/node.pem')))
    }
    expect(states()).toEqual(['undone', 'undone', 'undone'])
    expect(snapshot(home)).toEqual(before)
  })
})

describe.sequential('a kill while either is taken back', () => {
  const built = temporaryFolder()
  const child = join(built.path, 'child.mjs')
  beforeAll(async () => void (await buildChild(child)), 60_000)
  afterAll(() => built.remove())

  const undoIn = (id: string, killAt: number) => {
    const deed = join(folder.path, 'deed.json')
    writeFileSync(deed, JSON.stringify({ what: 'undo', plans: [], id, state, killAt, withTool: false }))
    return spawnSync(process.execPath, [child, deed], { timeout: 60_000, encoding: 'utf8' })
  }

  it('leaves nothing that cannot be brought to its end', async () => {
    let kills = 0
    for (let killAt = 1; kills === killAt - 1; killAt += 1) {
      rmSync(state, { recursive: true, force: true })
      const before = snapshot(home)
      const first = await apply({ [list]: pem('A'), '.profile': line('SSL_CERT_FILE') })
      const second = await apply({ [list]: pem('AB') })
      if (undoIn(first, killAt).signal === 'SIGKILL') kills++
      expect(text(list), `kill ${killAt}`).toBe(pem('AB'))
      await undo(first, portsOf(state))
      if (undoIn(second, killAt).signal === 'SIGKILL') kills = killAt
      await undo(second, portsOf(state))
      // Where the second was whole when it was killed, the first is the one that stands.
      await undo(first, portsOf(state))
      expect(snapshot(home), `kill ${killAt}`).toEqual(before)
      expect(states(), `kill ${killAt}`).toEqual(['undone', 'undone'])
    }
    expect(kills).toBeGreaterThan(20)
  }, 120_000)
})

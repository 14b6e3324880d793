import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import { elevatedHand } from '../../src/host/elevated-hand.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { runTool, sweepToolFolders } from '../../src/host/run-tool.ts'
import { about, fileChange, planOf, snapshot, toolOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

/**
 * DESIGN §7: what root does must not pass through the hands of a lesser user. Between the look and the change he could put a link into his
 * own folder, and what root writes, reads or removes would be somewhere else.
 */
const isRoot = process.geteuid?.() === 0
const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
const [nobody, another] = [65534, 65533]
const usual = process.env['TMPDIR']
let own = ''
let users = ''
let count = 0

beforeEach(() => {
  own = join(root, String(++count))
  users = join(own, 'users')
  for (const path of [own, users]) mkdirSync(path, { mode: 0o755 })
  chownSync(users, nobody, nobody)
})
afterEach(() => {
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.skipIf(!isRoot)(`as root, in another user's folder${isRoot ? '' : ': skipped, this is not root'}`, () => {
  const places: readonly (readonly [string, () => string])[] = [
    ['his folder', () => join(users, 'a')],
    ['a folder of root below his', () => (mkdirSync(join(users, 'roots')), join(users, 'roots', 'a'))],
    ['a folder that is still to be made there', () => join(users, 'new', 'a')],
    ['a link of root that leads there', () => (symlinkSync(users, join(own, 'link')), join(own, 'link', 'a'))],
    ['a link of root that leads to nothing there', () => (symlinkSync(join(users, 'a'), join(own, 'a')), join(own, 'a'))],
    ['a link of his that leads to a folder of root', () => (symlinkSync(own, join(users, 'back')), join(users, 'back', 'a'))],
    [
      'a folder that is open to all',
      () => (mkdirSync(join(own, 'all')), chmodSync(join(own, 'all'), 0o777), join(own, 'all', 'a')),
    ],
    [
      'a sticky folder that is open to all',
      () => (mkdirSync(join(own, 'all')), chmodSync(join(own, 'all'), 0o1777), join(own, 'all', 'a')),
    ],
  ]
  it.each(places)('nothing is begun: %s', async (_, place) => {
    const path = place()
    const start = snapshot(own)
    const ports = portsOf(join(root, `state-${count}`))
    const first = join(own, 'first')
    const result = await applyPlans([planOf([fileChange(first, 'x'), fileChange(path, 'new')])], about, ports)
    expect(result).toMatchObject({ state: 'refused', why: expect.stringMatching(/another user's, or open to all/) })
    expect(snapshot(own)).toEqual(start)
    expect(ports.journal.ids()).toEqual([])
  })

  it('what was safe when it was done and is his now is not taken back by root', async () => {
    const folder = join(own, 'was-roots')
    mkdirSync(folder)
    const ports = portsOf(join(root, `state-${count}`))
    const { id } = await applyPlans([planOf([fileChange(join(folder, 'a'), 'new')])], about, ports)
    const content = join(own, 'shadow')
    writeFileSync(content, readFileSync(join(folder, 'a')))
    rmSync(join(folder, 'a'))
    symlinkSync(content, join(folder, 'a'))
    chownSync(folder, nobody, nobody)
    expect((await undo(id, ports)).state).toBe('partly')
    expect(existsSync(content)).toBe(true)
  })

  it('folders of root, of a group of his, and below a sticky folder are changed as ever', async () => {
    const sticky = join(own, 'sticky')
    const inner = join(sticky, 'inner')
    for (const path of [sticky, inner]) mkdirSync(path)
    chmodSync(sticky, 0o1777)
    chmodSync(inner, 0o2775)
    const ports = portsOf(join(root, `state-${count}`))
    expect(await applyPlans([planOf([fileChange(join(inner, 'a'), 'new')])], about, ports)).toMatchObject({ state: 'applied' })
  })

  it('a journal that hangs in his folder is not believed, nor a cache', async () => {
    const state = join(users, 'state')
    mkdirSync(join(users, 'aside'))
    // As it would be where root once kept a journal there: every folder of it is root's.
    const ports = portsOf(join(users, 'aside', 'state'))
    await expect(async () => ports.journal.begin(about, [planOf([])], ports.now())).rejects.toThrow(/not this user's alone/)
    const elsewhere = portsOf(join(root, `state-${count}`))
    const { id } = await applyPlans([planOf([fileChange(join(own, 'a'), 'new')])], about, elsewhere)
    symlinkSync(join(root, `state-${count}`), state)
    expect(elsewhere.journal.ids()).toEqual([id])
    expect(portsOf(state).journal.ids()).toEqual([])
    expect(nodeHost.isOthers?.(join(root, `state-${count}`))).toBe(false)
    expect(nodeHost.isOthers?.(state)).toBe(true)
  })

  it('a tool does not work in a temporary folder that he could exchange', async () => {
    process.env['TMPDIR'] = users
    const ran = await runTool(toolOf(['/bin/pwd'], { 'root.pem': 'x' }), 10_000)
    expect(ran).toMatchObject({ kind: 'ended', code: 0, stdout: expect.stringMatching(/^\/tmp\/\.rootcause-/) })
    expect(readdirSync(users)).toEqual([])
  })

  it('a tool does not live in his home', async () => {
    const home = process.env['HOME']
    try {
      process.env['HOME'] = users
      const ran = await runTool(toolOf(['/bin/sh', '-c', 'echo "$HOME"']), 10_000)
      expect(ran).toMatchObject({ stdout: `${userInfo().homedir}\n` })
      process.env['HOME'] = own
      expect(await runTool(toolOf(['/bin/sh', '-c', 'echo "$HOME"']), 10_000)).toMatchObject({ stdout: `${own}\n` })
    } finally {
      if (home === undefined) delete process.env['HOME']
      else process.env['HOME'] = home
    }
  })

  it('what looks like a dead run of ours and is his stays: to remove it would be to follow him', () => {
    const sticky = join(own, 'sticky')
    mkdirSync(sticky)
    chmodSync(sticky, 0o1777)
    process.env['TMPDIR'] = sticky
    const [his, ours] = [join(sticky, '.rootcause-4194305-0123456789abcdef'), join(sticky, '.rootcause-4194305-fedcba9876543210')]
    for (const path of [his, ours]) mkdirSync(path)
    chownSync(his, nobody, nobody)
    sweepToolFolders()
    expect(readdirSync(sticky)).toEqual(['.rootcause-4194305-0123456789abcdef'])
  })
})

it('a path that is not absolute is refused: from another folder undo would mean another file', async () => {
  const ports = portsOf(join(root, `state-${count}`))
  const change = { kind: 'file', path: 'conf/pip.conf', before: null, content: '', mode: 0o600 } as const
  expect(await applyPlans([planOf([change])], about, ports)).toMatchObject({
    state: 'refused',
    why: expect.stringMatching(/absolute/),
  })
})

describe.skipIf(!isRoot)('with borrowed rights', () => {
  it("a tool does not live in the user's home, whatever the program that lends them keeps", async () => {
    const sudo = join(own, 'sudo')
    writeFileSync(sudo, `#!/bin/sh\nshift\nHOME=${users} exec "$@"\n`, { mode: 0o755 })
    const ran = await elevatedHand('sudo', sudo, () => null).run(toolOf(['/bin/sh', '-c', 'echo "$HOME"']), { timeout: 10_000 })
    expect(ran).toMatchObject({ stdout: `${userInfo().homedir}\n` })
  })

  // A program that lends rights stays in front of the terminal, to ask for a password: what goes to all there reaches its tool.
  it('a tool goes on when the terminal goes away, or somebody presses Ctrl-C there', async () => {
    const sudo = join(own, 'sudo')
    writeFileSync(sudo, '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 })
    const tool = toolOf(['/bin/sh', '-c', 'kill -HUP $$; kill -INT $$; echo whole'])
    const ran = await elevatedHand('sudo', sudo, () => null).run(tool, { timeout: 10_000 })
    expect(ran).toMatchObject({ kind: 'ended', code: 0, stdout: 'whole\n' })
  })

  it('in the folder of a third user nothing is changed, and before anybody is asked for a password', async () => {
    const ran = join(own, 'ran')
    const sudo = join(own, 'sudo')
    writeFileSync(sudo, `#!/bin/sh\ntouch ${ran}\nshift\nexec "$@"\n`, { mode: 0o755 })
    const hand = elevatedHand('sudo', sudo, () => null)
    chownSync(users, another, another)
    const path = join(users, 'a')
    expect(hand.refusal(path)).toMatch(/another user's/)
    await expect(hand.put(path, new Uint8Array([1]), 0o644)).rejects.toThrow(/another user's/)
    await expect(hand.copyBeside(path)).rejects.toThrow(/another user's/)
    await expect(hand.replaceBy(path, join(users, 'b'))).rejects.toThrow(/another user's/)
    expect(existsSync(ran)).toBe(false)
    expect(hand.refusal(join(own, 'a'))).toBeNull()
  })
})

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hasTool, tool } from '../support/tool.ts'
import { buildChild } from './support/build-child.ts'
import type { Deed } from './support/killed-child.ts'
import { fileChange, planOf } from './support/plan-of.ts'
import { standInSudo } from './support/stand-in-sudo.ts'

/**
 * Real labels, in the attribute in which the kernel keeps them, given by the real programs; the kernel here enforces nothing. That SELinux
 * is in force is told by a folder that a mount namespace puts where selinuxfs is mounted.
 */
const old = 'system_u:object_r:cert_t:s0'
const ofPolicy = 'system_u:object_r:etc_t:s0'
const ofFolder = 'system_u:object_r:default_t:s0'
const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
const child = join(root, 'child.mjs')
const nobody = 65534

const why =
  process.geteuid?.() !== 0 || !hasTool('unshare', '-m', 'true')
    ? 'no rights to make a mount namespace'
    : !existsSync('/usr/bin/setfattr') || !existsSync('/etc/selinux')
      ? 'no setfattr, or no /etc/selinux'
      : canLabel()
        ? null
        : 'labels cannot be written here'

function canLabel(): boolean {
  try {
    writeFileSync(join(root, 'probe'), '')
    label(join(root, 'probe'), old)
    return labelOf(join(root, 'probe')) === old
  } catch {
    return false
  }
}

function label(path: string, value: string): void {
  tool('/usr/bin/setfattr', ['-n', 'security.selinux', '-v', value, path])
}

/** The attribute itself; empty: there is none. */
function labelOf(path: string): string {
  try {
    return tool('/usr/bin/getfattr', ['--only-values', '--absolute-names', '-n', 'security.selinux', path]).replace('\0', '')
  } catch {
    return ''
  }
}

let own = ''
let count = 0
beforeAll(async () => {
  chmodSync(root, 0o755)
  if (why === null) await buildChild(child)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  own = join(root, String(++count))
  mkdirSync(join(own, 'etc'), { recursive: true })
  // file_contexts(5): the last line that fits counts.
  const policy = join(own, 'policy')
  mkdirSync(join(policy, 'targeted/contexts/files'), { recursive: true })
  writeFileSync(join(policy, 'config'), 'SELINUX=enforcing\nSELINUXTYPE=targeted\n')
  writeFileSync(
    join(policy, 'targeted/contexts/files/file_contexts'),
    `${own}/etc(/.*)?\t${ofPolicy}\n${own}/etc/none\t<<none>>\n`,
  )
  writeFileSync(join(own, 'etc/there'), 'old', { mode: 0o644 })
  if (why === null) label(join(own, 'etc/there'), old)
})

interface Came {
  readonly result: { readonly id: string; readonly state: string; readonly why: string }
  readonly said: readonly string[]
}

const inForce =
  'mount -t tmpfs none /sys/fs && mkdir /sys/fs/selinux && echo 1 >/sys/fs/selinux/enforce && mount --bind "$POLICY" /etc/selinux'

/** Applies or undoes where SELinux is in force; `rights`: by oneself as root, or borrowed by another user. */
function inProcess(rights: Rights, deed: Pick<Deed, 'what'> & Partial<Deed>, ...mounts: readonly string[]): Came {
  const file = join(own, 'deed.json')
  const users = join(own, 'users')
  mkdirSync(users, { recursive: true })
  const borrowed = rights === 'borrowed'
  if (borrowed) chownSync(users, nobody, nobody)
  const sudo = borrowed ? { sudo: standInSudo(root) } : {}
  const whole: Deed = { plans: [], id: '', state: join(users, 'state'), killAt: 0, withTool: false, ...sudo, ...deed }
  writeFileSync(file, JSON.stringify(whole))
  const asUser = borrowed ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []
  const script = [inForce, ...mounts, 'exec "$@"'].join(' && ')
  const env = { PATH: process.env['PATH'] ?? '', HOME: users, POLICY: join(own, 'policy') }
  const words = ['-m', 'sh', '-c', script, 'sh', ...asUser, process.execPath, child, file]
  const { status, signal, stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8', timeout: 60_000, env })
  if (signal === 'SIGKILL' || status === 137) return { result: { id: '', state: 'killed', why: '' }, said: [] }
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Came
}

type Rights = 'own' | 'borrowed'
const at = (name: string): string => join(own, 'etc', name)

describe.skipIf(why !== null).each<Rights>(['own', 'borrowed'])(
  `labels, by %s rights${why === null ? '' : `: skipped, ${why}`}`,
  (rights) => {
    const isBorrowed = rights === 'borrowed'

    it('of a file that is there stay, there and back', () => {
      const plans = [planOf([fileChange(at('there'), 'new')], isBorrowed)]
      const { result } = inProcess(rights, { what: 'apply', plans })
      expect(result).toMatchObject({ state: 'applied' })
      expect([readFileSync(at('there'), 'utf8'), labelOf(at('there'))]).toEqual(['new', old])
      expect(inProcess(rights, { what: 'undo', id: result.id }).result).toMatchObject({ state: 'undone' })
      expect([readFileSync(at('there'), 'utf8'), labelOf(at('there'))]).toEqual(['old', old])
    })

    it('stay where cp copies no attributes (BusyBox)', () => {
      const cp = join(own, 'cp')
      writeFileSync(cp, '#!/bin/sh\necho "cp: unrecognized option: attributes-only" >&2\nexit 1\n', { mode: 0o755 })
      const plans = [planOf([fileChange(at('there'), 'new')], isBorrowed)]
      expect(inProcess(rights, { what: 'apply', plans }, `mount --bind ${cp} /usr/bin/cp`).result.state).toBe('applied')
      expect([readFileSync(at('there'), 'utf8'), labelOf(at('there'))]).toEqual(['new', old])
    })

    it.skipIf(!existsSync('/usr/sbin/matchpathcon'))('of a new file and its folders are those of the policy', () => {
      const plans = [planOf([fileChange(at('a/b/new'), 'new')], isBorrowed)]
      expect(inProcess(rights, { what: 'apply', plans }).result).toMatchObject({ state: 'applied' })
      expect([labelOf(at('a')), labelOf(at('a/b')), labelOf(at('a/b/new'))]).toEqual([ofPolicy, ofPolicy, ofPolicy])
    })

    it.skipIf(!existsSync('/usr/sbin/matchpathcon'))('of a place that the policy leaves alone are left alone', () => {
      expect(
        inProcess(rights, { what: 'apply', plans: [planOf([fileChange(at('none'), 'new')], isBorrowed)] }).result.state,
      ).toBe('applied')
      expect(labelOf(at('none'))).toBe('')
    })

    it('that cannot be given stop the step before the file is changed', () => {
      // Neither program gives it: cp copies none, chcon ends well and does nothing.
      const nothing = join(own, 'nothing')
      writeFileSync(nothing, '#!/bin/sh\n[ "${0##*/}" = chcon ] && exit 0\necho "unrecognized option" >&2\nexit 1\n', {
        mode: 0o755,
      })
      const mounts = ['cp', 'chcon'].map((name) => `mount --bind ${nothing} /usr/bin/${name}`)
      const plans = [planOf([fileChange(at('there'), 'new')], isBorrowed)]
      const { result } = inProcess(rights, { what: 'apply', plans }, ...mounts)
      expect(result).toMatchObject({ state: 'rolled-back', why: expect.stringContaining('SELinux label') })
      expect([readFileSync(at('there'), 'utf8'), labelOf(at('there'))]).toEqual(['old', old])
      expect(readdirSync(join(own, 'etc'))).toEqual(['there'])
    })

    it('are there at any moment at which it is killed: a file never stands there with another one', () => {
      const plans = [planOf([fileChange(at('there'), 'new')], isBorrowed)]
      let kills = 0
      for (let killAt = 1, came = 'killed'; came === 'killed'; killAt += 2) {
        const state = join(own, 'users', `state-${killAt}`)
        came = inProcess(rights, { what: 'apply', plans, killAt, state }).result.state
        if (came === 'killed') kills++
        expect(labelOf(at('there')), `killed at ${killAt}`).toBe(old)
        expect(['old', 'new']).toContain(readFileSync(at('there'), 'utf8'))
        const changes = join(state, 'changes')
        const [id] = existsSync(changes) ? readdirSync(changes).flatMap((name) => /^(\d.*)\.ndjson$/.exec(name)?.[1] ?? []) : []
        if (id !== undefined) inProcess(rights, { what: 'undo', id, state })
        expect([readFileSync(at('there'), 'utf8'), labelOf(at('there')), ...readdirSync(join(own, 'etc'))]).toEqual([
          'old',
          old,
          'there',
        ])
      }
      console.info(`kills survived: ${kills}`)
      expect(kills).toBeGreaterThan(10)
    }, 120_000)

    it('are nothing where SELinux is not in force', () => {
      label(join(own, 'etc'), ofFolder)
      const plans = [planOf([fileChange(at('fresh'), 'new')], isBorrowed)]
      expect(inProcess(rights, { what: 'apply', plans }, 'umount /sys/fs').result.state).toBe('applied')
      expect(labelOf(at('fresh'))).toBe('')
    })
  },
)

describe.skipIf(!existsSync('/usr/bin/setfacl') || process.platform !== 'linux')('access lists', () => {
  const listOf = (path: string): string => tool('/usr/bin/getfacl', ['-cs', '--absolute-names', path]).trim()
  const inPlain = (deed: Pick<Deed, 'what'> & Partial<Deed>, ...mounts: readonly string[]): Came =>
    inProcess('own', deed, 'umount /sys/fs', ...mounts)

  it.skipIf(why !== null)('stay, there and back; where cp cannot copy them it is told', () => {
    tool('/usr/bin/setfacl', ['-m', 'u:1234:r', at('there')])
    const list = listOf(at('there'))
    expect(list).toContain('user:1234:r')
    const plans = [planOf([fileChange(at('there'), 'new')])]
    const { result } = inPlain({ what: 'apply', plans })
    expect([readFileSync(at('there'), 'utf8'), listOf(at('there'))]).toEqual(['new', list])
    inPlain({ what: 'undo', id: result.id })
    expect([readFileSync(at('there'), 'utf8'), listOf(at('there'))]).toEqual(['old', list])
    const cp = join(own, 'cp')
    writeFileSync(cp, '#!/bin/sh\necho "cp: unrecognized option: attributes-only" >&2\nexit 1\n', { mode: 0o755 })
    const told = inPlain({ what: 'apply', plans }, `mount --bind ${cp} /usr/bin/cp`)
    expect(told.said.join()).toContain('access list')
  })
})

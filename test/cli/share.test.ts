import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { incidents } from '../../src/incidents/index.ts'
import { goldenEvidence, goldenPath } from '../support/golden-replay.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())

describe('incidents', () => {
  test('lists each on one line of 80 columns, with its dates', async () => {
    const { code, stdout, stderr } = await program.run(['incidents'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.split('\n')
    for (const { id, from, name } of incidents) {
      const own = lines.filter((line) => line.startsWith(`${id} `))
      expect(own).toHaveLength(1)
      expect(own[0]).toContain(new Date(from * 1000).toISOString().slice(0, 10))
      expect(own[0]).toContain(name)
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test.each(incidents.map((i) => i.id))('tells %s whole, with every fingerprint', async (id) => {
    const { code, stdout, stderr } = await program.run(['incidents', id])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const incident = incidents.find((i) => i.id === id)
    for (const { sha256 } of incident?.facts ?? []) expect(stdout).toContain(sha256)
    for (const title of ['Whom it hits', 'What they say', 'What cures it', 'When the cure is no longer needed', 'Sources'])
      expect(stdout).toContain(title)
  })

  test('as JSON, and a name that is none', async () => {
    const { stdout } = await program.run(['incidents', 'addtrust-2020', '--json'])
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'addtrust-2020', from: Date.parse('2020-05-30T10:48:38Z') / 1000 }])
    const none = await program.run(['incidents', 'addtrust'])
    expect(none).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('rootcause incidents addtrust-2020') as string,
    })
  })
})

describe('what is shared', () => {
  /** A case as somebody's own machine would have given it before anything was masked. */
  function privateCase(host: string): string {
    const evidence = goldenEvidence('expired-cross')
    const path = join(program.folder, `${host}.json`)
    const own = {
      ...evidence,
      target: { ...evidence.target, host },
      stores: evidence.stores.map((s) => ({ ...s, origin: '/home/alice/ca.pem on build7.corp' })),
      contacted: ['proxy proxy.corp:3128'],
    }
    writeFileSync(path, JSON.stringify(own))
    return path
  }
  const leaks = /alice|\.corp|nas\.lan/

  test.each(['markdown', 'github', 'discord'])('%s is masked, unless told otherwise', async (format) => {
    const path = privateCase('nas.lan')
    const { stdout } = await program.run(['check', path, '--format', format])
    expect(stdout).not.toMatch(leaks)
    expect(stdout).toContain('host-')
    const open = await program.run(['check', path, '--format', format, '--no-redact'])
    expect(open.stdout).toMatch(leaks)
  })

  test('text and json are for oneself, and are not', async () => {
    const path = privateCase('nas.lan')
    for (const format of ['text', 'json'])
      expect((await program.run(['check', path, '--format', format])).stdout).toContain('nas.lan')
  })

  test('a case that would tell an internal host is not saved, and what to add is said', async () => {
    const saved = join(program.folder, 'untold.json')
    const { code, stdout, stderr } = await program.run(['check', privateCase('nas.lan'), '--save', saved])
    expect({ code, stdout, isSaved: existsSync(saved) }).toEqual({ code: 2, stdout: '', isSaved: false })
    expect(stderr).toMatch(/nas\.lan.*\n.*--keep-host.*--no-redact/)
  })

  test('with --keep-host it is: with that name, the rest masked, and it replays to the same verdicts', async () => {
    const path = privateCase('nas.lan')
    const saved = join(program.folder, 'given.json')
    const { stderr } = await program.run(['check', path, '--save', saved, '--keep-host'])
    expect(stderr).toMatch(/holds \d authorities that no public programme knows/)
    const text = readFileSync(saved, 'utf8')
    expect(text.replaceAll('"nas.lan"', '""')).not.toMatch(leaks)
    const verdicts = async (file: string) =>
      (
        JSON.parse((await program.run(['check', file, '--format', 'json'])).stdout) as {
          readonly results: readonly { readonly verdict: unknown }[]
        }
      ).results.map((r) => r.verdict)
    expect(await verdicts(saved)).toEqual(await verdicts(path))
    const open = join(program.folder, 'open.json')
    const said = await program.run(['check', path, '--save', open, '--no-redact'])
    expect(said.stderr).toBe('')
    expect(readFileSync(open, 'utf8')).toMatch(leaks)
  })

  test('a discord message of a golden case fits, and has neither mention nor link', async () => {
    const { stdout, code } = await program.run(['check', goldenPath('addtrust-2020', 'case.json'), '--format', 'discord'])
    expect(code).toBe(1)
    expect(stdout.length).toBeLessThanOrEqual(1900)
    expect(stdout).not.toMatch(/https?:\/\/|@everyone|@here/)
  })
})

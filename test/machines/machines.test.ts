import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCheck } from '../../src/commands/run-check.ts'
import { runDoctor } from '../../src/commands/run-doctor.ts'
import { runWhich } from '../../src/commands/run-machine.ts'
import { utc } from '../../src/lab/shapes.ts'
import { contextOn } from '../support/context.ts'
import { brokenHost, type BrokenMachine, chainPath, instant, readBrokenMachine } from '../support/broken-machine.ts'
import { exceptions } from './exceptions.ts'

const folder = join('test', 'machines')
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'machine.json')))

interface Told {
  /** The first thing that is told to be wrong, in one line; empty: nothing is. */
  readonly first: string
  readonly all: string
}

/** Asks the product as a user does, on a machine in memory. */
async function told(given: BrokenMachine): Promise<Told> {
  const { ask, platform = 'linux', at } = given
  const { context, said } = contextOn(brokenHost(given), at === undefined ? instant : utc(at))
  if (ask === 'doctor') await runDoctor.call(context, {})
  else if ('which' in ask) await runWhich.call(context, {}, ask.which)
  else await runCheck.call(context, { host: 'localhost' }, chainPath(platform))
  const all = said()
  return { first: ask === 'doctor' ? firstFinding(all) : 'which' in ask ? firstFault(all) : firstSentence(all), all }
}

const joined = (lines: readonly string[]): string => lines.map((line) => line.trim()).join(' ')

/** Two lines of summary, then a block for each finding. */
const firstFinding = (text: string): string => joined((text.split('\n\n')[1] ?? '').split('\n'))

/** The first line that tells of something wrong, with those that go on with it. */
function firstFault(text: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) =>
    /^ {2}(?:trusts|not known|no effect|not read|danger) |nothing is there|cannot be read:/.test(line),
  )
  if (at === -1) return ''
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) => !/^ {14}/.test(line))
  return joined(lines.slice(at, at + 1 + (end === -1 ? rest.length : end)))
}

const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text.replace(/\s+/g, ' '))?.[0] ?? ''

const right: string[] = []

describe('machines that are broken in one way', () => {
  test('there are enough of them', () => {
    expect(names.length).toBeGreaterThanOrEqual(40)
    expect(new Set(names.map((name) => readBrokenMachine(join(folder, name, 'machine.json')).platform ?? 'linux')).size).toBe(3)
  })

  test.each(names)('%s', async (name) => {
    const given = readBrokenMachine(join(folder, name, 'machine.json'))
    const { first, all } = await told(given)
    const isNamed = first.includes(given.says)
    if (isNamed) right.push(name)
    const reason = exceptions[name]
    if (reason === undefined) expect(isNamed, `${given.cause}\nexpected: ${given.says}\nfirst:    ${first}\n\n${all}`).toBe(true)
    else expect(isNamed, `${name} is named now: take it out of the exceptions (${reason})`).toBe(false)
  })

  test('a machine on which nothing is wrong is told of no error and no warning', async () => {
    const whole = readBrokenMachine(join(folder, 'curl-variable-misspelt', 'machine.json'))
    const { first, all } = await told({ ...whole, env: { PATH: '/usr/bin' } })
    // Its one authority is the lab's: no root programme ever carried it.
    expect(first).toMatch(/^RC807/)
    expect(all).toMatch(/^All is well here; 1 notice/)
  })

  test('every exception is a machine that is there', () => {
    expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([])
  })

  afterAll(() => {
    console.log(`broken machines: ${right.length} of ${names.length} are named right by the first finding`)
  })
})

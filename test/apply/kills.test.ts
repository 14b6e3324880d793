import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { history } from '../../src/apply/history.ts'
import { undo } from '../../src/apply/undo.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { hasTool, tool } from '../support/tool.ts'
import { buildChild } from './support/build-child.ts'
import type { Deed } from './support/killed-child.ts'
import { nssHolds } from './support/nss.ts'
import { about, fileChange, keytoolChange, planOf, snapshot, toolOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

/** A store with a way to change it. All that is made lies in the folder that is given. */
interface Scenario {
  readonly needs: readonly (readonly [string, ...string[]])[]
  readonly make: (folder: string) => void
  readonly plans: (folder: string) => readonly Plan[]
  /** What a reader of each store sees; throws where one is broken. */
  readonly read: (folder: string) => readonly string[]
  /** It knows its own path: it is made anew for each trial, not copied. */
  readonly isTied?: true
  /** What must be as at the start when all is taken back. */
  readonly whole: (folder: string) => unknown
  /** Kills of applying; of undoing there are half as many. */
  readonly kills: number
}

// In memory: a process that is ended loses nothing that it wrote, and fsync is for nothing.
const root = temporaryFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())
const child = join(root.path, 'child.mjs')
let pems: readonly string[] = []
let killed = 0

beforeAll(async () => {
  await buildChild(child)
  pems = ['rc', 'first', 'second'].map((name) => {
    const files = ['-keyout', join(root.path, 'key'), '-out', join(root.path, `${name}.pem`)]
    tool('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-days',
      '900',
      ...files,
    ])
    return readFileSync(join(root.path, `${name}.pem`), 'utf8')
  })
})
afterAll(() => root.remove())

const bundle = '/usr/sbin/update-ca-certificates'
const regenerateArgs = (folder: string): readonly [string, ...string[]] => [
  bundle,
  '--fresh',
  ...['certsconf', 'certsdir', 'localcertsdir', 'etccertsdir', 'hooksdir'].flatMap((name) => [`--${name}`, join(folder, name)]),
]

const keyStore = (type: string): Scenario => ({
  needs: [['/usr/bin/keytool', '-help']],
  make: (folder) => {
    const into = ['-keystore', join(folder, 'store'), '-storepass', 'changeit', '-storetype', type]
    tool('keytool', ['-importcert', '-noprompt', '-alias', 'first', '-file', join(root.path, 'first.pem'), ...into])
  },
  plans: (folder) => [planOf([keytoolChange(join(folder, 'store'), pems[0] ?? '')])],
  read: (folder) => [
    tool('keytool', ['-list', '-keystore', join(folder, 'store'), '-storepass', 'changeit']).replace(/[\s\S]*?(?=first,)/, ''),
  ],
  whole: snapshot,
  kills: type === 'JKS' ? 5 : 4,
})

const scenarios: Readonly<Record<string, Scenario>> = {
  'files: changed, made in missing folders, removed': {
    needs: [],
    make: (folder) => {
      writeFileSync(join(folder, 'a'), 'old'.repeat(10_000), { mode: 0o640 })
      writeFileSync(join(folder, 'gone'), 'was here', { mode: 0o600 })
    },
    plans: (folder) => [
      planOf([
        fileChange(join(folder, 'a'), 'new'.repeat(10_000)),
        fileChange(join(folder, 'x/y/b'), 'b'),
        fileChange(join(folder, 'gone'), null),
      ]),
    ],
    read: (folder) => ['a', 'x/y/b', 'gone'].map((name) => textAt(join(folder, name))),
    whole: snapshot,
    kills: 80,
  },
  'a Java key store (JKS)': keyStore('JKS'),
  'a Java key store (PKCS#12)': keyStore('PKCS12'),
  'a database of NSS': {
    needs: [['/usr/bin/certutil', '-H']],
    make: (folder) => {
      tool('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password'])
      tool('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'first', '-t', 'C,,', '-i', join(root.path, 'first.pem')])
    },
    plans: (folder) => [
      planOf([
        {
          kind: 'entry',
          store: `sql:${folder}`,
          certificate: 'rc' as Sha256,
          present: true,
          tool: toolOf(['/usr/bin/certutil', '-A', '-d', `sql:${folder}`, '-n', 'rc', '-t', 'C,,', '-i', 'rc.pem'], {
            'rc.pem': pems[0] ?? '',
          }),
          undo: toolOf(['/usr/bin/certutil', '-D', '-d', `sql:${folder}`, '-n', 'rc']),
          prompt: '',
        },
      ]),
    ],
    // Its tool writes the certificate and the trust in it one after the other: one that is not trusted is none yet.
    read: (folder) => [nssList(folder).replace(/^rc +,,\s*$/m, '')],
    // Its pages differ after an entry came and went; what it holds does not.
    whole: (folder) => [nssList(folder), readdirSync(folder)],
    kills: 26,
  },
  "Debian's store, made by its own tool": {
    needs: [[bundle, '--help']],
    make: (folder) => {
      for (const name of ['certsdir', 'localcertsdir', 'etccertsdir', 'hooksdir']) mkdirSync(join(folder, name))
      writeFileSync(join(folder, 'certsdir/first.crt'), pems[1] ?? '')
      writeFileSync(join(folder, 'localcertsdir/second.crt'), pems[2] ?? '')
      writeFileSync(join(folder, 'certsconf'), 'first.crt\n')
      const [, ...args] = regenerateArgs(folder)
      tool(bundle, args)
    },
    plans: (folder) => [
      planOf([
        fileChange(join(folder, 'localcertsdir/rc.crt'), pems[0] ?? ''),
        { kind: 'regenerate', store: 'system', tool: toolOf(regenerateArgs(folder)) },
      ]),
    ],
    // The bundle alone: between two names of the folder the tool itself is neither old nor new.
    read: (folder) => [readFileSync(join(folder, 'etccertsdir/ca-certificates.crt'), 'utf8')],
    isTied: true,
    whole: snapshot,
    kills: 30,
  },
}

const textAt = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : 'nothing')

describe.each(Object.entries(scenarios))('killed at any moment: %s', (name, scenario) => {
  const absent = scenario.needs.find(([program, ...probe]) => !hasTool(program, ...probe))

  it.skipIf(absent !== undefined)(
    'the store is old or new, and undo or a new run finishes it',
    async () => {
      const own = join(root.path, name.replaceAll(/\W+/g, '-'))
      mkdirSync(own)
      const model = freshIn(own, 'model', scenario)
      const old = scenario.read(model.store)
      const counted = await inChild(model, { what: 'apply', killAt: 0 })
      expect(counted?.result).toMatchObject({ state: 'applied' })
      const fresh = scenario.read(model.store)
      expect(fresh).not.toEqual(old)
      const back = await inChild(model, { what: 'undo', killAt: 0 })
      expect(back?.result).toMatchObject({ state: 'undone' })
      expect(scenario.read(model.store)).toEqual(old)

      const runs = [
        ...spread(counted?.count ?? 0, scenario.kills).map((killAt) => ({ what: 'apply', killAt }) as const),
        ...spread(back?.count ?? 0, Math.ceil(scenario.kills / 2)).map((killAt) => ({ what: 'undo', killAt }) as const),
      ]
      await together(2, runs, async ({ what, killAt }, i) => {
        const trial = freshIn(own, `${what}-${killAt}`, scenario)
        const { ports } = trial
        const start = scenario.whole(trial.store)
        if (what === 'undo') expect(await applyPlans(trial.plans, about, ports)).toMatchObject({ state: 'applied' })
        // Every third by a loss of power, which takes the tool along.
        if ((await inChild(trial, { what, killAt, withTool: i % 3 === 0 })) === null) killed++
        at(trial, scenario.read).forEach((store, n) => expect([old[n], fresh[n]], `${what} killed at ${killAt}`).toContain(store))
        const entries = history([ports.journal])
        const came = entries[0]?.state
        if (what === 'undo') expect(['applied', 'unfinished', 'undone']).toContain(came)
        else expect([undefined, 'unfinished', 'applied']).toContain(came)
        if (what === 'apply' && i % 2 === 1 && came !== 'applied') {
          // A new run takes back what is unfinished, and begins anew.
          const again = await applyPlans(trial.plans, about, ports)
          expect(again, `again after ${killAt}`).toMatchObject({ state: 'applied' })
          expect(at(trial, scenario.read)).toEqual(fresh)
        }
        for (const { id } of history([ports.journal])) await undo(id, ports)
        expect(at(trial, scenario.whole), `${what} killed at ${killAt}`).toEqual(start)
        expect(history([ports.journal]).every(({ state }) => state === 'undone' || state === 'broken-off')).toBe(true)
        rmSync(trial.folder, { recursive: true })
      })
    },
    120_000,
  )
})

it('there were as many kills as are promised', () => {
  const all = Object.values(scenarios).every(({ needs }) => needs.every(([program, ...probe]) => hasTool(program, ...probe)))
  console.info(`kills survived: ${killed}`)
  if (all) expect(killed).toBeGreaterThanOrEqual(200)
})

interface Trial {
  readonly folder: string
  readonly store: string
  readonly plans: readonly Plan[]
  readonly ports: ReturnType<typeof portsOf>
}

/** What certutil lists. Of a database that was left in the middle of a change it is the next writer that makes it whole again. */
function nssList(folder: string): string {
  const list = ['-L', '-d', `sql:${folder}`]
  try {
    return tool('certutil', list)
  } catch {
    tool('certutil', ['-M', '-d', `sql:${folder}`, '-n', 'first', '-t', 'C,,'])
    return tool('certutil', list)
  }
}

/** A store of its own. */
function freshIn(own: string, name: string, scenario: Scenario): Trial {
  const folder = join(own, name)
  const store = join(folder, 'store')
  const model = join(own, 'made')
  if (scenario.isTied || !existsSync(model)) {
    const made = scenario.isTied ? store : model
    mkdirSync(made, { recursive: true })
    scenario.make(made)
  }
  if (!scenario.isTied) cpSync(model, store, { recursive: true, preserveTimestamps: true })
  const ports = portsOf(join(folder, 'state'), { holds: nssHolds })
  return { folder, store, plans: scenario.plans(store), ports }
}

const at = <T>({ store }: Trial, read: (folder: string) => T): T => read(store)

/** `null`: it was killed. */
async function inChild(
  trial: Trial,
  { what, killAt, withTool = false }: Pick<Deed, 'what' | 'killAt'> & { readonly withTool?: boolean },
): Promise<{ readonly count: number; readonly result: unknown } | null> {
  const id = history([trial.ports.journal])[0]?.id ?? ''
  const deed: Deed = { what, plans: trial.plans, id, state: join(trial.folder, 'state'), killAt, withTool }
  const file = join(trial.folder, 'deed.json')
  writeFileSync(file, JSON.stringify(deed))
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: root.path, TMPDIR: root.path }
    execFile(process.execPath, [child, file], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout))
      else if (error.signal === 'SIGKILL') resolve(null)
      else reject(new Error(`${error.message} ${stderr}`))
    })
  })
}

function temporaryFolder(parent: string): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(parent, 'rootcause-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** At most `most` of 1..count, evenly. */
const spread = (count: number, most: number): readonly number[] =>
  Array.from({ length: Math.min(count, most) }, (_, i) => 1 + Math.floor((i * count) / Math.min(count, most)))

async function together<T>(n: number, all: readonly T[], each: (one: T, i: number) => Promise<void>): Promise<void> {
  const left = [...all.entries()]
  await Promise.all(
    Array.from({ length: n }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await each(next[1], next[0])
    }),
  )
}

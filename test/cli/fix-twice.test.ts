import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { snapshot } from '../apply/support/plan-of.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

/** Two servers under two private roots, by the real clock. */
const now = seconds(Math.floor(Date.now() / 1000))
const places = ['First', 'Second'].map((name) => {
  const [own, leaf] = [authority('fix twice', `${name} Root CA`), server()]
  const root = rootCertificate(own, around(now, -300, 3000))
  const chain = [leafCertificate(own, leaf, around(now, -30, 60), loopbackNames)]
  return { root, chain, key: leaf.key.privateKey, sha256: createHash('sha256').update(root).digest('hex') }
})

const tools = hasTool('curl', '--version') && process.platform === 'linux'
describe.skipIf(!tools)('two servers, one after the other (skipped without curl on Linux)', () => {
  let lab: TestServers
  let program: Program
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(async () => {
    lab = await testServers(places)
    program = await builtProgram()
  }, 60_000)
  afterAll(async () => {
    await lab.close()
    program.remove()
  })
  beforeEach(() => {
    folder = temporaryFolder()
    mkdirSync(at())
    writeFileSync(at('.profile'), '# mine\n')
    places.forEach(({ root }, i) => writeFileSync(join(folder.path, `${i}.pem`), certificatesPem([root])))
  })
  afterEach(() => folder.remove())

  const at = (...names: readonly string[]): string => join(folder.path, "it's a home", ...names)
  const host = (i: number): string => `localhost:${lab.at(i).port}`
  const run = (script: string): Promise<{ readonly code: number | null; readonly out: string }> =>
    new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', script], {
        cwd: folder.path,
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: at(), SHELL: '/bin/sh' },
        timeout: 60_000,
      })
      let out = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()))
      child.on('close', (code) => resolve({ code, out }))
    })
  const newShell = '. "$HOME/.profile"; '
  const rootcause = (args: string, shell = '') => run(`${shell}'${process.execPath}' '${program.cli}' ${args}`)
  const fix = async (i: number, way: string, shell = ''): Promise<void> => {
    const root = `--root ${i}.pem --sha256 ${places[i]?.sha256}`
    const done = await rootcause(`fix ${host(i)} ${root} --with ${way} --apply --yes`, shell)
    expect(done, done.out).toMatchObject({ code: 0 })
  }
  /** What is the user's: not the compiled code that the program as it is shipped keeps. */
  const home = () => Object.fromEntries(Object.entries(snapshot(at())).filter(([path]) => !path.includes('/.cache')))
  /** Who accepts which of both servers in a new shell. */
  const accepts = (tool: 'curl' | 'node'): Promise<readonly boolean[]> =>
    Promise.all(
      places.map(async (_, i) => {
        const fetch = `fetch('https://${host(i)}/').then(() => process.exit(0), () => process.exit(1))`
        const script = tool === 'curl' ? `curl -sS -m 10 -o /dev/null https://${host(i)}/` : `'${process.execPath}' -e "${fetch}"`
        return (await run(newShell + script)).code === 0
      }),
    )

  it.each([
    ['in the shell of then', 'node', 'node-extra-ca-certs', ''],
    ['in the shell of then', 'curl', 'ssl-cert-file', ''],
    ['in a new shell', 'curl', 'ssl-cert-file', newShell],
    ['in a new shell, into the list that decides', 'curl', 'named-bundle', newShell],
  ] as const)(
    '%s, %s by %s: both are accepted; the first undone, the second is; both undone, nothing is left',
    async (_, tool, way, shell) => {
      mkdirSync(at('.local', 'share'), { recursive: true })
      const before = home()
      expect(await accepts(tool)).toEqual([false, false])
      await fix(0, way === 'named-bundle' ? 'ssl-cert-file' : way)
      expect(await accepts(tool)).toEqual([true, false])
      await fix(1, way, shell)
      expect(await accepts(tool)).toEqual([true, true])
      const ids = [...(await rootcause('history --offline')).out.matchAll(/^(\d{4}-\d\d-\d\d-\d+) /gm)].map(([, id = '']) => id)
      expect(ids).toHaveLength(2)
      const first = await rootcause(`undo ${ids[0]} --yes`)
      expect(first.code).toBe(1)
      expect(first.out.replace(/\s+/g, ' ')).toMatch(
        new RegExp(
          `Left in place: .*, for ${ids[1]} still needs it.*What is left stays trusted until that change goes too: rootcause undo ${ids[1]}`,
        ),
      )
      expect((await accepts(tool))[1]).toBe(true)
      const told = (await rootcause('history --offline')).out
      expect(told).toMatch(new RegExp(`What is left of it goes with ${ids[1]}\\.\\n\\n`))
      const second = await rootcause(`undo ${ids[1]} --yes`, newShell)
      expect(second, second.out).toMatchObject({ code: 0 })
      expect(second.out).toContain(`What was left of ${ids[0]} is gone with it.`)
      // What this shell names is gone: every program that reads the variable would fail here.
      const variable = tool === 'node' ? 'NODE_EXTRA_CA_CERTS' : 'SSL_CERT_FILE'
      expect(second.out).toContain(`This shell still has ${variable}. Log in anew, or:\n  unset ${variable}\n`)
      expect(await accepts(tool)).toEqual([false, false])
      // The journal itself stays.
      rmSync(at('.local', 'state'), { recursive: true })
      expect(home()).toEqual(before)
    },
    120_000,
  )

  it('the same again, by its way: nothing is to be done, and that is no fault of whoever typed it', async () => {
    await fix(0, 'curl-config')
    const again = `fix ${host(0)} --client curl --root 0.pem --sha256 ${places[0]?.sha256} --with`
    expect(await rootcause(`${again} curl-config --apply --yes`)).toMatchObject({ code: 0 })
    expect((await rootcause('history --offline')).out).not.toMatch(/^\d{4}-\d\d-\d\d-2 /m)
    const never = await rootcause(`${again} magic --apply --yes`)
    expect(never).toMatchObject({ code: 2, out: expect.stringContaining('magic is no way on this machine') })
  }, 60_000)

  const isDebian = hasTool('update-ca-certificates', '--help') && hasTool('/usr/bin/python3', '--version')
  it.skipIf(!isDebian)(
    'who is left for the scope is shown the way without it, and without the way that was named',
    async () => {
      const root = `--root 0.pem --sha256 ${places[0]?.sha256}`
      const { out } = await rootcause(`fix ${host(0)} ${root} --client curl --client python --with curl-config --scope user`)
      const [, wider] = /Ways of a wider scope reach them:\s+(rootcause fix .*)/.exec(out) ?? []
      expect(wider, out).toMatch(/--client curl /)
      expect(wider).not.toMatch(/--with|--scope/)
    },
    60_000,
  )

  it('NODE_EXTRA_CA_CERTS adds: the file holds the root alone, or with it what the variable named before', async () => {
    const file = at('.local', 'share', 'rootcause', 'trust', 'node-extra-ca-certs.pem')
    const held = () =>
      readCertificateFile(readFileSync(file)).certificates.map(({ der }) => createHash('sha256').update(der).digest('hex'))
    await fix(0, 'node-extra-ca-certs')
    expect(held()).toEqual([places[0]?.sha256])
    expect(await rootcause('undo --yes')).toMatchObject({ code: 0 })
    // A list in a folder of the system's: it is nobody's to write to.
    const [theirs] = places
    await fix(1, 'node-extra-ca-certs', `NODE_EXTRA_CA_CERTS='${join(folder.path, '0.pem')}'; export NODE_EXTRA_CA_CERTS; `)
    expect(new Set(held())).toEqual(new Set([theirs?.sha256, places[1]?.sha256]))
    expect(await accepts('node')).toEqual([true, true])
    expect(readFileSync(join(folder.path, '0.pem'), 'utf8')).toBe(certificatesPem([places[0]?.root ?? new Uint8Array()]))
  }, 90_000)
})

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caCertificate, crossCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { type Ended, namespace, type Namespace, whyNoNamespace } from '../cures/support/linux-namespace.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { certdataOf, chromeStoreOf } from '../programmes/support/published.ts'
import { hasTool } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

/**
 * The incident of 2020 with certificates of our own, so that real clients meet it by their real clocks: the old root ran out yesterday,
 * and with it the cross-certificate that the server goes on sending. The machine's store holds the old root alone.
 */
const id = 'incident, end to end'
const now = seconds(Math.floor(Date.now() / 1000))
const [oldRoot, newRoot] = [authority(id, 'Old Root CA'), authority(id, 'New Root CA')]
const intermediate = authority(id, 'Intermediate CA')
const leaf = server()
const old = rootCertificate(oldRoot, around(now, -7300, -1))
const renewed = rootCertificate(newRoot, around(now, -3650, 3650))
const chain = [
  leafCertificate(intermediate, leaf, around(now, -30, 60), loopbackNames),
  caCertificate(newRoot, intermediate, around(now, -700, 700)),
  crossCertificate(oldRoot, newRoot, around(now, -3650, -1)),
]
const sha256 = createHash('sha256').update(renewed).digest('hex')

const isDebian =
  hasTool('update-ca-certificates', '--help') && hasTool('curl', '--version') && hasTool('/usr/bin/python3', '--version')
const why = isDebian ? whyNoNamespace() : 'no update-ca-certificates of Debian, curl or Python here'

const packaged = '/usr/share/ca-certificates/mozilla'
/** A machine whose packages bring these roots and no others; the hook for Java starts one for a minute, and has a test of its own. */
const machineWith = (...roots: readonly (readonly [string, Uint8Array])[]): string =>
  [
    'rm -rf /usr/local/share/ca-certificates/* /usr/share/ca-certificates/* /etc/ca-certificates/update.d/*',
    `mkdir -p ${packaged}`,
    ...roots.map(([name, der]) => `cat > ${packaged}/${name} <<'END'\n${certificatesPem([der])}END`),
    `printf '%s\\n' ${roots.map(([name]) => `mozilla/${name}`).join(' ')} > /etc/ca-certificates.conf`,
    'rm -rf /etc/ssl/certs && mkdir -p /etc/ssl/certs && update-ca-certificates --fresh >/dev/null 2>&1',
  ].join('\n')
const [ofOld, ofBoth] = [machineWith(['Old.crt', old]), machineWith(['Old.crt', old], ['New.crt', renewed])]

interface Changes {
  readonly changes: readonly {
    readonly id: string
    readonly state: string
    readonly stillNeeded: { readonly needed: string } | null
  }[]
}

describe.skipIf(why !== null)(`the incident of 2020, end to end${why === null ? '' : `: skipped, ${why}`}`, () => {
  let lab: TestServers
  let place: Namespace
  let program: Program
  let files: Readonly<Record<'certdata' | 'chrome', string>>
  beforeAll(async () => {
    lab = await testServers([{ chain, root: renewed, key: leaf.key.privateKey }])
    program = await builtProgram()
    place = await namespace(ofOld)
    const file = (name: string, content: Uint8Array): string => {
      writeFileSync(join(place.folder, name), content)
      return join(place.folder, name)
    }
    files = {
      certdata: file('certdata.txt', certdataOf(renewed)),
      chrome: file('root_store.textproto', chromeStoreOf(99, renewed)),
    }
  }, 60_000)
  afterAll(async () => {
    await place.close()
    await lab.close()
    program.remove()
  })

  const host = (): string => `localhost:${lab.at(0).port}`
  /** Begun anew each time, as a new shell of this user would. */
  const inShell = (script: string): Promise<Ended> =>
    place.run('sh', '-c', `export HOME=${place.folder}/home; [ ! -f $HOME/.profile ] || . $HOME/.profile; ${script}`)
  const rootcause = (...args: readonly string[]): Promise<Ended> =>
    inShell(`${process.execPath} ${program.cli} ${args.map((a) => `'${a}'`).join(' ')}`)
  const clients = {
    curl: () => `curl -sS -m 10 -o /dev/null https://${host()}/`,
    python: () => `/usr/bin/python3 -c 'import urllib.request as u; u.urlopen("https://${host()}/", timeout=10)'`,
    node: () =>
      `${process.execPath} -e "require('https').get('https://${host()}/', { agent: false }, (r) => { r.resume(); process.exit(0) }).on('error', () => process.exit(1))"`,
  }
  const accepting = async (): Promise<readonly string[]> => {
    const found: string[] = []
    for (const [name, script] of Object.entries(clients)) if ((await inShell(script())).code === 0) found.push(name)
    return found
  }
  const needed = async (): Promise<readonly (string | undefined)[]> => {
    const { changes }: Changes = JSON.parse((await rootcause('history', '--json', '--offline')).stdout)
    return changes.map((c) => c.stillNeeded?.needed)
  }

  it('is named, cured, judged again after the update of the system, and leaves nothing behind', async () => {
    expect(await accepting()).toEqual([])
    const checked = await rootcause('check', host(), '--no-observe')
    expect(checked.stdout).toMatch(/Old Root CA/)

    // Without what programmes publish nobody vouches for the renewed root: it is refused, and its SHA-256 shown nowhere.
    writeFileSync(join(place.folder, 'new.pem'), certificatesPem([renewed]))
    const refused = await rootcause('fix', host(), '--root', join(place.folder, 'new.pem'), '--apply', '--yes')
    expect(refused.code).toBe(4)
    expect(refused.stdout + refused.stderr).not.toContain(sha256.slice(0, 16))

    for (const path of Object.values(files)) {
      const digest = (await inShell(`sha256sum ${path}`)).stdout.slice(0, 64)
      expect(await rootcause('update', '--from', path, '--sha256', digest)).toMatchObject({ code: 0 })
    }
    const found = await rootcause('find', host())
    expect(found.code).toBe(0)
    expect(found.stdout.split('\n')[0]).toMatch(/New Root CA/)
    expect(found.stdout.replace(/\s/g, '')).toContain(sha256)
    expect(found.stdout).toMatch(/Mozilla and Google include it now/)

    const system = await rootcause('fix', host(), '--with', 'debian-store', '--apply', '--yes')
    expect(system, system.stdout + system.stderr).toMatchObject({ code: 0 })
    expect(await accepting()).toEqual(['curl', 'python'])
    const node = await rootcause('fix', host(), '--with', 'node-extra-ca-certs', '--apply', '--yes')
    expect(node, node.stdout + node.stderr).toMatchObject({ code: 0 })
    expect(await accepting()).toEqual(['curl', 'python', 'node'])
    expect(await needed()).toEqual(['yes', 'yes'])

    // The system's own update brings the renewed root. Node's list is compiled in, and still lacks it.
    await place.run(
      'sh',
      '-c',
      `cp ${place.folder}/new.pem ${packaged}/New.crt && echo mozilla/New.crt >> /etc/ca-certificates.conf && update-ca-certificates >/dev/null 2>&1`,
    )
    expect(await needed()).toEqual(['no', 'yes'])
    const {
      findings,
    }: { readonly findings: readonly { readonly code: string; readonly params: Readonly<Record<string, string>> }[] } =
      JSON.parse((await rootcause('doctor', '--json')).stdout)
    expect(findings.filter((f) => f.code === 'RC814')).toHaveLength(1)

    for (let n = 0; n < 2; n++) expect(await rootcause('undo', '--yes')).toMatchObject({ code: 0 })
    expect((await rootcause('undo', '--yes')).code).toBe(2)
    expect(await accepting()).toEqual(['curl', 'python'])
    const updated = await namespace(ofBoth)
    try {
      const places = ['/etc/ssl/certs', '/etc/ca-certificates.conf', '/usr/local/share', '/usr/share/ca-certificates']
      expect(await place.listing(...places)).toBe(await updated.listing(...places))
    } finally {
      await updated.close()
    }
    expect(
      (
        await place.run(
          'find',
          `${place.folder}/home`,
          '-type',
          'f',
          '-not',
          '-path',
          '*/.cache/*',
          '-not',
          '-path',
          '*/.local/state/*',
        )
      ).stdout,
    ).toBe('')
  }, 400_000)
})

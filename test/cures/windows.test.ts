import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { windowsCaDropExpired } from '../../src/cures/windows-ca-drop-expired.ts'
import { windowsFetchRoot } from '../../src/cures/windows-fetch-root.ts'
import { windowsRootCures } from '../../src/cures/windows-root.ts'
import { failureOf } from '../../src/apply/hand-for.ts'
import type { Cure } from '../../src/cures/cure.ts'
import type { Draft } from '../../src/cures/cure.ts'
import type { Host } from '../../src/host/host.ts'
import type { EntryChange, Step } from '../../src/model/plan.ts'
import { readStore } from '../../src/stores/index.ts'
import { readPem } from '../../src/x509/pem.ts'
import { anchorOf, need, newRoot } from './anchors.ts'
import { seat, windows } from './windows-registry.ts'

const one = newRoot('windows one')
const two = newRoot('windows two')
const [user, machineWide] = windowsRootCures as [Cure, Cure]
const python = seat('python', ['windows:ROOT', 'windows:CA'])
const powershell = seat('powershell', ['windows:ROOT'])
/** In Microsoft's programme by the product's own table; any Debian has it. */
const isrg = '/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt'

const entries = (draft: Draft | null): readonly EntryChange[] =>
  (draft?.steps ?? []).map(({ change }: Step) => {
    if (change.kind !== 'entry') throw new Error(`a step of kind ${change.kind}`)
    return change
  })
const sha1 = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex')

describe('windows-root', () => {
  it("adds to the user's ROOT by certutil, announces the question of Windows with the thumbprint, and is undone by it", async () => {
    const draft = await user.plan(windows({ 'LM/ROOT': [two] }), need({ add: [anchorOf(one)], seats: [python, powershell] }))
    const [change] = entries(draft)
    expect(change).toMatchObject({
      store: 'windows:CU/ROOT',
      certificate: anchorOf(one).sha256,
      present: true,
      tool: { argv: ['C:\\Windows\\System32\\certutil.exe', '-user', '-addstore', 'Root', 'certificate.cer'] },
      undo: { argv: ['C:\\Windows\\System32\\certutil.exe', '-user', '-delstore', 'Root', sha1(one)], files: {} },
    })
    expect(
      Buffer.from(change?.tool.files['certificate.cer']?.replace(/-----[^-]*-----|\n/g, '') ?? '', 'base64').equals(one),
    ).toBe(true)
    expect(change?.prompt).toContain(sha1(one).toUpperCase())
    expect(draft?.steps[0]?.needsRights).toBe(false)
    expect(draft?.deltas).toEqual([
      { kind: 'add-anchor', store: 'windows:ROOT + windows:CA', cert: anchorOf(one).sha256 },
      { kind: 'add-anchor', store: 'windows:ROOT', cert: anchorOf(one).sha256 },
    ])
    expect(draft?.notes.join(' ')).toContain('Not yet proved on Windows')
    expect(user.tried).toBe('documented')
  })

  it('asks nothing for the machine, and needs rights there', async () => {
    const draft = await machineWide.plan(windows({ 'LM/ROOT': [two] }), need({ add: [anchorOf(one)], seats: [python] }))
    expect(entries(draft)).toMatchObject([
      { store: 'windows:LM/ROOT', prompt: '', tool: { argv: [expect.any(String), '-addstore', 'Root', 'certificate.cer'] } },
    ])
    expect(draft?.steps[0]?.needsRights).toBe(true)
  })

  it('a certutil that ends well and does nothing, as that of Wine, is seen by reading the store', async () => {
    const host: Host = {
      ...windows({ 'CU/ROOT': [two] }),
      run: async () => ({ kind: 'ended', code: 0, stdout: '', stderr: '' }),
    }
    const [change] = entries(await user.plan(host, need({ add: [anchorOf(one)], seats: [python] })))
    if (change === undefined) throw new Error('no step')
    const ran = await host.run(change.tool.argv, { timeout: 1000, env: change.tool.env, files: change.tool.files })
    expect(ran).toMatchObject({ kind: 'ended', code: 0 })
    const held = async (machine: Host): Promise<boolean> => {
      const content = await readStore(machine, change.store)
      if (content === null || 'unreadable' in content) throw new Error('not read')
      return content.certificates.some(({ der }) => anchorOf(der).sha256 === change.certificate)
    }
    expect(await held(host)).toBe(!change.present)
    // As Windows would have written it.
    expect(await held(windows({ 'CU/ROOT': [two, one] }))).toBe(change.present)
  })

  // The form of transcripts: forderud/BatterySimulator#21, kingparks/cursor-vip#334 (all on standard output), dotnet/aspnetcore#65751 (the number).
  it.each([
    [0x800704c7, 'The operation was canceled by the user.', '0x800704c7 (WIN32: 1223 ERROR_CANCELLED)'],
    [0x80070005, 'Zugriff verweigert', '0x80070005 (WIN32: 5 ERROR_ACCESS_DENIED)'],
  ])('a certutil that ends with %i says why in its last lines', async (code, words, number) => {
    const [change] = entries(await user.plan(windows({}), need({ add: [anchorOf(one)], seats: [python] })))
    if (change === undefined) throw new Error('no step')
    const stdout = `Root "Trusted Root Certification Authorities"\r\nCertUtil: -addstore command FAILED: ${number}\r\nCertUtil: ${words}\r\n`
    const told = failureOf(change.tool, { kind: 'ended', code, stdout, stderr: '' })
    expect(told).toContain(`FAILED: ${number} CertUtil: ${words}`)
    expect(told).not.toMatch(/[\r\n]/)
  })

  it.each(['CU/Disallowed', 'LM/Disallowed', 'GP/Disallowed'])('adds nothing that stands in %s', async (store) => {
    for (const cure of windowsRootCures) {
      const draft = await cure.plan(
        windows({ 'LM/ROOT': [two], [store]: [one] }),
        need({ add: [anchorOf(one)], seats: [python] }),
      )
      expect(draft?.steps).toEqual([])
      expect(draft?.deltas).toEqual([])
      expect(draft?.advice[0]?.what).toContain(`windows:${store}`)
    }
  })

  it("leaves the user's store alone where a policy shuts it, and does not claim to cure", async () => {
    const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\ProtectedRoots'
    const host = windows({ 'LM/ROOT': [two] }, { [policy]: { keys: [], values: { Flags: 1 } } })
    const draft = await user.plan(host, need({ add: [anchorOf(one)], seats: [python] }))
    expect(draft).toMatchObject({ steps: [], deltas: [], advice: [{ owner: 'operating-system' }] })
    expect(entries(await machineWide.plan(host, need({ add: [anchorOf(one)], seats: [python] })))).toHaveLength(1)
  })

  it.each(['CU/ROOT', 'LM/ROOT', 'LM/AuthRoot', 'GP/ROOT', 'ENT/ROOT'])(
    'takes no root out of %s, by no way, and says why',
    async (store) => {
      const host = windows({ [store]: [one] })
      const wanted = need({ drop: [anchorOf(one)], seats: [python] })
      for (const cure of [...windowsRootCures, windowsFetchRoot, windowsCaDropExpired])
        expect((await cure.plan(host, wanted))?.steps ?? []).toEqual([])
      expect((await user.plan(host, wanted))?.advice[0]?.what).toContain(`windows:${store}`)
    },
  )

  it('is not for clients that ask other stores, nor for other systems', async () => {
    const elsewhere = need({ add: [anchorOf(one)], seats: [seat('node', ['node'])] })
    const { env, ...linux } = windows({})
    for (const cure of [...windowsRootCures, windowsFetchRoot, windowsCaDropExpired]) {
      expect(await cure.plan(windows({ 'LM/ROOT': [two] }), elsewhere)).toBeNull()
      expect(
        await cure.plan(
          { ...linux, env, platform: 'linux' },
          need({ add: [anchorOf(one)], drop: [anchorOf(two)], seats: [python, seat('curl', ['system'])] }),
        ),
      ).toBeNull()
    }
  })

  it('proposes nothing where a store cannot be read', async () => {
    const host: Host = {
      ...windows({ 'LM/ROOT': [two], 'CU/CA': [two] }),
      registry: () => {
        throw new Error('access is denied')
      },
    }
    for (const cure of [...windowsRootCures, windowsFetchRoot, windowsCaDropExpired])
      expect(
        (await cure.plan(host, need({ add: [anchorOf(one)], drop: [anchorOf(two)], seats: [python] })))?.steps ?? [],
      ).toEqual([])
  })

  it('takes its program from the folder of Windows, whatever the environment says', async () => {
    for (const SystemRoot of ['\\\\server\\share', '.', 'C:\\"evil', '']) {
      const host = { ...windows({ 'LM/ROOT': [two] }), env: { SystemRoot } }
      const [change] = entries(await user.plan(host, need({ add: [anchorOf(one)], seats: [python] })))
      expect(change?.tool.argv[0]).toBe('C:\\Windows\\System32\\certutil.exe')
    }
  })

  it('names nothing of a certificate on a command line but its hash', async () => {
    const hostile = { ...anchorOf(one), label: '"; Remove-Item C:\\ & calc.exe' }
    for (const cure of windowsRootCures)
      for (const { tool, undo } of entries(
        await cure.plan(windows({ 'LM/ROOT': [two] }), need({ add: [hostile], seats: [python] })),
      ))
        expect(JSON.stringify([tool, undo])).not.toContain('calc')
  })
})

describe.skipIf(!existsSync(isrg))('windows-fetch-root (skipped where Debian’s roots are not here)', () => {
  const der = readPem(existsSync(isrg) ? readFileSync(isrg) : new Uint8Array())[0]?.der ?? new Uint8Array()
  const wanted = need({ add: [anchorOf(der)], seats: [python] })

  it('has Windows build a chain for a root of the programme, and sees it in AuthRoot', async () => {
    const draft = await windowsFetchRoot.plan(windows({ 'LM/ROOT': [two] }), wanted)
    expect(entries(draft)).toMatchObject([
      {
        store: 'windows:LM/AuthRoot',
        present: true,
        prompt: '',
        tool: { argv: ['C:\\Windows\\System32\\certutil.exe', '-verify', 'certificate.cer'] },
        undo: { argv: [expect.any(String), '-delstore', 'AuthRoot', sha1(der)] },
      },
    ])
    expect(draft?.deltas).toEqual([{ kind: 'add-anchor', store: 'windows:ROOT + windows:CA', cert: anchorOf(der).sha256 }])
  })

  it('is not for a root that Microsoft does not carry', async () => {
    expect(await windowsFetchRoot.plan(windows({ 'LM/ROOT': [two] }), need({ add: [anchorOf(one)], seats: [python] }))).toBeNull()
    expect(
      await windowsFetchRoot.plan(windows({ 'LM/ROOT': [two] }), need({ add: [anchorOf(der), anchorOf(one)], seats: [python] })),
    ).toBeNull()
  })

  it('is advice where a policy turned it off, and nothing where the root is there', async () => {
    const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot'
    const host = windows({ 'LM/ROOT': [two] }, { [policy]: { keys: [], values: { DisableRootAutoUpdate: 1 } } })
    expect(await windowsFetchRoot.plan(host, wanted)).toMatchObject({
      steps: [],
      deltas: [],
      advice: [{ owner: 'operating-system' }],
    })
    expect(await windowsFetchRoot.plan(windows({ 'LM/AuthRoot': [der] }), wanted)).toBeNull()
  })
})

describe('windows-ca-drop-expired', () => {
  const wanted = need({ drop: [anchorOf(one)], seats: [python] })

  it('takes an intermediate out of CA in both scopes, and can put it back', async () => {
    const draft = await windowsCaDropExpired.plan(windows({ 'CU/CA': [one, two], 'LM/CA': [one] }), wanted)
    expect(entries(draft)).toMatchObject([
      {
        store: 'windows:CU/CA',
        present: false,
        tool: { argv: [expect.any(String), '-user', '-delstore', 'CA', sha1(one)] },
        undo: { argv: [expect.any(String), '-user', '-addstore', 'CA', 'certificate.cer'] },
      },
      { store: 'windows:LM/CA', present: false, tool: { argv: [expect.any(String), '-delstore', 'CA', sha1(one)] } },
    ])
    expect(draft?.steps.map((s) => s.needsRights)).toEqual([false, true])
    expect(draft?.deltas).toEqual([{ kind: 'drop-anchor', store: 'windows:ROOT + windows:CA', cert: anchorOf(one).sha256 }])
  })

  it.each(['GP/CA', 'ENT/CA'])("what stands in %s is the administrator's", async (store) => {
    const draft = await windowsCaDropExpired.plan(windows({ 'LM/CA': [one], [store]: [one] }), wanted)
    expect(draft).toMatchObject({ steps: [], deltas: [], advice: [{ owner: 'operating-system' }] })
  })

  it('is not for programs that read ROOT alone', async () => {
    expect(
      await windowsCaDropExpired.plan(windows({ 'LM/CA': [one] }), need({ drop: [anchorOf(one)], seats: [powershell] })),
    ).toBeNull()
  })
})

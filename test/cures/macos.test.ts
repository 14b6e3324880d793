import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { macosKeychainCures } from '../../src/cures/macos-keychain.ts'
import { macosPythonOrg } from '../../src/cures/macos-python-org.ts'
import type { Cure } from '../../src/cures/cure.ts'
import { caCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { utc } from '../../src/lab/shapes.ts'
import type { EntryChange } from '../../src/model/plan.ts'
import { type Machine, machine } from '../support/machine.ts'
import { anchorOf, need, newRoot } from './anchors.ts'
import { seat } from './windows-registry.ts'

const validity = { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') }
const one = newRoot('macos one')
const two = newRoot('macos two')
const [user, machineWide] = macosKeychainCures as [Cure, Cure]
const sha1 = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex').toUpperCase()
const login = '/Users/u/Library/Keychains/login.keychain-db'
const system = '/Library/Keychains/System.keychain'
const roots = '/System/Library/Keychains/SystemRootCertificates.keychain'
/*
 * No macOS was at hand. What the programs print, and the numbers that they end with, are those of Apple's published source
 * (apple-oss-distributions/Security, tag Security-61901.0.87.0.1, SecurityTool/macOS): trust_settings_impexp.c, keychain_find.c
 * (`find-certificate -a` of a keychain without certificates prints nothing and ends with 0), keychain_delete.c, trusted_cert_add.c.
 */
const none = {
  kind: 'ended',
  code: 1,
  stdout: '',
  stderr: 'SecTrustSettingsCreateExternalRepresentation: No Trust Settings were found.\n',
} as const
const exporting =
  '/bin/sh -c /usr/bin/security trust-settings-export $1 settings.plist >/dev/null && /usr/bin/plutil -convert xml1 -o - settings.plist sh'

/** What `find-certificate -a -Z` prints of one certificate; the line of the SHA-256 is there from macOS 10.15 on (Security-59306.11.20). */
const printed = (der: Uint8Array, name: string, isOld = false): string =>
  [
    ...(isOld ? [] : [`SHA-256 hash: ${createHash('sha256').update(der).digest('hex').toUpperCase()}`]),
    `SHA-1 hash: ${sha1(der)}`,
    `keychain: "${login}"`,
    'version: 256',
    'class: 0x80001000 ',
    'attributes:',
    `    "alis"<blob>=${name}`,
    '    "cenc"<uint32>=0x00000003 ',
    '    "ctyp"<uint32>=0x00000001 ',
    '    "hpky"<blob>=0x6FE2C0E4D3  "o\\342\\300\\344\\323"',
    '    "labl"<blob>=<NULL>',
    '',
  ].join('\n')

/** A Mac without trust settings; `inLogin`: how `find-certificate -a -Z` of the user's keychain ends. */
const mac = (inLogin: NonNullable<Machine['runs']>[string] = '', files: Machine['files'] = {}, runs: Machine['runs'] = {}) =>
  machine({
    platform: 'darwin',
    home: '/Users/u',
    files: { [login]: 'x', [system]: 'x', [roots]: 'x', ...files },
    runs: {
      [exporting]: none,
      [`${exporting} -d`]: none,
      [`/usr/bin/security find-certificate -a -p ${roots}`]: certificatesPem([two]),
      [`/usr/bin/security find-certificate -a -p ${system}`]: '',
      [`/usr/bin/security find-certificate -a -p ${login}`]: '',
      [`/usr/bin/security find-certificate -a -Z ${login}`]: inLogin,
      ...runs,
    },
  })
/** An export of settings that trust one certificate for everything (TrustSettings.cpp: of an array that may be empty). */
const trusted = (der: Uint8Array): string =>
  `<plist version="1.0">\n<dict>\n\t<key>trustList</key>\n\t<dict>\n\t\t<key>${sha1(der)}</key>\n\t\t<dict>\n\t\t\t<key>trustSettings</key>\n\t\t\t<array/>\n\t\t</dict>\n\t</dict>\n\t<key>trustVersion</key>\n\t<integer>1</integer>\n</dict>\n</plist>\n`
const wanted = need({ add: [anchorOf(one)], seats: [seat('curl', ['system'])] })
const entry = async (cure: Cure, host = mac()): Promise<EntryChange> => {
  const change = (await cure.plan(host, wanted))?.steps[0]?.change
  if (change?.kind !== 'entry') throw new Error('no entry')
  return change
}

describe('macos-keychain', () => {
  it("trusts for TLS alone, in the user's keychain; undo deletes it with its settings", async () => {
    const change = await entry(user)
    expect(change).toMatchObject({
      store: 'macos:login',
      present: true,
      tool: {
        argv: ['/usr/bin/security', 'add-trusted-cert', '-r', 'trustRoot', '-p', 'ssl', '-k', login, 'certificate.pem'],
        env: { HOME: '/Users/u' },
        files: { 'certificate.pem': certificatesPem([one]) },
      },
      undo: { argv: ['/bin/sh', '-c', expect.stringContaining('delete-certificate') as string, 'sh', sha1(one), login] },
    })
    expect(change.prompt).toContain('password')
    const draft = await user.plan(mac(), wanted)
    expect(draft?.deltas).toEqual([{ kind: 'add-anchor', store: 'system', cert: anchorOf(one).sha256 }])
    expect(draft?.notes[0]).toContain('Not yet proved on macOS')
  })

  it.each([
    ['lies there already without trust', `${printed(two, '"macos two"')}${printed(one, '0x6DC3A4  "m\\303\\244"')}`],
    ['lies there on an older macOS', printed(one, '<NULL>', true)],
    ['cannot be asked', { kind: 'timeout' } as const],
    ['is longer than is kept', printed(two, '"macos two"').padEnd(1 << 20)],
    ['refuses', { kind: 'ended', code: 1, stdout: '', stderr: 'x' } as const],
  ])('undo takes the trust alone where the certificate, or the keychain, %s', async (_, ran) => {
    const { undo } = await entry(user, mac(ran))
    expect(undo.argv).toEqual(['/usr/bin/security', 'remove-trusted-cert', 'certificate.pem'])
    expect(undo.files).toEqual({ 'certificate.pem': certificatesPem([one]) })
  })

  it('undo deletes it where only others lie there, whatever is in their names', async () => {
    const { undo } = await entry(user, mac(printed(two, `"SHA-1 hash: ${sha1(one)}"`)))
    expect(undo.argv).toContain(sha1(one))
    expect(undo.argv[0]).toBe('/bin/sh')
  })

  // keychain_delete.c: -t ends with the low eight bits of what taking the settings away gave, and then has deleted nothing.
  it.each([
    ['with its settings', { withSettings: 0, alone: 9 }, 0, ['-t']],
    ['that has no settings, for there are none at all (-25263)', { withSettings: 81, alone: 0 }, 0, ['-t', 'alone']],
    ['not, where the user declines (-60006)', { withSettings: 154, alone: 0 }, 154, ['-t']],
    ['not, where it cannot be found', { withSettings: 1, alone: 0 }, 1, ['-t']],
  ])('undo, by a real shell, deletes a certificate %s', async (_, ends, code, calls) => {
    const folder = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
    try {
      const standIn = join(folder, 'security')
      const log = join(folder, 'log')
      const script = `[ "$1 $2 $3" = "delete-certificate -Z ${sha1(one)}" ] || exit 70
if [ "$4" = -t ]; then echo -t >>${log}; exit ${ends.withSettings}; fi
[ "$4" = ${login} ] || exit 71
echo alone >>${log}; exit ${ends.alone}\n`
      writeFileSync(standIn, `#!/bin/sh\n${script}`, { mode: 0o755 })
      const [shell, ...args] = (await entry(user)).undo.argv
      const ran = spawnSync(
        shell,
        args.map((arg) => arg.replaceAll('/usr/bin/security', standIn)),
        { timeout: 10_000 },
      )
      expect(ran.status).toBe(code)
      expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual(calls)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("an anchor of the user's is deleted by a command that names his keychain", async () => {
    const host = mac(
      '',
      {},
      {
        [exporting]: trusted(one),
        [`/usr/bin/security find-certificate -a -p ${login}`]: certificatesPem([one]),
      },
    )
    const draft = await user.plan(host, need({ drop: [anchorOf(one)], seats: [seat('curl', ['system'])] }))
    expect(draft?.advice).toMatchObject([
      { owner: 'user', command: `/usr/bin/security delete-certificate -Z ${sha1(one)} -t '${login}'` },
    ])
  })

  it('a certificate that another made is trusted as a root, for one that is none cannot be trusted as such', async () => {
    const key = { subject: { CN: 'macos one' }, key: labKey('p-256', 'macos one') }
    const made = caCertificate(key, { subject: { CN: 'macos below' }, key: labKey('p-256', 'macos below') }, validity)
    const change = (await user.plan(mac(), need({ add: [anchorOf(made)], seats: [seat('curl', ['system'])] })))?.steps[0]?.change
    expect(change?.kind === 'entry' ? change.tool.argv : []).toContain('trustAsRoot')
  })

  it('for the machine it needs rights, and is the domain of the administrator', async () => {
    const change = await entry(machineWide)
    expect(change.tool.argv.slice(1)).toEqual([
      'add-trusted-cert',
      '-d',
      '-r',
      'trustRoot',
      '-p',
      'ssl',
      '-k',
      system,
      'certificate.pem',
    ])
    expect(change.undo.argv.slice(1)).toEqual(['remove-trusted-cert', '-d', 'certificate.pem'])
    expect((await machineWide.plan(mac(), wanted))?.steps[0]?.needsRights).toBe(true)
  })

  it('does nothing where macOS trusts it already, for others, or elsewhere', async () => {
    const trusted = need({ add: [anchorOf(two)], seats: [seat('curl', ['system'])] })
    for (const cure of macosKeychainCures) {
      expect(await cure.plan(mac(), trusted)).toBeNull()
      expect(await cure.plan(mac(), need({ add: [anchorOf(one)], seats: [seat('node', ['node'])] }))).toBeNull()
      expect(await cure.plan(machine({}), wanted)).toBeNull()
    }
  })

  it("takes none of Apple's roots away, and says whose they are", async () => {
    const draft = await user.plan(mac(), need({ drop: [anchorOf(two)], seats: [seat('curl', ['system'])] }))
    expect(draft).toMatchObject({ steps: [], deltas: [], advice: [{ owner: 'operating-system', command: '' }] })
  })
})

describe('macos-python-org', () => {
  const path = '/Library/Frameworks/Python.framework/Versions/3.12/bin/python3.12'
  const command = '/Applications/Python 3.12/Install Certificates.command'
  const rejecting = need({ add: [anchorOf(one)], seats: [seat('python', ['/x'], path)] })

  it('is advised where the installer’s command is there and was not run', async () => {
    expect(await macosPythonOrg.plan(mac('', { [command]: '#!/bin/sh' }), rejecting)).toEqual({
      steps: [],
      deltas: [],
      notes: [],
      advice: [{ owner: 'runtime', what: expect.stringContaining('Python 3.12') as string, command: `open '${command}'` }],
    })
  })

  it('is not where it was run, where there is no such command, or for another Python', async () => {
    const filled = { [command]: '#!', '/Library/Frameworks/Python.framework/Versions/3.12/etc/openssl/cert.pem': 'x' }
    expect(await macosPythonOrg.plan(mac('', filled), rejecting)).toBeNull()
    expect(await macosPythonOrg.plan(mac(), rejecting)).toBeNull()
    const brew = need({ add: [anchorOf(one)], seats: [seat('python', ['/x'], '/opt/homebrew/bin/python3')] })
    expect(await macosPythonOrg.plan(mac('', { [command]: '#!' }), brew)).toBeNull()
  })
})

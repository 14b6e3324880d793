import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { macosKeychainCures } from '../../src/cures/macos-keychain.ts'
import { macosPythonOrg } from '../../src/cures/macos-python-org.ts'
import type { Cure } from '../../src/cures/cure.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import type { EntryChange } from '../../src/model/plan.ts'
import { type Machine, machine } from '../support/machine.ts'
import { anchorOf, need, newRoot } from './anchors.ts'
import { seat } from './windows-registry.ts'

const one = newRoot('macos one')
const two = newRoot('macos two')
const [user, machineWide] = macosKeychainCures as [Cure, Cure]
const sha1 = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex').toUpperCase()
const login = '/Users/u/Library/Keychains/login.keychain-db'
const system = '/Library/Keychains/System.keychain'
const roots = '/System/Library/Keychains/SystemRootCertificates.keychain'
const none = {
  kind: 'ended',
  code: 1,
  stdout: '',
  stderr: 'SecTrustSettingsCreateExternalRepresentation: No Trust Settings were found.',
} as const
const exporting =
  '/bin/sh -c /usr/bin/security trust-settings-export $1 settings.plist >/dev/null && /usr/bin/plutil -convert xml1 -o - settings.plist sh'
const notFound = {
  kind: 'ended',
  code: 44,
  stdout: '',
  stderr: 'The specified item could not be found in the keychain.',
} as const

/** A Mac without trust settings; `inLogin`: how `find-certificate -a -Z` of the user's keychain ends. */
const mac = (inLogin: NonNullable<Machine['runs']>[string] = notFound, files: Machine['files'] = {}) =>
  machine({
    platform: 'darwin',
    home: '/Users/u',
    files: { [login]: 'x', [system]: 'x', [roots]: 'x', ...files },
    runs: {
      [exporting]: none,
      [`${exporting} -d`]: none,
      [`/usr/bin/security find-certificate -a -p ${roots}`]: certificatesPem([two]),
      [`/usr/bin/security find-certificate -a -p ${system}`]: notFound,
      [`/usr/bin/security find-certificate -a -p ${login}`]: notFound,
      [`/usr/bin/security find-certificate -a -Z ${login}`]: inLogin,
    },
  })
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
      undo: { argv: ['/usr/bin/security', 'delete-certificate', '-Z', sha1(one), '-t', login] },
    })
    expect(change.prompt).toContain('password')
    const draft = await user.plan(mac(), wanted)
    expect(draft?.deltas).toEqual([{ kind: 'add-anchor', store: 'system', cert: anchorOf(one).sha256 }])
    expect(draft?.notes[0]).toContain('Not yet proved on macOS')
  })

  it.each([
    ['lies there already without trust', `SHA-256 hash: X\nSHA-1 hash: ${sha1(one)}\n`],
    ['cannot be asked', { kind: 'timeout' } as const],
    ['refuses', { kind: 'ended', code: 1, stdout: '', stderr: 'x' } as const],
  ])('undo takes the trust alone where the certificate, or the keychain, %s', async (_, ran) => {
    const { undo } = await entry(user, mac(ran))
    expect(undo.argv).toEqual(['/usr/bin/security', 'remove-trusted-cert', 'certificate.pem'])
    expect(undo.files).toEqual({ 'certificate.pem': certificatesPem([one]) })
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
    expect(await macosPythonOrg.plan(mac(notFound, { [command]: '#!/bin/sh' }), rejecting)).toEqual({
      steps: [],
      deltas: [],
      notes: [],
      advice: [{ owner: 'runtime', what: expect.stringContaining('Python 3.12') as string, command: `open '${command}'` }],
    })
  })

  it('is not where it was run, where there is no such command, or for another Python', async () => {
    const filled = { [command]: '#!', '/Library/Frameworks/Python.framework/Versions/3.12/etc/openssl/cert.pem': 'x' }
    expect(await macosPythonOrg.plan(mac(notFound, filled), rejecting)).toBeNull()
    expect(await macosPythonOrg.plan(mac(), rejecting)).toBeNull()
    const brew = need({ add: [anchorOf(one)], seats: [seat('python', ['/x'], '/opt/homebrew/bin/python3')] })
    expect(await macosPythonOrg.plan(mac(notFound, { [command]: '#!' }), brew)).toBeNull()
  })
})

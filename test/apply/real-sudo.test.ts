import { createHash } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { builtProgram, type Program } from '../cli/support/program.ts'
import { type Ended, namespace, type Namespace, whyNoNamespace } from '../cures/support/linux-namespace.ts'
import { testServers, type TestServers, usualServed } from '../cures/support/servers.ts'
import { hasTool } from '../support/tool.ts'

/** A user of a machine of Debian's, and what lends him rights. The machine is a copy in a mount namespace; sudo and doas are the real ones. */
const user = 12_345
const password = 'correct horse'
const machine = [
  'rm -rf /usr/local/share/ca-certificates/* /usr/share/ca-certificates/* /etc/ca-certificates/update.d/* /etc/ssl/certs /etc/ca-certificates.conf',
  // Debian's tool leaves the bundle as it was where no root is left, and takes a bundle of one for a certificate.
  ...['shipped', 'another'].flatMap((name) => [
    `cat > /usr/share/ca-certificates/${name}.crt <<'END'\n${certificatesPem([usualServed(name).root])}END`,
    `echo ${name}.crt >> /etc/ca-certificates.conf`,
  ]),
  'mkdir -p /etc/ssl/certs && update-ca-certificates --fresh >/dev/null 2>&1',
  `echo 'rcuser:x:${user}:${user}::/nowhere:/bin/sh' >> /etc/passwd`,
  `echo 'rcuser:x:${user}:' >> /etc/group`,
  `echo "rcuser:$(openssl passwd -6 '${password}'):19000:0:99999:7:::" >> /etc/shadow`,
  'rm -rf /etc/sudoers.d/* /etc/doas.conf',
].join('\n')

const isThere = ['/usr/sbin/update-ca-certificates', '/usr/bin/setpriv', '/usr/bin/python3', '/usr/bin/curl', '/usr/bin/openssl']
const lacks = [...isThere].find((program) => !hasTool(program, '--version'))
const why = lacks === undefined ? whyNoNamespace() : `there is no ${lacks} here`
const whyNot = {
  sudo: hasTool('/usr/bin/sudo', '--version') ? why : 'no sudo here',
  doas: hasTool('/usr/bin/doas', '-h') ? why : 'no doas here',
}

/** Types the password whenever it is asked for, at a terminal of its own. */
const typing = `import os,pty,sys
def read(fd):
    data = os.read(fd, 1024)
    if b'assword' in data: os.write(fd, sys.argv[1].encode() + b'\\n')
    return data
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[2:], read)))`

describe.skipIf(why !== null)(`rights by the real programs${why === null ? '' : `: skipped, ${why}`}`, () => {
  let lab: TestServers
  let program: Program
  let place: Namespace
  const served = usualServed('Real Sudo')
  beforeAll(async () => {
    lab = await testServers([served])
    program = await builtProgram()
    chmodSync(program.folder, 0o755)
  }, 60_000)
  afterAll(async () => {
    await lab.close()
    program.remove()
  })
  beforeEach(async () => {
    place = await namespace(machine)
    chmodSync(place.folder, 0o755)
    const home = join(place.folder, 'own')
    mkdirSync(home)
    chownSync(home, user, user)
    writeFileSync(join(place.folder, 'root.pem'), certificatesPem([served.root]))
  }, 60_000)
  afterEach(() => place.close())

  const places = ['/etc/ssl/certs', '/etc/ca-certificates.conf', '/usr/local/share', '/usr/share/ca-certificates']
  const sha256 = createHash('sha256').update(served.root).digest('hex')
  const host = (): string => `localhost:${lab.at(0).port}`
  const asUser = (...words: readonly string[]): Promise<Ended> => {
    const home = join(place.folder, 'own')
    const env = ['PATH=/usr/bin:/bin', `HOME=${home}`, 'USER=rcuser', 'LOGNAME=rcuser']
    return place.run('env', '-i', '-C', home, ...env, 'setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...words)
  }
  const rootcause = (...args: readonly string[]): readonly string[] => [process.execPath, program.cli, ...args]
  const fix = (): readonly string[] =>
    rootcause(
      'fix',
      host(),
      '--root',
      join(place.folder, 'root.pem'),
      '--sha256',
      sha256,
      '--with',
      'debian-store',
      '--apply',
      '--yes',
    )
  const sudoers = (text: string): Promise<Ended> =>
    place.run('sh', '-c', `echo '${text}' > /etc/sudoers.d/rc; chmod 440 /etc/sudoers.d/rc; sudo -V | head -n 1`)
  const doas = (text: string): Promise<Ended> =>
    place.run('sh', '-c', `echo '${text}' > /etc/doas.conf; chmod 400 /etc/doas.conf; rm -f /usr/bin/sudo`)
  const accepts = async (): Promise<boolean> =>
    (await asUser('curl', '-sS', '-m', '10', '-o', '/dev/null', `https://${host()}/`)).code === 0

  /** There, the real client accepts, and back: as it was before, to the octet. */
  const thereAndBack = async (before: string, run: (words: readonly string[]) => Promise<Ended>): Promise<Ended> => {
    const fixed = await run(fix())
    expect(fixed.code, fixed.stdout + fixed.stderr).toBe(0)
    expect(await accepts()).toBe(true)
    expect((await place.run('stat', '-c', '%u %a', '/etc/ssl/certs/ca-certificates.crt')).stdout.trim()).toBe('0 644')
    const undone = await run(rootcause('undo', '--yes'))
    expect(undone.code, undone.stdout + undone.stderr).toBe(0)
    expect(await accepts()).toBe(false)
    expect(await place.listing(...places)).toBe(before)
    return fixed
  }

  it.skipIf(whyNot.sudo !== null)(
    'sudo that asks nobody: the sentence why, done, and taken back',
    async () => {
      await sudoers('rcuser ALL=(ALL) NOPASSWD: ALL')
      const fixed = await thereAndBack(await place.listing(...places), (words) => asUser(...words))
      expect(fixed.stderr).toMatch(/this step needs rights over the whole machine: \S/)
      // The lock of the machine is root's; the journal is the user's own.
      expect((await place.run('ls', '/var/lib/rootcause')).stdout.trim()).toBe('locks')
    },
    240_000,
  )

  it.skipIf(whyNot.sudo !== null)(
    'sudo with a password at the terminal',
    async () => {
      await sudoers('rcuser ALL=(ALL) ALL')
      const fixed = await thereAndBack(await place.listing(...places), (words) =>
        asUser('python3', '-c', typing, password, ...words),
      )
      // Why comes before the question, and the question comes once.
      expect(fixed.stdout).toMatch(/this step needs rights[^]*password for rcuser/)
      expect(fixed.stdout.match(/password for rcuser/g)).toHaveLength(1)
    },
    240_000,
  )

  it.skipIf(whyNot.sudo !== null).each([
    ['a wrong password', 'rcuser ALL=(ALL) ALL', ['python3', '-c', typing, 'wrong'], /incorrect password/],
    [
      'nobody who could type one',
      'rcuser ALL=(ALL) ALL',
      [],
      /sudo wants a password, and there is no terminal to ask at: run it in a terminal, or as root/,
    ],
    ['a user who may not', '# nobody', ['python3', '-c', typing, password], /not in the sudoers|may not run sudo/i],
  ] as const)(
    'refused by sudo, for %s: told, and nothing is changed',
    async (_, rule, words, says) => {
      await sudoers(rule)
      const before = await place.listing(...places)
      const refused = await asUser(...words, ...fix())
      expect(refused.code, refused.stdout + refused.stderr).toBe(1)
      expect(refused.stdout).toMatch(/(?:Taken back, everything is as it was|Nothing was done): /)
      expect(/(?:Taken back, everything is as it was|Nothing was done): [^]*/.exec(refused.stdout)?.[0]).toMatch(says)
      expect(await place.listing(...places)).toBe(before)
      expect((await asUser(...rootcause('undo', '--yes'))).code).toBe(2)
    },
    120_000,
  )

  it.skipIf(whyNot.doas !== null)(
    'doas that asks nobody: done, and taken back',
    async () => {
      await doas('permit nopass rcuser')
      await thereAndBack(await place.listing(...places), (words) => asUser(...words))
    },
    240_000,
  )

  it.skipIf(whyNot.doas !== null)(
    'refused by doas: told, and nothing is changed',
    async () => {
      await doas('permit nopass another')
      const before = await place.listing(...places)
      const refused = await asUser(...fix())
      expect(refused.code, refused.stdout + refused.stderr).toBe(1)
      expect(refused.stdout).toMatch(/(?:Taken back, everything is as it was|Nothing was done): .*(?:not permitted|Operation)/i)
      expect(await place.listing(...places)).toBe(before)
    },
    120_000,
  )
})

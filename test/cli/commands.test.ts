import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults } from '../../src/lab/index.ts'
import { builtProgram, endOf, type Program, saidBy } from './support/program.ts'

let program: Program
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())

/** Whether somebody listens on a port of loopback. */
const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

describe('demo', () => {
  test('relives the incident: the words, mixed verdicts, and the new root by its fingerprint', async () => {
    const saved = join(program.folder, 'demo.json')
    const { code, stdout, stderr } = await program.run(['demo', '--save', saved])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const flat = stdout.replace(/\s+/g, ' ')
    expect(flat).toContain('[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)')
    expect(flat).toContain('2020-05-30T10:48:39Z')
    expect(stdout).toMatch(/^ {2}✗ python-3\.8 on windows-lazy rejects/m)
    expect(flat).toMatch(/✓ [^✗]*python-3\.8[^✗]*on linux-bundle[^✗]* accept/)
    expect(stdout).not.toContain('\u001b')
    // The root that one store holds and the other lacks, taken from the saved case and not from the text.
    const { stores }: { readonly stores: readonly { readonly id: string; readonly anchors: readonly string[] }[] } = JSON.parse(
      readFileSync(saved, 'utf8'),
    )
    const [lazy, bundle] = ['windows-lazy', 'linux-bundle'].map((id) => stores.find((s) => s.id === id)?.anchors ?? [])
    const added = bundle?.filter((id) => lazy?.includes(id) !== true) ?? []
    expect(added).toHaveLength(1)
    expect(stdout).toContain(added[0])
    expect((await program.run(['check', saved])).stdout).toBe(stdout)
    // All that is known is asked for in two ways, of the demo and of a case, and is more than the default, which says so.
    const whole = (await program.run(['check', saved, '--verbose'])).stdout
    expect((await program.run(['check', '-v', saved])).stdout).toBe(whole)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/ --verbose adds: .*\. $/)
    expect(whole).not.toContain('--verbose')
    for (const only of ['would have accepted', 'Revocation was not checked.']) {
      expect(whole).toContain(only)
      expect(stdout).not.toContain(only)
    }
    expect(whole.split('\n').length).toBeGreaterThan(stdout.split('\n').length + 20)
  })

  test('in full: what is left out by default', async () => {
    const { code, stdout, stderr } = await program.run(['demo', '-v'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Python on Windows reads what the Windows stores hold at that')
    expect(stdout).toContain('--- the time of this report ---')
  })

  test('as JSON', async () => {
    const { code, stdout } = await program.run(['demo', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1 })
  })
})

describe('clients', () => {
  test('a line for each profile, and how it is known', async () => {
    const { code, stdout, stderr } = await program.run(['clients'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^python-3\.8 +source +Python 3\.8/m)
    expect(stdout).toMatch(/^schannel +documented /m)
  })

  test('one profile: its switches and their sources', async () => {
    const { code, stdout } = await program.run(['clients', 'python-3.8'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^python-3\.8: Python 3\.8/)
    expect(stdout).toMatch(/^ {2}strategy +greedy$/m)
    expect(stdout).toMatch(/^sources$/m)
    expect(stdout).not.toMatch(/\[object|undefined/)
  })

  test('a release without a profile of its own: who answers for it', async () => {
    const { code, stdout } = await program.run(['clients', 'python-3.15'])
    expect(code).toBe(0)
    expect(stdout).toContain('python-3.15 has no profile of its own')
    expect(stdout).toMatch(/^python-3\.14: /m)
  })

  test('as JSON', async () => {
    const all: unknown = JSON.parse((await program.run(['clients', '--json'])).stdout)
    expect(all).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'go-1.24', strategy: 'all-paths' })]))
    expect(JSON.parse((await program.run(['clients', 'go-1.24', '--json'])).stdout)).toMatchObject({ id: 'go-1.24' })
  })
})

describe('lab', () => {
  test.each([[['lab']], [['lab', 'list']]])('%j: a line for each fault', async (args) => {
    const { code, stdout, stderr } = await program.run(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { id, shows } of faults)
      expect(stdout).toMatch(new RegExp(`^${id} +${shows.replace(/[.*+?()[\]]/g, '\\$&')}$`, 'm'))
    expect(
      stdout
        .split('\n')
        .filter((line) => /^[a-z0-9-]+ {2}/.test(line))
        .map((line) => line.split(' ')[0]),
    ).toEqual(faults.map((f) => f.id))
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('serves one fault, and %s ends it: nothing listens any more', async (signal) => {
    const child = program.start(['lab', 'expired-leaf', '--dir', `ca-${signal}`])
    try {
      const said = await saidBy(child, 'rootcause check')
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(said)?.[1])
      const command = /rootcause (check .*)$/m.exec(said)?.[1] ?? ''
      expect(said).toContain("The server's own certificate ran out three days ago.")
      expect(await isTaken(port)).toBe(true)
      // What it tells to type works, and shows the fault.
      const shown = await program.run([...command.split(' '), '--client', 'go-1.24'])
      expect(shown.code, shown.stderr).toBe(1)
      expect(shown.stdout).toContain('expired')
      child.kill(signal)
      const { code } = await endOf(child)
      expect([0, 130]).toContain(code)
      expect(await isTaken(port)).toBe(false)
    } finally {
      child.kill('SIGKILL')
    }
  })

  test.each(['stale-backend', 'stale-backend-by-turns', 'chain-by-hello', 'server-name-required'])(
    '%s: what it tells to type shows both sides of the difference',
    async (fault) => {
      const child = program.start(['lab', fault, '--dir', `ca-${fault}`])
      try {
        const said = await saidBy(child, 'rootcause check')
        const commands = [...said.matchAll(/rootcause (check .*)$/gm)].map(([, command]) => command ?? '')
        const leaves = new Set<string>()
        for (const command of commands) {
          const { stdout } = await program.run([...command.split(' '), '--client', 'go-1.24', '--format', 'json'])
          const { chains }: { readonly chains: readonly { readonly certificates: readonly string[] }[] } = JSON.parse(stdout)
          for (const { certificates } of chains) leaves.add(certificates[0] ?? '')
        }
        expect(leaves.size, said).toBe(2)
      } finally {
        child.kill('SIGKILL')
      }
    },
  )

  test('addtrust-2020: what it tells to type shows a store on which a client accepts, and one on which it rejects', async () => {
    const child = program.start(['lab', 'addtrust-2020', '--dir', 'ca-addtrust'])
    try {
      const [, command = ''] = /rootcause (check .*)$/m.exec(await saidBy(child, 'rootcause check')) ?? []
      const { stdout } = await program.run([...command.split(' '), '--client', 'python-3.8', '--format', 'json'])
      const { results }: { readonly results: readonly { readonly verdict: { readonly kind: string } }[] } = JSON.parse(stdout)
      expect(results.map(({ verdict }) => verdict.kind).sort()).toEqual(['accepted', 'rejected'])
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('the folder that it made is gone when it has ended; one that it was given stays', async () => {
    const child = program.start(['lab', 'good'])
    try {
      const folder = /--store (\S+)[/\\]good\.pem/.exec(await saidBy(child, 'rootcause check'))?.[1] ?? ''
      expect(existsSync(folder)).toBe(true)
      child.kill('SIGINT')
      await endOf(child)
      expect(existsSync(folder)).toBe(false)
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('all: every fault has a port and a CA file', async () => {
    const child = program.start(['lab', 'all', '--dir', 'ca-all'])
    try {
      const last = faults.at(-1)?.shows ?? ''
      const said = await saidBy(child, last)
      expect(said.match(/^[a-z0-9-]+ {2}127\.0\.0\.1:\d+/gm)).toHaveLength(faults.length)
      const files = readdirSync(join(program.folder, 'ca-all'))
      for (const { id } of faults.slice(0, -1)) expect(files).toContain(`${id}.pem`)
      child.kill('SIGINT')
      expect([0, 130]).toContain((await endOf(child)).code)
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('a port that is taken: exit code 3', async () => {
    const child = program.start(['lab', 'good', '--dir', 'ca-taken'])
    try {
      const port = /127\.0\.0\.1:(\d+)/.exec(await saidBy(child, 'rootcause check'))?.[1] ?? ''
      const { code, stdout, stderr } = await program.run(['lab', 'good', '--port', port, '--dir', 'ca-taken'])
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toMatch(new RegExp(`^rootcause: cannot listen on port ${port} of 127\\.0\\.0\\.1\\n {2}`))
      child.kill('SIGINT')
      await endOf(child)
    } finally {
      child.kill('SIGKILL')
    }
  })
})

// Linux alone tells of its connections in a file.
test.skipIf(!existsSync('/proc/net/tcp'))(
  'Ctrl-C while a server is silent: exit code 130, nothing on standard output',
  async () => {
    const lab = program.start(['lab', 'silent', '--dir', 'ca-silent'])
    try {
      const port = /127\.0\.0\.1:(\d+)/.exec(await saidBy(lab, 'rootcause check'))?.[1] ?? ''
      const child = program.start(['check', `127.0.0.1:${port}`, '--store', `ca-silent/silent.pem`, '--save', 'stopped.json'])
      let stdout = ''
      let stderr = ''
      child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
      try {
        // The child is known to wait once it has connected: the kernel then lists its connection to the lab.
        await connected(Number(port))
        child.kill('SIGINT')
        expect(await endOf(child)).toEqual({ code: 130, signal: null })
        expect(stdout).toBe('')
        expect(stderr).toMatch(/^rootcause: stopped/)
        expect(readdirSync(program.folder)).not.toContain('stopped.json')
      } finally {
        child.kill('SIGKILL')
      }
    } finally {
      lab.kill('SIGINT')
      await endOf(lab)
    }
  },
)

test.skipIf(!existsSync('/dev/full'))('what cannot be written is no success: exit code 3 (Linux: /dev/full)', () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(process.execPath, [program.cli, 'clients'], {
    stdio: ['ignore', full, 'pipe'],
    timeout: 15_000,
  })
  closeSync(full)
  expect(status).toBe(3)
  expect(String(stderr)).toMatch(/^rootcause: cannot write the output: ENOSPC/)
})

test
  .skipIf(!existsSync('/proc/net/tcp'))
  .each([['compare', '--works', 'go-1.24', '--fails', 'node-24'], ['find'], ['fix', '--apply', '--yes']])(
  'Ctrl-C ends a command at once that does not look for it: %s, exit code 130',
  async (command, ...flags) => {
    const lab = program.start(['lab', 'silent', '--dir', `ca-${command}`])
    try {
      const port = /127\.0\.0\.1:(\d+)/.exec(await saidBy(lab, 'rootcause check'))?.[1] ?? ''
      const child = program.start([command, `127.0.0.1:${port}`, ...flags])
      let stderr = ''
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
      try {
        await connected(Number(port))
        child.kill('SIGINT')
        // The server is silent for far longer.
        expect(await endOf(child, 3000)).toEqual({ code: 130, signal: null })
        expect(stderr).toContain('rootcause: stopped')
      } finally {
        child.kill('SIGKILL')
      }
    } finally {
      lab.kill('SIGINT')
      await endOf(lab)
    }
  },
)

/** Until a connection to a port of loopback stands (Linux tells of them in /proc); 10 s at most. */
async function connected(port: number): Promise<void> {
  const wanted = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 01`
  const end = Date.now() + 10_000
  while (Date.now() < end) {
    if (readFileSync('/proc/net/tcp', 'utf8').includes(wanted)) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`nobody connected to port ${port}`)
}

import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goldenEvidence } from '../support/golden-replay.ts'
import { builtProgram, endOf, type Program } from './support/program.ts'

let program: Program
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())

/** The golden case of an expired leaf in the batch format. */
function batch(count = 1): { readonly certificates: Record<string, string>; readonly cases: Record<string, unknown>[] } {
  const { certs, sends, stores } = goldenEvidence('expired-leaf')
  const [send] = sends
  const [store] = stores
  const sent = send?.outcome.kind === 'chain' ? send.outcome.chain : []
  const anchors = store !== undefined && 'anchors' in store ? store.anchors : []
  const one = { sent, store: anchors, host: 'localhost', time: '2026-11-22T00:00:00Z' }
  return { certificates: certs, cases: Array.from({ length: count }, (_, i) => ({ name: `case ${i + 1}`, ...one })) }
}

const write = (name: string, value: unknown): string => {
  const path = join(program.folder, name)
  writeFileSync(path, JSON.stringify(value))
  return path
}
const lines = (stdout: string): readonly unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('--cases', () => {
  test('a line for each case and client, in that order', async () => {
    const { code, stdout, stderr } = await program.run([
      'check',
      '--cases',
      write('two.json', batch(2)),
      '--client',
      'go-1.24',
      '--client',
      'python-3.8',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const go = {
      client: 'go-1.24',
      verdict: 'rejected',
      code: 'expired',
      says: 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-22T00:00:00Z is after 2026-11-19T00:00:00Z',
      at: 0,
    }
    const python = {
      client: 'python-3.8',
      verdict: 'rejected',
      code: 'expired',
      says: '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)',
      at: 0,
    }
    expect(lines(stdout)).toEqual(['case 1', 'case 2'].flatMap((name) => [go, python].map((line) => ({ case: name, ...line }))))
  })

  test('a case that cannot be read is a line with an error, and the rest go on', async () => {
    const { certificates, cases } = batch(2)
    const [first, last] = cases
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [{ ...first, name: 'no time', time: 'yesterday' }, /no RFC 3339 instant/],
      [{ ...first, name: 'no such day', time: '2026-02-30T00:00:00Z' }, /no RFC 3339 instant/],
      [{ ...first, name: 'unknown certificate', sent: ['nobody'] }, /nobody/],
      [{ ...first, name: 'inherited', sent: ['toString'] }, /toString/],
      [{ ...first, name: 'nothing sent', sent: [] }, /sent is empty/],
      [{ name: 'half' }, /sent/],
      [{ ...first, name: 7 }, /name/],
      [null, /./],
      ['text', /./],
    ]
    const path = write('mixed.json', { certificates, cases: [first, ...bad.map(([item]) => item), last] })
    const { code, stdout, stderr } = await program.run(['check', '--cases', path, '--client', 'go-1.24'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const told = lines(stdout)
    expect(told).toHaveLength(bad.length + 2)
    expect(told[0]).toMatchObject({ case: 'case 1', verdict: 'rejected' })
    expect(told.at(-1)).toMatchObject({ case: 'case 2', verdict: 'rejected' })
    for (const [i, [, reason]] of bad.entries()) {
      expect(told[i + 1]).toEqual({ case: expect.any(String), error: expect.stringMatching(reason) })
    }
  })

  test('from standard input', async () => {
    const { code, stdout } = await program.run(['check', '--cases', '-', '--client', 'go-1.24'], {
      stdin: JSON.stringify(batch()),
    })
    expect(code).toBe(0)
    expect(lines(stdout)).toHaveLength(1)
  })

  test('no cases: no line', async () => {
    expect(await program.run(['check', '--cases', write('none.json', { certificates: {}, cases: [] })])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
  })

  test('a reader that has seen enough (| head) ends it quietly', async () => {
    const path = write('many.json', batch(3000))
    const child = program.start(['check', '--cases', path, '--client', 'go-1.24', '--client', 'python-3.8'])
    const head = spawn('head', ['-n', '1'], { stdio: ['pipe', 'pipe', 'ignore'] })
    let stderr = ''
    let first = ''
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    head.stdout.on('data', (chunk: Buffer) => (first += chunk.toString()))
    // The pipe between them breaks when head goes; that is no failure of this test.
    head.stdin.on('error', () => undefined)
    head.stdin.once('close', () => child.stdout?.destroy())
    child.stdout?.pipe(head.stdin)
    try {
      const { code } = await endOf(child, 20_000)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(JSON.parse(first)).toMatchObject({ case: 'case 1' })
    } finally {
      child.kill('SIGKILL')
      head.kill('SIGKILL')
    }
  })
})

test('the golden cases that this file builds on are as they were', () => {
  const text = readFileSync(new URL('../cases/expired-leaf/expected.txt', import.meta.url), 'utf8')
  expect(text).toContain('2026-11-19T00:00:00Z, 3 days ago')
})

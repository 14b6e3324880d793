import { describe, expect, test } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { looked, oneLook } from '../../src/host/one-look.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, utc } from '../../src/lab/shapes.ts'
import { readStore } from '../../src/stores/index.ts'
import { machine } from '../support/machine.ts'

const bundle = '/etc/ssl/certs/ca-certificates.crt'
const now = utc('2026-09-01T00:00:00Z')
const [first, second] = ['First', 'Second'].map((name) =>
  certificatesPem([rootCertificate(authority('one-look', name), around(now, -10, 10))]),
)

/** A machine whose bundle changes, and what was asked of it. */
function changing() {
  const asked: string[] = []
  let content = first ?? ''
  const base = machine({ files: { [bundle]: content } })
  const host: Host = {
    ...base,
    readFile: (path) => {
      asked.push(path)
      return path === bundle ? new TextEncoder().encode(content) : base.readFile(path)
    },
    run: async (argv) => {
      asked.push(argv.join(' '))
      return { kind: 'ended', code: 0, stdout: String(asked.length), stderr: '' }
    },
  }
  const change = (): void => {
    content = `${first}${second}`
  }
  const size = async (of: Host): Promise<number> => {
    const store = await readStore(of, bundle)
    return store === null || 'unreadable' in store ? -1 : store.certificates.length
  }
  return { host, asked, change, size }
}

const options = { timeout: 1000, env: {} }

describe('a machine that is looked at once', () => {
  test('reads a store once, and stays as it was; the machine itself shows what has changed', async () => {
    const { host, asked, change, size } = changing()
    const once = oneLook(host)
    expect(await size(once)).toBe(1)
    const before = asked.length
    change()
    expect([await size(once), asked.length]).toEqual([1, before])
    expect(await size(host)).toBe(2)
    expect(await size(oneLook(host))).toBe(2)
  })

  test('with other files or variables is another one', async () => {
    const { host, change, size } = changing()
    const once = oneLook(host)
    expect(await size(once)).toBe(1)
    change()
    expect(await size({ ...once, env: { A: '1' } })).toBe(2)
  })

  test('starts the same program once, and another anew: by arguments, variables and input', async () => {
    const { host, asked } = changing()
    const once = oneLook(host)
    const ran = await Promise.all([
      once.run(['/bin/a', '-v'], options),
      once.run(['/bin/a', '-v'], options),
      once.run(['/bin/a', '-w'], options),
      once.run(['/bin/a', '-v'], { ...options, env: { A: '1' } }),
      once.run(['/bin/a', '-v'], { ...options, input: 'x' }),
    ])
    expect(asked).toHaveLength(4)
    expect(ran[0]).toBe(ran[1])
    expect(new Set(ran).size).toBe(4)
  })

  test('is not looked at once more where it is already', () => {
    const once = oneLook(changing().host)
    expect(oneLook(once)).toBe(once)
  })
})

test('a machine itself answers each question anew', () => {
  const { host } = changing()
  let n = 0
  expect([looked(host, 'a', () => ++n), looked(host, 'a', () => ++n)]).toEqual([1, 2])
  const once = oneLook(host)
  expect([looked(once, 'a', () => ++n), looked(once, 'a', () => ++n), looked(once, 'b', () => ++n)]).toEqual([3, 3, 4])
})

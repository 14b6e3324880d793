import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { explain } from '../../src/explain/explain.ts'

interface Run {
  readonly client: string
  readonly fault: string
  readonly port: number
  readonly text: string
}

const { true: causes, runs }: { readonly true: Readonly<Record<string, string>>; readonly runs: readonly Run[] } = JSON.parse(
  readFileSync(new URL('observed.json', import.meta.url), 'utf8'),
)

const runtimes: Readonly<Record<string, string>> = { 'gnutls-cli': 'gnutls' }

describe('what real clients printed on servers with one fault each', () => {
  test('there are enough of them', () => {
    expect(runs.length).toBeGreaterThan(150)
    expect(new Set(runs.map((run) => run.client.replace(/-\d.*$/, ''))).size).toBeGreaterThanOrEqual(12)
  })

  test.each(runs)('$client: $fault', ({ client, fault, port, text }) => {
    const { recognised } = explain(text)
    const [first] = recognised
    const name = client.replace(/-\d.*$/, '')
    expect(first, text).toBeDefined()
    expect(first?.runtime).toBe(runtimes[name] ?? name)
    if (client.startsWith('python-')) expect(first?.version).toBe(/^python-(\d\.\d+)/.exec(client)?.[1])
    if (first?.host !== null) expect([port, null]).toContain(first?.port)
    const told = recognised.flatMap((one) => one.causes)
    // A text that names no cause leaves it open; one that does includes the true one.
    if (recognised.some((one) => one.namesCause)) expect(told, text).toContain(causes[fault])
  })
})

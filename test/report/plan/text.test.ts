import { describe, expect, it } from 'vitest'
import { typedAgain } from '../../../src/commands/typed-again.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { FixReport } from '../../../src/model/fix-report.ts'
import { seconds } from '../../../src/model/time.ts'
import { renderPlans } from '../../../src/report/plan/text.ts'
import { textOf } from '../../../src/report/styled.ts'
import { faultWords } from '../../../src/report/words/faults.ts'
import { findingWords } from '../../../src/report/words/findings.ts'
import { ownerWords } from '../../../src/report/words/remedies.ts'
import { slotNames } from '../../../src/report/fill.ts'

const seat = (client: string, store = 'system') => ({ client, store })
const none = { cures: [], breaks: [], stillRejects: [] }
const wanted = [seat('python-3.11'), seat('openssl-1.0.2')]
const report = (set: Partial<FixReport>): FixReport => ({
  schema: 1,
  at: seconds(1_790_000_000),
  asked: 'example.org',
  again: "example.org --store 'my store.pem'",
  isApplied: false,
  target: { host: 'example.org', port: 443 },
  wanted,
  chosen: [],
  instead: [],
  server: null,
  advice: [],
  uncured: wanted,
  faults: [],
  vouched: [],
  refused: [],
  unusable: [],
  open: [],
  contacted: [],
  ...set,
})
const fault = (set: Partial<Fault>): Fault => ({
  code: 'RC101',
  kind: 'beyond-stores',
  what: 'It expired.',
  means: 'It must be renewed.',
  clients: wanted.map((w) => w.client),
  orders: [{ owner: 'server-operator', what: 'renew it', command: '' }],
  ...set,
})
const lines = (set: Partial<FixReport>): readonly string[] => renderPlans(report(set)).map(textOf)
const shown = {
  schema: 1,
  cure: 'ssl-cert-file',
  title: 'SSL_CERT_FILE',
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  steps: [],
  deltas: [],
  proof: { ...none, cures: wanted },
  clients: ['python-3.11'],
  notes: [],
} as const

describe('a plan for a person', () => {
  it('answers in its first line', () => {
    expect(lines({ wanted: [] })[0]).toBe(
      'Nothing is to be fixed: every client that was asked accepts the certificate of the server.',
    )
    expect(lines({})[0]).toBe('No plan: nothing that was found cures it.')
    expect(lines({ faults: [fault({})] })[0]).toBe('No root cures this. It expired.')
    expect(lines({ faults: [fault({ kind: 'open' })] })[0]).toBe('Nothing was found that cures this. It expired.')
    expect(lines({ chosen: [shown], uncured: [] })[0]).toBe(
      'This would cure both of those that reject. Nothing has been changed yet.',
    )
    const server = { chain: ['a', 'b'], proof: { ...none, cures: wanted }, file: '', places: [] }
    expect(lines({ server })[0]).toBe('The server is to send another chain: nothing has to be changed on this machine.')
  })

  it('of a clock that is slow it does not tell each certificate that is not valid yet', () => {
    const both = [fault({ code: 'RC105', what: 'It is not valid yet.' }), fault({ code: 'RC106', what: 'The clock is slow.' })]
    expect(lines({ faults: both })[0]).toBe('No root cures this. The clock is slow.')
    expect(lines({ faults: both }).join('\n')).not.toContain('RC105')
  })

  it('ends with the command that carries it out, with the flags it was asked with, and without it while it is carried out', () => {
    expect(lines({ chosen: [shown], uncured: [] }).at(-1)).toBe("  rootcause fix example.org --store 'my store.pem' --apply")
    expect(lines({ chosen: [shown], uncured: [], isApplied: true }).join('\n')).not.toContain('--apply')
    expect(lines({ faults: [fault({})] }).join('\n')).not.toContain('--apply')
  })

  it('commands are one span, which no painter breaks', () => {
    const all = renderPlans(report({ chosen: [shown], uncured: [] })).flat()
    expect(all.filter((s) => s.text.includes('rootcause fix')).map((s) => s.whole)).toEqual([true])
  })
})

describe('a command that is asked again', () => {
  it('has every flag that decides, each value one word of a shell', () => {
    expect(
      typedAgain("it's.pem", {
        client: ['a', 'b'],
        store: ['my store'],
        at: '-3d',
        root: ['$(reboot)'],
        aia: true,
        noProxy: true,
      }),
    ).toBe("'it'\\''s.pem' --client a --client b --store 'my store' --at -3d --root '$(reboot)' --aia --no-proxy")
    expect(typedAgain('example.org', {})).toBe('example.org')
  })
})

describe('who can do what about a fault', () => {
  it.each(Object.entries(faultWords))(
    '%s is a finding, and its orders have an owner and no slot but the host',
    (code, { orders }) => {
      expect(Object.hasOwn(findingWords, code)).toBe(true)
      expect(orders.length).toBeGreaterThan(0)
      for (const { owner, what } of orders) {
        expect(ownerWords[owner]).toBeTruthy()
        expect(slotNames(what).filter((slot) => slot !== 'host')).toEqual([])
        // Never advised (DESIGN §7).
        expect(what).not.toMatch(/--insecure|verify\s*=\s*false|turn(?:ing)? verification off/i)
      }
    },
  )
})

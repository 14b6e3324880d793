import { describe, expect, it } from 'vitest'
import { typedAgain } from '../../../src/commands/typed-again.ts'
import type { Fault } from '../../../src/model/fault.ts'
import { seconds } from '../../../src/model/time.ts'
import type { PlanReport } from '../../../src/report/plan/plan-report.ts'
import { renderPlans } from '../../../src/report/plan/text.ts'
import { textOf } from '../../../src/report/styled.ts'
import { faultWords } from '../../../src/report/words/faults.ts'
import { findingWords } from '../../../src/report/words/findings.ts'
import { ownerWords } from '../../../src/report/words/remedies.ts'
import { slotNames } from '../../../src/report/fill.ts'

const seat = (client: string, store = 'system') => ({ client, store })
const none = { cures: [], breaks: [], stillRejects: [] }
const wanted = [seat('python-3.11'), seat('openssl-1.0.2')]
const report = (set: Partial<PlanReport>): PlanReport => ({
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
const lines = (set: Partial<PlanReport>): readonly string[] => renderPlans(report(set)).map(textOf)
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

describe('what is told beside the plans', () => {
  const certificate = { label: 'Some Root', sha256: 'ab'.repeat(32) }
  const sheet = {
    verdict: { kind: 'authentic', by: 'own-fingerprint', despite: [] },
    includedBy: [],
    statements: [],
    crossCertificates: [],
    contradictions: [],
    sameKeyAs: [],
    candidate: certificate.sha256,
  }
  const vouched = [
    {
      needed: [{ as: 'anchor', certificate, where: ['sent by the server'], isHeld: true, sheet }],
      proof: { ...none, cures: wanted },
    },
  ] as unknown as PlanReport['vouched']
  const text = (set: Partial<PlanReport>): string => lines(set).join('\n')

  it('what a server demands of its clients is no acceptance', () => {
    const told = lines({ wanted: [], uncured: [], faults: [fault({ code: 'RC717', what: 'It wants a certificate of yours.' })] })
    expect(told[0]).toMatch(/^No store cures this\. It wants a certificate of yours\. .*\(RC717\)$/)
    expect(told[1]).toBe('  On the server: renew it')
    expect(told.join('\n')).not.toMatch(/Nothing is to be fixed|accepts/)
  })

  it('a patch of the project says what it is for, as the plan and beside one', () => {
    const patch = { ...shown, cure: 'project-dockerfile', title: 'the images', scope: 'project', proof: none } as const
    expect(lines({ chosen: [patch] })[0]).toMatch(/^A patch of this project, .* cures no program of this machine\./)
    const beside = text({ chosen: [shown], uncured: [], instead: [patch] })
    expect(beside).toMatch(
      /For what is built of this project .*cures no program of this machine.*\n.*--with project-dockerfile: the images/,
    )
    expect(beside).not.toContain('Other ways, in place of this')
  })

  it('a script is offered for clients that would notice it, and only where they run elsewhere', () => {
    expect(text({ vouched })).toContain('--as sh')
    expect(text({ vouched, isScriptable: false })).not.toContain('--as sh')
    const narrow = text({ vouched, programsHere: 2, wider: 'example.org --client java' })
    expect(narrow).not.toMatch(/--as sh|No program of this machine/)
    expect(narrow).toMatch(
      /No way of that scope reaches the programs of this machine[\s\S]*rootcause fix example\.org --client java$/,
    )
  })

  it('who is left is called by the program, with the way that reaches it', () => {
    const [first, second] = wanted
    const left = [{ ...seat('python-3.11'), programs: ['npm 10.8.2'], ways: ['npm-cafile'] }]
    const told = text({
      chosen: [{ ...shown, proof: { ...none, cures: second === undefined ? [] : [second] } }],
      uncured: first === undefined ? [] : [first],
      left,
    })
    expect(told).toContain('Not cured: npm 10.8.2 (python-3.11 on system); --with npm-cafile reaches it.')
    expect(told).not.toContain('nothing that was found')
  })

  it('one release on two stores is told with its store, where one of them is cured and one is left', () => {
    const [own, other] = [seat('java-25.0.3', 'jks:/opt/a'), seat('java-25.0.3', 'jks:/opt/b')]
    const told = text({ wanted: [own, other], chosen: [{ ...shown, proof: { ...none, cures: [own] } }], uncured: [other] })
    expect(told).toContain('Cures java-25.0.3 on jks:/opt/a (proved')
    expect(told).toContain('Not cured: java-25.0.3 on jks:/opt/b; nothing that was found reaches them.')
  })

  it('warns of a number that came from the server, and does not tell it again', () => {
    const told = text({ vouched, cautions: ['It was seen nowhere else.'] })
    expect(told).toContain('Beware: It was seen nowhere else.')
    expect(told).not.toContain(certificate.sha256)
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

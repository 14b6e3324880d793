import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { oid, sequence, setOf, tlv, utf8String } from '../../src/lab/der-writer.ts'
import type { CertificateSpec } from '../../src/lab/mint.ts'
import { seconds } from '../../src/model/time.ts'
import { fuzzOracles } from '../../tools/oracle/fuzz/oracles/index.ts'
import { altNames, type AnyGeneralName, at, constraints, minted, type Plan, put } from '../validation/agreement/plan.ts'
import { type Case, goodChain } from '../validation/agreement/random-case.ts'
import { random } from '../validation/agreement/random.ts'
import { askInstalled, type Told } from './ask-installed.ts'

/** What long runs of differential fuzzing met, made small: each verifier that is here is asked again. */

const folder = mkdtempSync(join(tmpdir(), 'fuzz-found-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const days = 86_400
const host = 'www.agree.test'
const text = (value: string): Uint8Array => Buffer.from(value, 'latin1')

/** A good chain with two authorities (places 1 and 2) below the root, changed before it is minted; `over`: octets by place. */
function chain(
  id: string,
  change: (plans: readonly Plan[]) => void,
  over: Readonly<Record<number, Partial<CertificateSpec>>>,
): Case {
  const { chain: plans } = goodChain(random(11), 2)
  change(plans)
  const octets = plans.map((p, i) => minted(p, over[i] ?? {}))
  return { id, done: [], sent: octets.slice(0, -1), store: octets.slice(-1), host, at, key: plans[0]?.key.privateKey ?? null }
}

const constrained =
  (place: number, permitted: readonly AnyGeneralName[], excluded: readonly AnyGeneralName[] = []) =>
  (plans: readonly Plan[]): void => {
    const p = plans[place]
    if (p !== undefined) put(p, constraints(permitted, excluded))
  }

const all =
  (...changes: readonly ((plans: readonly Plan[]) => void)[]) =>
  (plans: readonly Plan[]): void => {
    for (const change of changes) change(plans)
  }

const named =
  (subject: string, ...names: readonly AnyGeneralName[]) =>
  (plans: readonly Plan[]): void => {
    const [leaf] = plans
    if (leaf === undefined) return
    leaf.subject = `${host}|${subject}`
    put(leaf, altNames([{ dns: host }, ...names]))
  }

/** RFC 2985 §5.2.1 wants an IA5String. */
const mailInUtf8 = sequence(setOf(sequence(oid('1.2.840.113549.1.9.1'), utf8String('a@agree.test'))))
/** RFC 5280 §4.1.2.1: 0, 1 or 2 behind [0]. */
const version = (...octets: readonly number[]): Uint8Array => tlv(0xa0, tlv(0x02, Uint8Array.from(octets)))
const versions: readonly (readonly [string, Uint8Array])[] = [
  ['-1', version(0xff)],
  ['-128', version(0x80)],
  ['3', version(3)],
  ['127', version(127)],
  ['128', version(0, 128)],
  ['256', version(1, 0)],
]

const late = (one: Case, by: number): Case => ({ ...one, at: seconds(at + by * days) })
const dated = (id: string, over: Partial<CertificateSpec>): Case => chain(id, () => {}, { 0: over })

/** Where a word is told, what the verifier of that name says of the case. */
const cases: readonly Told[] = [
  {
    one: chain(
      'subject address beside another',
      all(named('nonsense', { email: 'a@agree.test' }), constrained(2, [{ email: 'b@' }])),
      {},
    ),
    says: { 'openssl-3.0': /^error 53 /, 'gnutls-3.7': /constraints/ },
  },
  {
    one: chain(
      'subject address that is excluded',
      all(named('x@else.test', { email: 'a@agree.test' }), constrained(1, [], [{ email: 'else.test' }])),
      {},
    ),
    says: { 'openssl-3.0': /^error 48 /, 'go-1.19': /^accepted$/ },
  },
  {
    one: chain('subject address in UTF-8', constrained(1, [{ dns: 'agree.test' }]), { 0: { subject: mailInUtf8 } }),
    says: { 'openssl-3.0': /^error 53 /, 'go-1.19': /^accepted$/ },
  },
  {
    one: chain('subject address in UTF-8, nothing constrained', () => {}, { 0: { subject: mailInUtf8 } }),
    says: { 'openssl-3.0': /^accepted$/ },
  },
  {
    one: chain(
      'no address, another excluded',
      all(named('nonsense', { email: 'not an address' }), constrained(1, [], [{ email: 'agree.test' }])),
      {},
    ),
    says: { 'gnutls-3.7': /^accepted$/ },
  },
  ...[
    ['agree.test', 'agree.test'],
    ['x.agree.test', '.agree.test'],
    ['agree.test', '.agree.test'],
    ['x', 'agree.test'],
  ].flatMap(([value = '', base = '']) => [
    {
      one: chain(
        `no address ${value}, permitted ${base}`,
        all(named('a@x.test', { email: value }), constrained(1, [{ email: base }])),
        {},
      ),
    },
    {
      one: chain(
        `no address ${value}, excluded ${base}`,
        all(named('a@x.test', { email: value }), constrained(1, [], [{ email: base }])),
        {},
      ),
    },
    { one: chain(`subject ${value}, excluded ${base}`, all(named(value), constrained(1, [], [{ email: base }])), {}) },
  ]),
  ...versions.flatMap(([number, field]) =>
    [0, 1, 2].flatMap((place) => [
      { one: chain(`version ${number}, no extensions, at ${place}`, () => {}, { [place]: { version: field, extensions: [] } }) },
      { one: chain(`version ${number} at ${place}`, () => {}, { [place]: { version: field } }) },
    ]),
  ),
  {
    one: chain('version -1 without extensions', () => {}, { 0: { version: version(0xff), extensions: [] } }),
    says: { 'gnutls-3.7': /^unreadable$/, 'java-17': /^accepted$/ },
  },
  ...['+0100', '-0730', '+0000', '-2359'].flatMap((offset) => [
    { one: late(dated(`UTCTime ${offset}`, { notAfter: tlv(0x17, text(`270121000000${offset}`)) }), 400) },
    { one: late(dated(`GeneralizedTime ${offset}`, { notAfter: tlv(0x18, text(`20270121000000${offset}`)) }), 400) },
    { one: late(dated(`not before ${offset}`, { notBefore: tlv(0x17, text(`261101000000${offset}`)) }), -300) },
  ]),
  {
    one: late(
      dated('both dates', { notBefore: tlv(0x17, text('261001000000-0500')), notAfter: tlv(0x17, text('270121000000+0100')) }),
      400,
    ),
    says: { 'go-1.19': / is after 2027-01-21T00:00:00\+01:00$/ },
  },
  {
    one: chain(
      'nothing permitted by both',
      all(constrained(2, [{ dns: 'agree.test' }]), constrained(1, [{ dns: 'other.test' }])),
      {},
    ),
    says: { 'java-17': /DNSName must not be null or empty$/ },
  },
  {
    one: chain(
      'the target permits another',
      all(constrained(1, [{ dns: 'agree.test' }]), constrained(0, [{ dns: 'other.test' }])),
      {},
    ),
    says: { 'java-17': /DNSName must not be null or empty$/ },
  },
  {
    one: chain('the target permits everything', all(constrained(1, [{ dns: 'agree.test' }]), constrained(0, [{ dns: '' }])), {}),
    says: { 'java-17': /index out of range: 0$/ },
  },
  ...(
    [
      [[{ dns: 'agree.test' }], [{ dns: 'www.agree.test' }]],
      [[{ dns: 'www.agree.test' }], [{ dns: 'agree.test' }, { dns: '.agree.test' }]],
      [[{ dns: 'agree.test' }, { dns: 'other.test' }], [{ dns: 'www.agree.test' }]],
      [[{ dns: 'other.test' }, { dns: 'agree.test' }], [{ dns: 'www.agree.test' }]],
      [[{ dns: 'agree.test' }, { dns: 'other.test' }], [{ dns: 'AGREE.test' }]],
      [[{ dns: 'agree.test' }], [{ ip: [10, 0, 0, 0, 255, 0, 0, 0] }]],
    ] as const
  ).map(([above, below], i) => ({ one: chain(`joined ${i}`, all(constrained(2, above), constrained(1, below)), {}) })),
]

describe.each(fuzzOracles.filter(({ id }) => /^(?:openssl|go|gnutls|java|deno)/.test(id)))('$id', (oracle) => {
  const known = oracle.version()
  it.skipIf(known === null)(
    `says what the engine says (skipped where it is not installed; here: ${known})`,
    { timeout: 120_000 },
    () => askInstalled(oracle, folder, cases),
  )
})

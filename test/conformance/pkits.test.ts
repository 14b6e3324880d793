import { describe, expect, test } from 'vitest'
import type { ClientProfile } from '../../src/model/client.ts'
import { seconds } from '../../src/model/time.ts'
import { rfc5280 } from '../../src/clients/rfc5280.ts'
import { sharedJson } from '../support/shared.ts'
import { briefly, certificateReader, judged } from './suite.ts'

/** `corpora/pkits/pkits.json`: see the note in it. Policies have a test of their own beside this one. */
interface Pkits {
  readonly time: string
  readonly certs: Readonly<Record<string, string>>
  readonly crls: Readonly<Record<string, string>>
  readonly tests: readonly PkitsTest[]
}

interface PkitsTest {
  readonly test_number: string
  readonly id: string
  readonly name: string
  /** Anchor first, target last. */
  readonly certs: readonly string[]
  readonly initial_policy_set: readonly string[]
  readonly initial_explicit_policy: boolean
  readonly initial_policy_mapping_inhibit: boolean
  readonly initial_inhibit_any_policy: boolean
  readonly should_validate: boolean
}

const pkits = sharedJson<Pkits>('corpora/pkits/pkits.json')
const read = certificateReader()

function skipped(one: PkitsTest): string | null {
  if (/^4\.(4|14|15)\./.test(one.test_number)) return 'CRLs are not looked at'
  if (/^4\.(8|9|10|11|12)\./.test(one.test_number)) return 'policies: test/conformance/pkits-policies.test.ts'
  return skippedByName[one.test_number] ?? null
}

/** Tests of other sections in which nothing is at fault that is looked at here. */
const skippedByName: Readonly<Record<string, string>> = {
  '4.1.5': 'DSA parameters that are inherited from the issuer (RFC 3279 §2.3.2): no client of today computes them',
  '4.5.2': 'the fault is that the target is revoked',
  '4.5.5': 'the fault is that the target is revoked',
  '4.5.7': 'the fault is that the target is revoked',
  '4.7.4': 'the fault is that keyUsage of an authority does not allow it to sign its CRL (cRLSign)',
  '4.7.5': 'the fault is that keyUsage of an authority does not allow it to sign its CRL (cRLSign)',
}

/** PKITS certificates are no TLS servers' in all: their keyUsage may lack what TLS asks of a server, so the path alone is judged. */
function pathAlone(client: ClientProfile): ClientProfile {
  const { verifier } = client
  if (verifier.strategy !== 'depth-first') throw new Error('the reference is another one now')
  const isOfPath = (id: string) => id !== 'purpose'
  return { ...client, verifier: { ...verifier, onPath: verifier.onPath.map((pass) => pass.filter(isOfPath)) } }
}

describe.skipIf(pkits === null)('NIST PKITS without CRLs and policies (skipped where ../shared/corpora/pkits is absent)', () => {
  const corpus = pkits
  const cases = corpus?.tests ?? []
  const [reference] = rfc5280()

  test('is there whole', () => {
    expect(cases.length).toBe(247)
    expect(cases.filter((one) => skipped(one) === null).length).toBeGreaterThan(80)
  })

  test.each(cases.filter((one) => skipped(one) === null))('$test_number $name ($id)', (one) => {
    if (corpus === null || reference === undefined) throw new Error('unreachable: skipped without the corpus')
    const [anchor, ...path] = one.certs.map((name) => read(corpus.certs[name] ?? ''))
    if (anchor === undefined) throw new Error('a test has no anchor')
    const verdict = judged(pathAlone(reference), {
      sent: path.toReversed(),
      anchors: [anchor],
      host: '',
      at: seconds(Date.parse(corpus.time) / 1000),
    })
    expect(verdict.kind, briefly(verdict)).toBe(one.should_validate ? 'accepted' : 'rejected')
  })

  test.each(cases.filter((one) => skipped(one) !== null).map((one) => [one.test_number, one.id, skipped(one)]))(
    '%s %s is skipped: %s',
    (number, _id, reason) => {
      expect(reason).not.toBe('')
      expect(number).toMatch(/^4\.(1|4|5|7|8|9|10|11|12|14|15)\./)
    },
  )
})

import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import type { PolicyDialect } from '../../src/model/policy.ts'
import { seconds } from '../../src/model/time.ts'
import { go } from '../../src/clients/go.ts'
import { java } from '../../src/clients/java.ts'
import { rfc5280 } from '../../src/clients/rfc5280.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { processPolicies, rfc5280Policies } from '../../src/validation/checks/policies.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { sharedJson } from '../support/shared.ts'

/** `corpora/pkits/pkits.json`: see the note in it. */
interface Pkits {
  readonly time: string
  readonly policy_oids: Readonly<Record<string, string>>
  readonly certs: Readonly<Record<string, string>>
  readonly tests: readonly PkitsTest[]
}

interface PkitsTest {
  readonly test_number: string
  readonly id: string
  /** Anchor first, target last. */
  readonly certs: readonly string[]
  readonly initial_policy_set: readonly string[]
  readonly initial_explicit_policy: boolean
  readonly initial_policy_mapping_inhibit: boolean
  readonly initial_inhibit_any_policy: boolean
  readonly should_validate: boolean
  readonly user_constrained_policy_set: readonly string[]
}

/** The dialect of a shipped profile. */
function policiesOf(clients: readonly ClientProfile[], id: string): PolicyDialect {
  const verifier = clients.find((client) => client.id === id)?.verifier
  const found = verifier !== undefined && 'policies' in verifier ? verifier.policies : null
  if (found === null) throw new Error(`${id} looks at no policies`)
  return found
}

const pkits = sharedJson<Pkits>('corpora/pkits/pkits.json')
const isOfPolicies = ({ test_number: number }: PkitsTest): boolean => /^4\.(8|9|10|11|12)\./.test(number)
const tests = pkits?.tests.filter(isOfPolicies) ?? []

const interned = new Map<string, Certificate>()

function certificate({ certs }: Pkits, name: string): Certificate {
  let found = interned.get(name)
  const text = certs[name]
  if (text === undefined) throw new Error(`the corpus holds no certificate ${name}`)
  if (found === undefined) interned.set(name, (found = readCertificate(new Uint8Array(Buffer.from(text, 'base64')))))
  return found
}

/** The path of a test, target first, without its anchor; and the anchor. */
function pathOf(corpus: Pkits, { certs }: PkitsTest) {
  const [anchor, ...path] = certs.map((name) => certificate(corpus, name))
  if (anchor === undefined) throw new Error('a test of the corpus has no anchor')
  return { path: path.reverse(), anchor }
}

describe.skipIf(pkits === null)('NIST PKITS 4.8 to 4.12 (skipped where ../shared/corpora/pkits is absent)', () => {
  const corpus = pkits as Pkits

  test('the corpus holds all of them', () => expect(tests.length).toBe(88))

  // The corpus holds no self-issued target, and what else these dialects depart in moves no verdict in it.
  const dialects = {
    'RFC 5280': rfc5280Policies,
    'Go 1.24': policiesOf(go(), 'go-1.24'),
    'Java 17': policiesOf(java(), 'java-17'),
  }

  describe.each(Object.entries(dialects))('processPolicies as %s, with the inputs of each test', (_name, dialect) => {
    test.each(tests)('$id', (one) => {
      const oid = (name: string): string => {
        const found = corpus.policy_oids[name]
        if (found === undefined) throw new Error(`the corpus does not say what ${name} is`)
        return found
      }
      const outcome = processPolicies(
        pathOf(corpus, one).path,
        {
          initialPolicies: one.initial_policy_set.map(oid),
          explicitPolicy: one.initial_explicit_policy,
          mappingInhibited: one.initial_policy_mapping_inhibit,
          anyPolicyInhibited: one.initial_inhibit_any_policy,
        },
        dialect,
      )
      expect(outcome.kind).toBe(one.should_validate ? 'valid' : 'invalid')
      if (outcome.kind === 'valid') expect([...outcome.policies].sort()).toEqual(one.user_constrained_policy_set.map(oid).sort())
    })
  })

  describe('the reference profile, where no policy is asked for', () => {
    const verify = nodeSignatureVerifier()
    const plain = tests.filter(
      (t) =>
        t.initial_policy_set.join() === 'anyPolicy' &&
        !t.initial_explicit_policy &&
        !t.initial_policy_mapping_inhibit &&
        !t.initial_inhibit_any_policy,
    )
    const [client] = rfc5280()
    test.each(plain)('$id', (one) => {
      const { path, anchor } = pathOf(corpus, one)
      const store = trustStore('store', 'the anchor of the test', [anchor])
      const scenario: Scenario = { graph: pathGraph(path, [store], verify), sent: path, store, host: '', tlsVersion: null }
      if (client === undefined) throw new Error('no reference profile')
      const verdict = evaluate(scenario, client, seconds(Date.parse(corpus.time) / 1000))
      const told = verdict.kind === 'rejected' ? verdict.told.code : verdict.kind
      expect(told).toBe(one.should_validate ? 'accepted' : 'policy')
    })
  })
})

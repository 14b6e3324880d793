import { resolveClient } from '../../src/clients/resolve.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds } from '../../src/model/time.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import type { Recording } from '../../tools/oracle/client.ts'
import type { MintedCase, MintedCases } from './cases/mint-cases.ts'
import { sameSentence } from './normalise.ts'

/** How the engine stands to one recorded answer. `not-graded`: the client had no opinion, or was not asked. */
export interface Agreement {
  readonly name: string
  readonly kind: 'same' | 'text' | 'verdict' | 'not-graded'
  readonly theirs: string
  readonly ours: string
  readonly scenario: Scenario
}

/** Every recorded case of one client against the profile that answers for its release; `null`: there is none. */
export function replay(cases: MintedCases, recording: Recording): readonly Agreement[] | null {
  const resolved = resolveClient(recording.profile)
  if (resolved === null) return null
  const { profile } = resolved
  return cases.cases.flatMap((one): readonly Agreement[] => {
    const said = recording.cases[one.name]
    if (said === undefined) return []
    const scenario = scenarioOf(cases, one)
    const at = seconds(Date.parse(one.time) / 1000)
    const verdict = evaluate(scenario, profile, at)
    const text = verdict.kind === 'rejected' ? render(says(profile.texts(), verdict.told, { host: one.host }), at) : ''
    const theirs = `${said.result} ${said.text}`.trim()
    const ours = `${verdict.kind} ${text}`.trim()
    const grade = (kind: Agreement['kind']): readonly Agreement[] => [{ name: one.name, kind, theirs, ours, scenario }]
    if (said.result === 'n') return grade('not-graded')
    if (verdict.kind !== kinds[said.result]) return grade('verdict')
    return grade(text === '' || sameSentence(text, said.text) ? 'same' : 'text')
  })
}

const kinds = { A: 'accepted', R: 'rejected', H: 'hangs' } as const

const verify = nodeSignatureVerifier()
const scenarios = new WeakMap<MintedCase, Scenario>()
const interned = new Map<string, Certificate>()

/** One case as the engine takes it, the same for all clients. No server of ours staples. */
function scenarioOf({ certificates }: MintedCases, one: MintedCase): Scenario {
  const known = scenarios.get(one)
  if (known !== undefined) return known
  const certificate = (name: string): Certificate => {
    const base64 = certificates[name] ?? ''
    let found = interned.get(base64)
    if (found === undefined) interned.set(base64, (found = readCertificate(new Uint8Array(Buffer.from(base64, 'base64')))))
    return found
  }
  const sent = one.sent.map(certificate)
  const store = trustStore('store', 'the store of the case', one.store.map(certificate))
  const scenario: Scenario = {
    graph: pathGraph(sent, [store], verify),
    sent,
    store,
    host: one.host,
    tlsVersion: null,
    stapled: 'no',
  }
  scenarios.set(one, scenario)
  return scenario
}

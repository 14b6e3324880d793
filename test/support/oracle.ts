import type { Certificate } from '../../src/model/certificate.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { sharedJson } from './shared.ts'

/** `oracle/cases.json`: see its README. */
export interface OracleCases {
  readonly certificates: Readonly<Record<string, string>>
  readonly cases: readonly { name: string; sent: readonly string[]; store: readonly string[]; host: string; time: string }[]
}

/** `oracle/observed.json`: client, case, what it said. */
export type Observed = Readonly<
  Record<string, Readonly<Record<string, { readonly result: 'A' | 'R' | 'n'; readonly text: string }>>>
>

export const oracleCases = sharedJson<OracleCases>('oracle/cases.json')
export const observed = sharedJson<Observed>('oracle/observed.json')
export const oracleProfiles = sharedJson<Readonly<Record<string, string>>>('oracle/profiles.json')

const verify = nodeSignatureVerifier()
const interned = new Map<string, Certificate>()

const certificate = (cases: OracleCases, name: string): Certificate => {
  let found = interned.get(name)
  if (found === undefined) {
    const base64 = cases.certificates[name]
    if (base64 === undefined) throw new Error(`the recordings hold no certificate ${name}`)
    interned.set(name, (found = readCertificate(new Uint8Array(Buffer.from(base64, 'base64')))))
  }
  return found
}

/** One recorded case as the engine takes it. */
export function oracleScenario(cases: OracleCases, name: string): { readonly scenario: Scenario; readonly at: UnixSeconds } {
  const found = cases.cases.find((c) => c.name === name)
  if (found === undefined) throw new Error(`the recordings hold no case ${name}`)
  const sent = found.sent.map((n) => certificate(cases, n))
  const store = trustStore(
    'store',
    'the store of the case',
    found.store.map((n) => certificate(cases, n)),
  )
  return {
    scenario: { graph: pathGraph(sent, [store], verify), sent, store, host: found.host, tlsVersion: null },
    at: seconds(Date.parse(found.time) / 1000),
  }
}

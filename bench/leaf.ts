import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clients } from '../src/clients/index.ts'
import { pathGraph } from '../src/graph/path-graph.ts'
import { trustStore } from '../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../src/host/node-signature-verifier.ts'
import { leafCertificate } from '../src/lab/authority.ts'
import type { KeyKind } from '../src/lab/key.ts'
import type { Scenario } from '../src/model/path.ts'
import { labHost, loopbackNames, usualChain, usualValidity } from '../src/lab/shapes.ts'
import { seconds } from '../src/model/time.ts'
import type { Sha256 } from '../src/model/sha256.ts'
import { asker } from '../src/validation/answers.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import { goSide } from './go-side.ts'
import { cpuMicros, interleaved, rounds, type Row, type Skipped, tell } from './measure.ts'

/*
 * A new leaf under known intermediates: read it, take its hash, settle its signature, and say what every profile makes of it for
 * all of time; divided by the number of profiles (those that are the same verifier share
 * one answer, as in a report). Against Go: parse it and verify it at one instant, as one client. Each leaf is
 * new to us: none is seen twice. `node tools/run-ts.mjs bench/leaf.ts`
 */

const perRound = 100
/** Rounds until the compiler of the runtime has settled. */
const warmUp = 30
const now = seconds(Math.floor(Date.now() / 1000))
const bounds = { must: '1/10', goal: '1/20' }

const go = goSide()
const rows: (Row | Skipped)[] = []
for (const kind of ['rsa-2048', 'p-256'] as const) {
  const what = `a new leaf under a known ${kind} intermediate, per profile, all of time`
  if (go === null) rows.push({ what: `${what} / parse and verify of Go, one client`, skipped: 'Go is not installed' })
  else rows.push(await compare(what, kind))
}
go?.stop()
tell(rows)

async function compare(what: string, kind: KeyKind): Promise<Row> {
  const usual = usualChain(kind, now, { kinds: { root: kind, intermediate: kind, leaf: 'p-256' } })
  const { intermediate, leaf } = usual.entities
  const leaves = Array.from({ length: perRound * (rounds + warmUp) }, (_, i) =>
    leafCertificate(intermediate, leaf, usualValidity(now, 'leaf'), loopbackNames, { serial: BigInt(i + 1) }),
  )
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-bench-'))
  try {
    writeFileSync(join(folder, 'root.der'), usual.root)
    writeFileSync(join(folder, 'intermediate.der'), usual.intermediate)
    for (const [i, der] of leaves.slice(0, perRound).entries()) writeFileSync(join(folder, `leaf-${i}.der`), der)
    const store = trustStore('store', 'bench', [readCertificate(usual.root)])
    const known = readCertificate(usual.intermediate)
    const verify = nodeSignatureVerifier()
    let next = 0
    let segments = 0
    const one = (): void => {
      const der = leaves[next++] ?? usual.leaf
      const certificate = readCertificate(der, createHash('sha256').update(der).digest('hex') as Sha256)
      const sent = [certificate, known]
      const graph = pathGraph(sent, [store], verify)
      const ask = asker()
      const scenario: Scenario = { graph, sent, store, host: labHost, tlsVersion: null }
      for (const client of clients()) segments += ask(scenario, client).timeline().length
    }
    const [ours = 0, theirs = 0] = await interleaved(
      [() => cpuMicros(perRound, one) / clients().length, () => go?.ask(`verify ${folder} ${perRound * 10}`) ?? 0],
      warmUp,
    )
    if (segments === 0) throw new Error('timelines have segments')
    return { what: `${what} / parse and verify of ${go?.version}, one client`, unit: 'µs', ours, theirs, ...bounds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

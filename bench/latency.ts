import { chainServer } from './chain-server.ts'
import { captureOnce, connectOnce, versions } from './handshakes.ts'
import { interleaved, median, type Row, tell } from './measure.ts'

/*
 * How long one takes by the clock, one after the other in a warm process: a captured chain against `tls.connect` with a shared
 * context, from the same server on loopback. `node tools/run-ts.mjs bench/latency.ts`
 */

const perRound = 150
/** Rounds before the first that counts: the runtime's compiler is done with our side after some thousand captures. */
const warmUp = 15

/** The median of `perRound`, in milliseconds. */
async function latency(one: () => Promise<void>): Promise<number> {
  const seen: number[] = []
  for (let i = 0; i < perRound; i++) {
    const before = performance.now()
    await one()
    seen.push(performance.now() - before)
  }
  return median(seen)
}

const server = await chainServer()
const rows: Row[] = []
try {
  for (const version of versions) {
    const [ours, theirs] = [captureOnce(server.port, version), connectOnce(server.port, version)]
    const [a = 0, b = 0] = await interleaved([() => latency(ours), () => latency(theirs)], warmUp)
    const what = `time until a chain is there, TLS ${version.name}, warm / tls.connect, shared context`
    rows.push({ what, unit: 'ms', ours: a, theirs: b, must: '1/2.5', goal: '1/3' })
  }
} finally {
  server.stop()
}
tell(rows)

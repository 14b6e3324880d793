import { chainServer } from './chain-server.ts'
import { versions } from './handshakes.ts'
import { interleaved, type Row, tell } from './measure.ts'
import { nodeSide } from './side.ts'

/*
 * How long one takes by the clock, one after the other in a warm process: a captured chain against `tls.connect` with a shared
 * context, from the same server on loopback, in turns. `node tools/run-ts.mjs bench/latency.ts`
 */

const command = 'latency 200'
/** Rounds before the first that counts: the runtime's compiler is done with our side after some thousand captures. */
const warmUp = 16

const server = await chainServer()
const rows: Row[] = []
try {
  for (const { name } of versions) {
    const [ours, theirs] = [nodeSide('capture', name, server.port), nodeSide('connect', name, server.port)]
    const [a = 0, b = 0] = await interleaved([() => ours.ask(command), () => theirs.ask(command)], warmUp)
    ours.stop()
    theirs.stop()
    const what = `time until a chain is there, TLS ${name}, warm / tls.connect, shared context`
    rows.push({ what, unit: 'ms', ours: a, theirs: b, must: '1/2.5', goal: '1/3' })
  }
} finally {
  server.stop()
}
tell(rows)

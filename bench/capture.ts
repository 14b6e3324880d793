import { chainServer } from './chain-server.ts'
import { goSide } from './go-side.ts'
import { versions } from './handshakes.ts'
import { interleaved, type Row, type Skipped, tell } from './measure.ts'
import { nodeSide } from './side.ts'

/*
 * The processor time for one captured chain, against `tls.connect` with a shared context and against a Go client's full handshake,
 * from the same server on loopback (P-256, three certificates). Each side and the server are processes of their own; the sides take
 * turns. `node tools/run-ts.mjs bench/capture.ts`
 */

const command = { times: 1000, parallel: 32 }
/** Rounds before the first that counts: the runtime's compiler is done with our side after some thousand captures. */
const warmUp = 6
const bounds = {
  '1.2': { connect: ['1/5', '1/8'], go: ['0.6', '0.45'] },
  '1.3': { connect: ['1/3.5', '1/4.5'], go: ['1.0', '0.85'] },
} as const

const server = await chainServer()
const go = goSide()
const rows: (Row | Skipped)[] = []
const numbers = `${command.times} ${command.parallel}`
try {
  for (const { name } of versions) {
    const [ours, theirs] = [nodeSide('capture', name, server.port), nodeSide('connect', name, server.port)]
    const [a = 0, b = 0, c = 0] = await interleaved(
      [
        () => ours.ask(`cpu ${numbers}`),
        () => theirs.ask(`cpu ${numbers}`),
        ...(go === null ? [] : [() => go.ask(`handshake 127.0.0.1:${server.port} ${name} ${numbers}`)]),
      ],
      warmUp,
    )
    ours.stop()
    theirs.stop()
    const { connect, go: full } = bounds[name]
    const what = `a captured chain, TLS ${name}`
    rows.push({
      what: `${what} / tls.connect, shared context`,
      unit: 'µs',
      ours: a,
      theirs: b,
      must: connect[0],
      goal: connect[1],
    })
    if (go === null) rows.push({ what: `${what} / a full handshake of Go`, skipped: 'Go is not installed' })
    else
      rows.push({
        what: `${what} / a full handshake of ${go.version}`,
        unit: 'µs',
        ours: a,
        theirs: c,
        must: full[0],
        goal: full[1],
      })
  }
} finally {
  server.stop()
  go?.stop()
}
tell(rows)

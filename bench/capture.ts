import process from 'node:process'
import { chainServer } from './chain-server.ts'
import { goSide } from './go-side.ts'
import { captureOnce, connectOnce, versions } from './handshakes.ts'
import { interleaved, type Row, type Skipped, tell } from './measure.ts'

/*
 * The processor time of this process for one captured chain, against `tls.connect` with a shared context and against a Go
 * client's full handshake, from the same server on loopback (P-256, three certificates). The server is a process of its own and does not count.
 * `node tools/run-ts.mjs bench/capture.ts`
 */

const perRound = 1000
const parallel = 32
/** Rounds before the first that counts: the runtime's compiler is done with our side after some thousand captures. */
const warmUp = 6
const bounds = {
  '1.2': { connect: ['1/5', '1/8'], go: ['0.6', '0.45'] },
  '1.3': { connect: ['1/3.5', '1/4.5'], go: ['1.0', '0.85'] },
} as const

/** Microseconds of user and system time for one of `perRound`. */
async function cost(one: () => Promise<void>): Promise<number> {
  let left = perRound
  const before = process.cpuUsage()
  const work = async (): Promise<void> => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: parallel }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / perRound
}

const server = await chainServer()
const go = goSide()
const rows: (Row | Skipped)[] = []
try {
  for (const version of versions) {
    const ours = captureOnce(server.port, version)
    const theirs = connectOnce(server.port, version)
    const command = `handshake 127.0.0.1:${server.port} ${version.name} ${perRound} ${parallel}`
    const [a = 0, b = 0, c = 0] = await interleaved(
      [() => cost(ours), () => cost(theirs), ...(go === null ? [] : [() => go.ask(command)])],
      warmUp,
    )
    const { connect, go: full } = bounds[version.name]
    const what = `a captured chain, TLS ${version.name}`
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

import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { faults, type Lab, serveFault, startLab } from '../../src/lab/index.ts'
import { RootcauseError } from '../../src/model/error.ts'
import { seconds } from '../../src/model/time.ts'
import { capture } from './capture.ts'

const now = seconds(Date.UTC(2026, 10, 22) / 1000)
const some = (...ids: readonly string[]) => faults.filter(({ id }) => ids.includes(id))

const held = (kind: RegExp): number => process.getActiveResourcesInfo().filter((name) => kind.test(name)).length

/** How much still holds the process: handles that are being closed go within a few turns of the event loop, a leak never does. */
async function left(kind: RegExp, most: number): Promise<number> {
  for (let turn = 0; turn < 1000 && held(kind) > most; turn++) await new Promise((resolve) => setImmediate(resolve))
  return held(kind)
}

describe('closing', () => {
  test('leaves nothing behind, whatever the clients are at', async () => {
    const timers = held(/^Timeout/)
    expect(await left(/^TCP/, 0)).toBe(0)
    const lab = await startLab(some('good', 'silent', 'slow', 'junk-leaf', 'stale-backend', 'stale-backend-by-turns'), { now })
    expect(held(/^TCP/)).toBe(7)
    const waiting = lab.servers
      .filter(({ fault }) => fault.id === 'silent' || fault.id === 'slow')
      .map(({ port }) => capture(port, {}, 10_000))
    const raw = lab.servers.find(({ fault }) => fault.id === 'junk-leaf')
    expect(await capture(raw?.port ?? 0)).toMatchObject({ kind: 'chain' })
    await lab.close()
    for (const captured of await Promise.all(waiting)) expect(['closed', 'text']).toContain(captured.kind)
    expect(await left(/^TCP/, 0)).toBe(0)
    // A timer of the test's own runner may have ended meanwhile.
    expect(await left(/^Timeout/, timers)).toBeLessThanOrEqual(timers)
  })

  test('twice is as good as once', async () => {
    const [good] = some('good')
    if (!good) throw new Error('no good')
    const server = await serveFault(good, { now })
    await server.close()
    await server.close()
    await expect(capture(server.port)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('ports', () => {
  test('are taken one after the other from the first that is given', async () => {
    // Somebody else may hold the port behind a free one: a few tries.
    for (let tries = 5; ; tries--) {
      const probe = await startLab(some('silent'), { now })
      const first = probe.servers[0]?.port ?? 0
      await probe.close()
      const lab = await startLab(some('stale-backend'), { now, port: first }).catch((error: unknown) => error)
      if (lab instanceof Error) {
        expect(tries).toBeGreaterThan(0)
        continue
      }
      const { servers, close } = lab as Lab
      await close()
      expect(servers[0]?.ports).toEqual([first, first + 1])
      return
    }
  })

  test('one that is taken is an expected error, and what was started is stopped', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const address = blocker.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const [good] = some('good')
    if (!good) throw new Error('no good')
    await expect(serveFault(good, { now, port })).rejects.toThrow(RootcauseError)
    await expect(serveFault(good, { now, port: 65536 })).rejects.toThrow(RootcauseError)
    // The first listens on the port below the one that is taken, unless that is taken too; either way nothing stays.
    await expect(startLab([good, good], { now, port: port - 1 })).rejects.toThrow(/^cannot listen on port/)
    await new Promise<void>((resolve) => blocker.close(() => resolve()))
    expect(await left(/^TCP/, 0)).toBe(0)
  })
})

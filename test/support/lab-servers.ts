import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LabServer, labServer } from '../cli/support/lab-server.ts'

/** Faults of the lab that a file of tests has served, each by its name. */
export interface LabServers {
  /** A folder of their own, there from `serve` to `close`: the stores, and whatever the tests put there. */
  readonly folder: string
  readonly serve: (ids: readonly string[]) => Promise<void>
  /** Throws for one that is not served. */
  readonly server: (id: string) => LabServer
  /** Ends all, and removes the folder. */
  readonly close: () => Promise<void>
}

/** None is served yet, and nothing made: a file whose tests are all skipped leaves nothing behind. */
export function labServers(): LabServers {
  const folder = join(tmpdir(), `rootcause-lab-${randomUUID()}`)
  const servers = new Map<string, LabServer>()
  return {
    folder,
    serve: async (ids) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      for (const id of ids) servers.set(id, await labServer(id, folder))
    },
    server: (id) => {
      const found = servers.get(id)
      if (found === undefined) throw new Error(`${id} is not served`)
      return found
    },
    close: async () => {
      await Promise.all([...servers.values()].map(({ served }) => served.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

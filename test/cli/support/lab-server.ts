import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faults, type ServedFault, serveFault } from '../../../src/lab/index.ts'
import { seconds } from '../../../src/model/time.ts'

/** A fault that is being served, and the file of what a client should trust to see it. */
export interface LabServer {
  readonly served: ServedFault
  /** Host and port to check. */
  readonly target: string
  /** Flags that ask for the fault's own name, with its own store. */
  readonly flags: readonly string[]
  readonly store: string
}

/** Serves a fault of the lab, minted for this very second: the program under test reads the machine's clock. */
export async function labServer(id: string, folder: string): Promise<LabServer> {
  const fault = faults.find((f) => f.id === id)
  if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
  const served = await serveFault(fault, { now: seconds(Math.floor(Date.now() / 1000)) })
  const store = join(folder, `${id}.pem`)
  writeFileSync(store, served.anchorsPem)
  const { host } = served.built
  return { served, store, target: `127.0.0.1:${served.port}`, flags: ['--servername', host, '--host', host, '--store', store] }
}

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What one client said of one case. */
export interface Observation {
  readonly result: 'A' | 'R' | 'n'
  readonly text: string
}

/** Client, then case. */
export type Observations = Readonly<Record<string, Readonly<Record<string, Observation>>>>

const file = fileURLToPath(new URL('../../../shared/oracle/observed.json', import.meta.url))

/** The recordings that stand beside the checkout; `null` where they are not there. */
export function readObservations(): Observations | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Observations) : null
}

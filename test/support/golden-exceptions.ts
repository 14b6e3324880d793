import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A finding that no case can show, why, and whether that is still so: an exception that no longer applies fails. */
export interface UnreachedFinding {
  readonly code: string
  readonly reason: string
  readonly stillHolds: () => boolean
}

const engine = fileURLToPath(new URL('../../src/validation/', import.meta.url))

/** Whether no file of the engine contains a text. */
function isNowhere(text: string): boolean {
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
  if (files.length < 20) throw new Error('the engine is not where it was')
  return files.every((f) => !readFileSync(engine + f, 'utf8').includes(text))
}

/** Findings that wait for a client that can draw them. */
export const unreachedFindings: readonly UnreachedFinding[] = [
  {
    code: 'RC504',
    reason: 'no profile is of a client that is known to hang',
    stillHolds: () => isNowhere("kind: 'hangs'"),
  },
]

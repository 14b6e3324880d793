import type { Context } from '../../src/commands/context.ts'
import type { Host } from '../../src/host/host.ts'
import type { UnixSeconds } from '../../src/model/time.ts'
import { fixedNow } from './evidence.ts'

/** A command's surroundings without a process: nobody is at the terminal, standard input is empty, and nothing stops it. */
export interface Surroundings {
  readonly context: Context
  /** What it wrote to standard output so far. */
  readonly said: () => string
}

/** A command on this machine, at this instant. */
export function contextOn(host: Host, now: UnixSeconds = fixedNow): Surroundings {
  const written: string[] = []
  const context: Context = {
    process: { stdout: { write: (text) => written.push(text) }, stderr: { write: () => true }, exitCode: null },
    host,
    readStdin: () => Promise.resolve(new Uint8Array()),
    ask: () => Promise.resolve(null),
    now,
    signal: () => new AbortController().signal,
    whenStopped: () => undefined,
    stopAtOnce: () => undefined,
    goesOn: () => undefined,
  }
  return { context, said: () => written.join('') }
}

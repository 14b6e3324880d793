import type { Host } from '../host/host.ts'
import type { UnixSeconds } from '../model/time.ts'

/** What commands may touch. Tests give their own; `main.ts` gives the process. */
export interface Context {
  readonly process: {
    readonly stdout: Output
    readonly stderr: Output
    exitCode?: number | string | null
  }
  readonly host: Host
  /** Standard input, whole. */
  readonly readStdin: () => Promise<Uint8Array>
  /** Asks the person at the terminal, on standard error; `null`: nobody is there. */
  readonly ask: (question: string) => Promise<boolean | null>
  /** The machine's clock, asked once. */
  readonly now: UnixSeconds
  /** Aborts when the user or the system asks to stop (Ctrl-C, SIGTERM). Whoever has read it ends by himself then; a command that never did is ended. */
  readonly signal: () => AbortSignal
  /** The same for one who has nothing to hand the signal to: calls `act` then. To make an AbortSignal and listen to it costs a third of a millisecond. */
  readonly whenStopped: (act: () => void) => void
  /** From here on nothing is waited for: a signal ends the process as the system does, even while it computes. */
  readonly stopAtOnce: () => void
  /**
   * From here on neither a reader that closed the pipe (`| head`) nor a signal ends anything: what was begun on the machine is brought to its
   * end, or taken back by whoever has read `signal`. A second Ctrl-C alone ends it as it is.
   */
  readonly goesOn: () => void
}

/** A stream to write text to. */
export interface Output {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

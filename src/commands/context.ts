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
  /** The machine's clock, asked once. */
  readonly now: UnixSeconds
  /** Aborts when the user or the system asks to stop (Ctrl-C, SIGTERM). */
  readonly signal: AbortSignal
  /** From here on nothing is waited for: a signal ends the process as the system does, even while it computes. */
  readonly stopAtOnce: () => void
}

/** A stream to write text to. */
export interface Output {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

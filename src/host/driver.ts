import type { ChildProcess } from 'node:child_process'

/** How a browser is told what to do by one protocol. */
export interface Driver {
  /** How many pipes it gets beside the three that every program has. */
  readonly pipes: number
  /**
   * Visits an address, and gives the error that the browser has for it, in its own words; `null`: it has none. Rejects when the browser ends
   * before, or says what is not understood.
   */
  readonly visit: (child: ChildProcess, folder: string, url: string) => Promise<string | null>
}

import type { Hand } from '../host/hand.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { Journal } from './journal.ts'

/** What taking back needs. */
export interface UndoPorts {
  readonly hand: Hand
  readonly journal: Journal
  /** Journals beside it that can be read: what stands by them is not taken away here. Absent: there are none. */
  readonly others?: () => readonly Journal[]
  /** Folder of the machine's journal, whose lock is taken for steps with borrowed rights. Absent: nobody else can be at the machine. */
  readonly machine?: string
  readonly now: () => UnixSeconds
  /** Whether a store, as `readStore` takes it, trusts a certificate; `null`: that cannot be told. */
  readonly holds: (store: string, sha256: Sha256) => Promise<boolean | null>
  /** Whether a store distrusts a certificate, which is more than not to hold it: trust is not written over that. Absent: no store here tells. */
  readonly refuses?: (store: string, sha256: Sha256) => Promise<boolean>
  /** For the reader, while it goes on. */
  readonly told: (line: string) => void
}

/** What doing needs beside that. */
export interface ApplyPorts extends UndoPorts {
  /** After all steps: the engine on what is read again, and the real client. Asked once. */
  readonly recheck: () => Promise<{ readonly isCured: boolean; readonly why: string }>
  /** Aborted: what was done is taken back. */
  readonly signal: AbortSignal
}

/** Milliseconds that a tool may take: a hook of the system's own tool may start a Java for each certificate. */
export const toolPatience = 180_000

/**
 * A folder of our own, in which things are kept so that they outlast a crash: what returns has reached the disk. Paths are absolute.
 * Everything throws what the system says.
 */
export interface StateIo {
  /** The process that this is. */
  readonly pid: number
  /** What tells a process from others that had or will have its number; `null`: there is none of that number. */
  readonly startOf: (pid: number) => string | null
  readonly join: (...parts: readonly string[]) => string
  /** Makes the folder and those above it for this user alone (0700). Throws where somebody else owns it or may write to it: what is kept there is carried out. */
  readonly makeOwn: (folder: string) => void
  /** Whether the folder is there, is this user's, and nobody else may write to it. */
  readonly isOwn: (folder: string) => boolean
  /** `null`: nothing is there. */
  readonly read: (path: string) => Uint8Array | null
  /** Names in a folder, sorted; empty where there is none. */
  readonly list: (folder: string) => readonly string[]
  /** Makes a whole new file (0600) in one step, or gives `false` where there is one of that name. */
  readonly create: (path: string, content: Uint8Array) => boolean
  /** Puts a whole file (0600) in the place of another, in one step. */
  readonly replace: (path: string, content: Uint8Array) => void
  readonly append: (path: string, content: Uint8Array) => void
  /** Takes away what processes that have ended left unfinished in a folder. */
  readonly sweep: (folder: string) => void
  /** Removes a file, where it is there. */
  readonly remove: (path: string) => void
}

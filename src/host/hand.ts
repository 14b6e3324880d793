import type { Ran } from './host.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Tool } from '../model/plan.ts'

/**
 * The port that changes a machine. `apply/` alone uses it, and only after the journal says what will be done. Everything is whole or
 * not at all: a file is replaced by renaming a finished one over it.
 */
export interface Hand {
  /** Why nothing is changed at a path with these rights, where a lesser user could have put something else there; `null`: it may be. */
  readonly refusal: (path: string) => string | null
  /** What is at a path now; `null`: nothing. Follows links. Throws what the system says. */
  readonly read: (path: string) => FileState | null
  /** Folders above a path that are not there, outermost first: `put` would make them. */
  readonly missingFolders: (path: string) => readonly string[]
  /**
   * Puts content at a path (`null` removes it): a new file in the same folder, mode, owner, extended attributes and label of the old one
   * (or `mode` for a new one, and `owner` where one is given), flushed, renamed, the folder flushed. A link is followed, and stays.
   * Missing folders are made, and named. Throws what the system says, with nothing changed.
   */
  readonly put: (path: string, content: Uint8Array | null, mode: number, owner?: FileOwner) => Promise<PutResult>
  /** Removes a folder that `put` made, if it is empty; otherwise leaves it. */
  readonly removeFolder: (path: string) => Promise<void>
  /** Runs a tool in an empty folder with its files, bounded in time; with the rights that the step needs. */
  readonly run: (tool: Tool, options: HandOptions) => Promise<Ran>
  /**
   * Whether somebody runs this very tool now: the system's own update, or one that outlived the run of ours that started it. Always
   * `false` where processes cannot be listed (Windows).
   */
  readonly isRunning: (tool: Tool) => boolean
  /** Copies a file beside itself for a tool to work on; gives the copy's path, at which nothing is where there is no file. Makes missing folders. */
  readonly copyBeside: (path: string) => Promise<string>
  /** Renames a finished copy over the file, keeping mode, owner and label of the file. */
  readonly replaceBy: (path: string, copy: string) => Promise<PutResult>
  /** Takes away what runs of ours that have ended left unfinished beside a path. */
  readonly sweep: (path: string) => Promise<void>
  /**
   * Takes the lock of a journal of the administrator, by its folder, until this process ends, for whoever changes the machine with borrowed rights: `null`.
   * Otherwise the number of the process that holds it. A hand that has the rights itself takes none: its journal's is the same.
   */
  readonly lock: (folder: string) => Promise<number | null>
  /** The hand for steps that need rights over the whole machine: this one where it has them, one that asks for them, or why there is none. */
  readonly elevated: () => Hand | { readonly refused: string }
}

export interface FileState {
  readonly sha256: Sha256
  readonly content: Uint8Array
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Other after each writing of the file, whatever was written. Absent: not known. */
  readonly written?: string
}

/** By the numbers of the system; of no meaning on Windows. */
export interface FileOwner {
  readonly uid: number
  readonly gid: number
}

export interface PutResult {
  /** Folders that were made, outermost first. */
  readonly folders: readonly string[]
  /** What the reader should know: a second name of the file that keeps the old content. */
  readonly notes: readonly string[]
}

export interface HandOptions {
  /** Milliseconds. */
  readonly timeout: number
}

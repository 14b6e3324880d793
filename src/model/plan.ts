import type { ClientId } from './client.ts'
import type { Delta } from './delta.ts'
import type { Owner, Proof } from './remedy.ts'
import type { Sha256 } from './sha256.ts'

/** How far a change reaches. The least that cures is the default. */
export type Scope = (typeof scopes)[number]
export const scopes = ['project', 'user', 'machine'] as const

/**
 * One thing done to the machine. It is data: what the plan shows is what is carried out, journaled and taken back; nothing else changes
 * a machine. Paths are absolute, without symbolic links (the file itself is replaced, a link stays a link).
 */
export type Change = FileChange | RewriteChange | EntryChange | RegenerateChange

/** A file that gets other content: written new beside it, flushed, renamed over it. Undone to the byte, mode and owner. */
export interface FileChange {
  readonly kind: 'file'
  readonly path: string
  /** SHA-256 of the content that the plan was made against; `null`: there was no such file. Another one at the time of applying stops the plan. */
  readonly before: Sha256 | null
  /** Base64; `null`: the file is removed. */
  readonly content: string | null
  /** Of a file that is new; one that was there keeps its mode, owner and label. */
  readonly mode: number
}

/**
 * A file that a tool rewrites (keytool): the tool works on a copy in the same folder, and the copy is renamed over the file. Undone to the
 * byte while nobody else wrote it since; otherwise by `undo` on a copy of what is there now.
 */
export interface RewriteChange {
  readonly kind: 'rewrite'
  readonly path: string
  readonly before: Sha256 | null
  /** `{copy}` stands for the copy. Plain names are files of `files`. */
  readonly tool: Tool
  readonly undo: Tool
}

/**
 * An entry of a store that is changed in place by its own tool (NSS's certutil, crypt32, macOS' security). Whether it is done is seen by
 * reading the store.
 */
export interface EntryChange {
  readonly kind: 'entry'
  /** As `readStore` takes it. */
  readonly store: string
  readonly certificate: Sha256
  /** Whether the store trusts it afterwards. */
  readonly present: boolean
  readonly tool: Tool
  readonly undo: Tool
  /** How `undo` tells that somebody else exchanged the same thing since, having done nothing. Absent: it does not look. */
  readonly exchanged?: Exchanged
  /** The system asks the user itself before it does it, with these words; empty: it does not. */
  readonly prompt: string
}

/** Versions of what an entry exchanges, for the reader: `certifi 2026.4.22`. */
export interface Exchanged {
  readonly before: string
  readonly ours: string
  /** With this number `undo` ends where another version is there, which it prints. */
  readonly code: number
}

/**
 * A store that a tool makes out of inputs that other steps changed. Doing and undoing are the same: the tool is run again after the
 * inputs are as they should be.
 */
export interface RegenerateChange {
  readonly kind: 'regenerate'
  /** What comes out, as `readStore` takes it. */
  readonly store: string
  readonly tool: Tool
}

/** A program with its arguments, by absolute path; never a shell line. */
export interface Tool {
  readonly argv: readonly [string, ...string[]]
  /** Beside a plain PATH, HOME and LANG; may hold passwords that everybody knows (`changeit`), never others. */
  readonly env: Readonly<Record<string, string>>
  /** Text files that are put into the empty folder in which it runs, by plain names. */
  readonly files: Readonly<Record<string, string>>
}

/** One line of a plan. */
export interface Step {
  readonly change: Change
  /** Why, in one sentence for the reader. */
  readonly why: string
  /** It can only be done with rights over the whole machine. */
  readonly needsRights: boolean
}

/** Something that the reader does or that happens without us: the system's own update, the server operator's file. Shown, never run. */
export interface Advice {
  readonly owner: Owner
  /** One sentence. */
  readonly what: string
  /** To be typed or pasted; empty: nothing. */
  readonly command: string
}

/** How a way of changing a store has been tried. */
export type Tried = 'real-tool' | 'recorded' | 'documented'

/** What would be done, whom it cures and what else it changes. */
export interface Plan {
  readonly schema: 1
  /** The way: `debian-store`, `node-extra-ca-certs`. */
  readonly cure: string
  readonly title: string
  readonly owner: Owner
  readonly scope: Scope
  readonly tried: Tried
  readonly steps: readonly Step[]
  /** What it amounts to in the evidence. */
  readonly deltas: readonly Delta[]
  readonly proof: Proof
  /** Clients that it is meant for. */
  readonly clients: readonly ClientId[]
  /** Variables that new shells and sessions will have, with their whole value; whoever tries the cure sets them. Absent: none. */
  readonly sets?: Readonly<Record<string, string>>
  /** What the reader should know: other purposes that suffer, bundles that age, programs that must be restarted. */
  readonly notes: readonly string[]
}

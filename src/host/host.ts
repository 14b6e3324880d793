import type { UnixSeconds } from '../model/time.ts'
import type { SystemStoreAnswer, SystemStoreQuestion } from './system-store.ts'

/**
 * The one port to the machine. Everything at the edge sees the machine through it, so that every store is tested as
 * Linux, macOS and Windows anywhere. Reads only: what changes the machine has a port of its own.
 */
export interface Host {
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other'
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's own folder; empty: he has none. */
  readonly home: string
  /** The folder in which one stands, absolute, with the symbolic links that the shell came by; empty: it is gone, or nobody stands anywhere. */
  readonly cwd: string
  /** `null`: there is no such file. Throws what the system says when it is there and cannot be read. */
  readonly readFile: (path: string) => Uint8Array | null
  /** Names in a directory, sorted; `null`: there is no such directory. */
  readonly list: (path: string) => readonly string[] | null
  readonly stat: (path: string) => 'file' | 'directory' | null
  /** With every symbolic link followed; `null`: nothing is there. */
  readonly realPath: (path: string) => string | null
  /** When a file was last written; `null`: nothing is there. */
  readonly modified: (path: string) => UnixSeconds | null
  /** Whether somebody else than this user and the system's administrator owns what is at a path, or may write to it; absent: not known (Windows). */
  readonly isOthers?: (path: string) => boolean
  /** A key of the Windows registry, `HKLM\\Software\\...`; `null`: there is none, or this is no Windows. Throws when it is there and cannot be read. */
  readonly registry: (key: string) => RegistryKey | null
  /** A store of Windows as Windows itself gives it out (crypt32). Absent: this is no Windows, or one in memory that is not asked. Never throws. */
  readonly systemStore?: (question: SystemStoreQuestion) => Promise<SystemStoreAnswer>
  /** The Windows around this WSL; `null`: this is no WSL. Absent: as `null`. */
  readonly windowsBeside?: () => Promise<WindowsBeside | null>
  /**
   * Runs a program for what it prints, in an empty folder, with no other environment than the given one, and ends it when its time
   * is over. Never a shell. With elevated rights a program that a lesser user could have put there is refused.
   */
  readonly run: (argv: readonly [string, ...string[]], options: RunOptions) => Promise<Ran>
  /**
   * Undoes a block cipher in CBC mode and its padding (RFC 8018 §6.1.1), for key stores under a password that everybody knows. `wrong`:
   * the padding is none, so the key was wrong. `unsupported`: the runtime lacks the cipher.
   */
  readonly decrypt: (cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array) => Uint8Array | 'wrong' | 'unsupported'
  /** Certificates that the runtime itself holds, DER: its bundled list, or the system's where it can read that (Node 22.15 and later). `null`: it cannot. */
  readonly runtimeRoots: (kind: 'bundled' | 'system') => readonly Uint8Array[] | null
  /** For the reader: `Node 20.20.2`. */
  readonly runtime: string
}

/** The Windows that a Linux runs within: its registry, or why it cannot be read. */
export type WindowsBeside = { readonly registry: Host['registry'] } | { readonly closed: string }

export interface RegistryKey {
  readonly keys: readonly string[]
  readonly values: Readonly<Record<string, string | number | Uint8Array>>
}

export interface RunOptions {
  /** Milliseconds. */
  readonly timeout: number
  readonly env: Readonly<Record<string, string>>
  /** Written to its standard input, which is empty otherwise. */
  readonly input?: string
  /** Files that are put into the folder before, by plain names. */
  readonly files?: Readonly<Record<string, string>>
  /** Files of the machine that are copied into the folder before: the path within it, with `/`, and the absolute one. */
  readonly copies?: Readonly<Record<string, string>>
  /**
   * The program is a browser, which is told by a protocol to visit an address, and is ended then. What it printed is `accepted`, or the error
   * that it has for the address, in its own words.
   */
  readonly visit?: { readonly protocol: 'marionette' | 'devtools'; readonly url: string }
  /** The folder is the home too, for whatever a program looks for there or leaves behind: HOME, on Windows USERPROFILE and its like. */
  readonly home?: 'the-folder'
}

/** What a program did. What it printed is cut at 1 MiB. */
export type Ran =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timeout' }
  /** Not there, not executable, or not to be trusted: the reason. */
  | { readonly kind: 'refused'; readonly why: string }

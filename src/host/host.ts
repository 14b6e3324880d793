/**
 * The one port to the machine. Everything at the edge sees the machine through it, so that every store is tested as
 * Linux, macOS and Windows anywhere. Reads only: what changes the machine has a port of its own.
 */
export interface Host {
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other'
  readonly env: Readonly<Record<string, string | undefined>>
  /** `null`: there is no such file. Throws what the system says when it is there and cannot be read. */
  readonly readFile: (path: string) => Uint8Array | null
  /** Names in a directory, sorted; `null`: there is no such directory. */
  readonly list: (path: string) => readonly string[] | null
  readonly stat: (path: string) => 'file' | 'directory' | null
  /** Certificates that the runtime itself holds, DER: its bundled list, or the system's where it can read that (Node 22.15 and later). `null`: it cannot. */
  readonly runtimeRoots: (kind: 'bundled' | 'system') => readonly Uint8Array[] | null
  /** For the reader: `Node 20.20.2`. */
  readonly runtime: string
}

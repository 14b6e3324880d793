/** A real client: how it is found, how it is asked about a server, and how its answer is read. One file in clients/ for each family. */
export interface OracleClient {
  /** Name of its recording. */
  readonly id: string
  /** The profile that has to reproduce it. */
  readonly profile: string
  /** `null`: it is not on this machine, nor in the folder of what was installed. */
  readonly find: (folder: string) => Program | null
  /** Where `--install` gets it; absent: it comes with another. */
  readonly install?: Install
  /** What it is asked about: a server on loopback, or files. */
  readonly about: 'server' | 'files'
  /** What the server has to select by ALPN (RFC 7301) before the client looks at names; absent: it asks for nothing. */
  readonly protocol?: 'h2'
  /** How its clock is set: by libfaketime, or by an option of its own. */
  readonly clock: 'faketime' | 'own'
  /** One process for each case, or one for all. */
  readonly ask: Ask
  /** Cases that cannot be put to it. */
  readonly skips?: (question: Question) => boolean
}

export type Install =
  | { readonly from: 'npm'; readonly package: string }
  /** Installed by hand, or with `--install` by the superuser. */
  | { readonly from: 'apt'; readonly packages: readonly string[] }
  /**
   * Built out of Debian's sources, which are fetched with a list of apt's own. `version` with everything that Debian adds;
   * `needs`: packages, those that are lacking are installed first; `build`: commands in the folder of the sources.
   */
  | {
      readonly from: 'debian-source'
      readonly package: string
      readonly version: string
      readonly needs: readonly string[]
      readonly build: readonly (readonly [string, ...string[]])[]
    }
  /** A wheel for the `python3` of the search path, as pip writes it. */
  | { readonly from: 'pip'; readonly package: string }
  /** A folder with a whole Debian, in which the client runs; so large that `--install` makes it for those alone who name the client. */
  | {
      readonly from: 'debootstrap'
      readonly suite: 'trixie'
      /** Of the folder: several clients may share one. */
      readonly name: string
      readonly packages: readonly string[]
    }

export interface Program {
  readonly path: string
  readonly version: string
  /** The folder that it has for its root directory; absent: the machine's own. */
  readonly root?: string
}

export type Ask =
  | {
      readonly kind: 'each'
      readonly command: (program: Program, question: Question) => Command
      readonly read: (ran: Ran, question: Question) => Answer
    }
  /** Lines of `line` go in, and one line for each comes out, which `read` reads. */
  | {
      readonly kind: 'all'
      readonly command: (program: Program, folder: string) => Command
      readonly line: (question: Question) => string
      readonly read: (line: string) => Answer
    }

/** One case as it is put. */
export interface Question {
  readonly name: string
  readonly host: string
  /** 0 for a client that is asked about files. */
  readonly port: number
  /** Seconds since the epoch. */
  readonly at: number
  /** Files of PEM: what is trusted, the target, and what was sent behind it (`null`: nothing). */
  readonly store: string
  readonly target: string
  readonly rest: string | null
}

export interface Command {
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What a process left. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** It had to be killed. */
  readonly isKilled: boolean
}

/** `A` accepted, `R` rejected, `H` killed for it did not end, `n` it has no opinion: the text says why. */
export interface Answer {
  readonly result: 'A' | 'R' | 'H' | 'n'
  /** Exact, but for white space at its ends; empty for `A`. */
  readonly text: string
}

/** Everything that one client said. */
export interface Recording {
  readonly client: string
  readonly profile: string
  readonly version: string
  readonly cases: Readonly<Record<string, Answer & { readonly ms: number }>>
}

import type { StarttlsProtocol } from '../model/evidence.ts'
import type { HelloClass } from '../model/hello.ts'

/** Formats of a report. */
export const formats = ['text', 'json', 'markdown'] as const

/** What help says of `--format`. */
export const formatBrief = `How to write the report: ${formats.join(', ')}; default text`

/** What help says of `--verbose`. */
export const verboseBrief = 'Report all that is known; JSON and Markdown always do'

/** One of them. */
export type Format = (typeof formats)[number]

/** What `check` takes, as the command line gives it. */
export interface CheckFlags {
  readonly at?: string
  readonly client?: readonly string[]
  readonly store?: readonly string[]
  readonly host?: string
  readonly format?: Format
  readonly save?: string
  readonly cases?: string
  readonly hello?: readonly HelloClass[]
  readonly servername?: string
  readonly connect?: string
  readonly allAddresses?: boolean
  readonly repeat?: number
  readonly starttls?: StarttlsProtocol
  readonly port?: number
  readonly timeout?: number
  readonly offline?: boolean
  readonly noProxy?: boolean
  readonly verbose?: boolean
}

/** What `lab` takes. */
export interface LabFlags {
  readonly port?: number
  readonly dir?: string
}

/** What `demo` takes. */
export interface DemoFlags {
  readonly format?: Format
  readonly verbose?: boolean
  readonly save?: string
}

/** What `stores` takes. */
export interface StoresFlags {
  readonly json?: boolean
  readonly save?: string
}

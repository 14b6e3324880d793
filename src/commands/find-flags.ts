import type { Format } from './flags.ts'

/** What `find` takes. */
export interface FindFlags {
  readonly client?: readonly string[]
  readonly store?: readonly string[]
  readonly at?: string
  readonly host?: string
  readonly root?: readonly string[]
  readonly aia?: boolean
  readonly locate?: boolean
  readonly offline?: boolean
  readonly noProxy?: boolean
  readonly format?: Format
}

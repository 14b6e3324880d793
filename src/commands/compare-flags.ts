import type { StarttlsProtocol } from '../model/evidence.ts'
import type { Format } from './flags.ts'

/** What `compare` takes, as the command line gives it. */
export interface CompareFlags {
  readonly works?: string
  readonly fails?: string
  readonly worksStore?: string
  readonly failsStore?: string
  readonly client?: string
  readonly at?: string
  readonly host?: string
  readonly servername?: string
  readonly connect?: string
  readonly allAddresses?: boolean
  readonly starttls?: StarttlsProtocol
  readonly port?: number
  readonly timeout?: number
  readonly noProxy?: boolean
  readonly format?: Format
  readonly noRedact?: boolean
}

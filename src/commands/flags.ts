import type { JsonFlags } from './json-flags.ts'
import type { TargetFlags } from './target-flags.ts'

/** Formats of whatever is reported. */
export const formats = ['text', 'json', 'markdown'] as const

/** What help says of `--format`. */
export const formatBrief = `How to write the report: ${formats.join(', ')}; default text`

/** Formats of a report on a server: the others are made to be posted. */
export const reportFormats = [...formats, 'github', 'discord'] as const

/** What help says of `--format` where reports on a server are written. */
export const reportFormatBrief = `How to write the report: ${reportFormats.join(', ')}; default text`

/** One of them. */
export type ReportFormat = (typeof reportFormats)[number]

/** What help says of `--verbose`. */
export const verboseBrief = 'Report all that is known; JSON and Markdown always do'

/** One of them. */
export type Format = (typeof formats)[number]

/** Which clients of this machine `check` runs beside predicting them. */
export const observeWhom = ['own', 'all', 'none'] as const

/** One of them: `own` leaves out those whose verification changes the system. */
export type ObserveWhom = (typeof observeWhom)[number]

/** What `check` takes, as the command line gives it. */
export interface CheckFlags extends TargetFlags {
  readonly format?: ReportFormat
  readonly save?: string
  readonly cases?: string
  readonly observe?: ObserveWhom
  readonly noObserve?: boolean
  readonly keepHost?: boolean
  readonly noRedact?: boolean
  readonly verbose?: boolean
}

/** What `lab` takes. */
export interface LabFlags {
  readonly port?: number
  readonly dir?: string
}

/** What `demo` takes. */
export interface DemoFlags {
  readonly format?: ReportFormat
  readonly verbose?: boolean
  readonly save?: string
}

/** What `stores` takes. */
export interface StoresFlags extends JsonFlags {
  readonly save?: string
}

/** What `run` takes. */
export interface RunFlags {
  readonly noCheck?: boolean
}

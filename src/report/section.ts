import type { Line } from './styled.ts'

/** One part of the text report. Without lines it is not shown. */
export interface Section {
  /** Empty: the lines stand without a title. */
  readonly title: string
  /** Said behind the title in few words; may be empty. */
  readonly note: string
  readonly lines: readonly Line[]
  /** What of it is kept for the whole report, each in a few words: `2 notices (RC203, RC604)`. Absent: nothing is. */
  readonly leftOut?: readonly string[]
  /** Without an empty line behind a section that is compact too. */
  readonly compact?: true
}

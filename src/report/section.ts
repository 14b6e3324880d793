import type { Line } from './styled.ts'

/** One part of the text report. Without lines it is not shown. */
export interface Section {
  /** Empty: the lines stand without a title. */
  readonly title: string
  /** Said behind the title in few words; may be empty. */
  readonly note: string
  readonly lines: readonly Line[]
}

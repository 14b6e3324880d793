import type { Section } from '../section.ts'
import { hanging, joined, type Piece, plain, strong } from '../styled.ts'

/** A section whose title stands on its only line: `At fault: ...`. */
export const runIn = (title: string, ...text: readonly Piece[]): Section => ({
  title: '',
  note: '',
  compact: true,
  lines: [hanging('  ', joined(strong(title), plain(': '), ...text))],
})

/** A section without lines; what it leaves out is told all the same. */
export const nothing = (leftOut: readonly string[] = []): Section => ({ title: '', note: '', lines: [], leftOut })

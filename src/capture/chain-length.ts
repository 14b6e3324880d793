import { RootcauseError } from '../model/error.ts'

/**
 * Longest chain of a file that is judged. Of two certificates of one name each may have signed the other, so that the work grows with
 * the square. Our own bound; no client that was looked at takes a chain of as many.
 */
const longestChain = 1000

/** Throws `RootcauseError` of kind `input` where a file gives more certificates as one chain than are judged. */
export function requireJudgeableLength(length: number, name: string): void {
  if (length <= longestChain) return
  throw new RootcauseError(
    'input',
    `${name} gives ${length} certificates as one chain, more than ${longestChain}`,
    'give those of one server; a bundle of roots goes behind --store',
  )
}

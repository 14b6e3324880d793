/** A finding that no case can show, why, and whether that is still so: an exception that no longer applies fails. */
export interface UnreachedFinding {
  readonly code: string
  readonly reason: string
  readonly stillHolds: () => boolean
}
export const unreachedFindings: readonly UnreachedFinding[] = []

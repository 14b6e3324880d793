/** Whether a release is the given one or a later one; `null`, a release that is not known, counts as later than all. */
export function isAtLeast(version: string | null, since: string): boolean {
  if (version === null) return true
  const [have, want] = [numbers(version), numbers(since)]
  for (const [i, n] of want.entries()) {
    const own = have[i] ?? 0
    if (own !== n) return own > n
  }
  return true
}

const numbers = (version: string): readonly number[] => version.split(/[.+_-]/).map((part) => Number.parseInt(part, 10) || 0)

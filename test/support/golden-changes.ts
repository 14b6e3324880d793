/**
 * What differs between two texts, line by line: `- ` stood before, `+ ` stands now, in the order of the texts; lines that stayed are
 * left out. The shortest such list (longest common subsequence).
 */
export function lineChanges(before: string, after: string): readonly string[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  // common[i][j]: the length of the longest subsequence that a from i and b from j share.
  const common = Array.from({ length: a.length + 1 }, () => Array.from(b, () => 0))
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i]
    for (let j = b.length - 1; j >= 0 && row !== undefined; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const changes: string[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1]
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) changes.push(`- ${a[i++]}`)
    else changes.push(`+ ${b[j++]}`)
  }
  return changes
}

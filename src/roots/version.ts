/** The numbers of a release's name: `8u51`, `jdk-17.0.2`, `NSS 3.53`, `8.0.0_r36`, `20230311+deb12u1`. None: it is no release. */
export const versionNumbers = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).slice(0, 6).map(Number)

/** Orders releases number by number; a missing one counts as 0. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether `line` names the release or the line that it belongs to: 17 and 17.0 name 17.0.2, 1 does not. */
export const isOfLine = (release: readonly number[], line: readonly number[]): boolean =>
  line.length > 0 && line.every((part, i) => (release[i] ?? 0) === part)

/**
 * Whether a release has what came with one of `since`, which stand in order and name one release for each line (major number).
 * Lines later than the last have it; a line between that is not listed has it not.
 */
export function hasSince(release: readonly number[], since: readonly string[]): boolean {
  const ofLine = since.map(versionNumbers)
  const own = ofLine.find((s) => s[0] === release[0])
  if (own !== undefined) return compareVersions(release, own) >= 0
  const last = ofLine.at(-1)
  return last !== undefined && (release[0] ?? 0) > (last[0] ?? 0)
}

import type { Change } from '../model/client.ts'

/**
 * The settings of one release: the base with every change up to it applied in order. `changes` stand oldest first;
 * the differences between releases are that list and nothing else.
 */
export function atRelease<Settings extends object>(
  base: Settings,
  changes: readonly Change<Settings>[],
  release: string,
): Settings {
  const sets = changes.filter((c) => compareReleases(c.since, release) <= 0).map(({ set }) => set)
  return Object.assign({ ...base }, ...sets)
}

/** Orders release numbers part by part: `3.9` before `3.10`, `1.0.2` before `1.1`. A missing part counts as 0. */
export function compareReleases(a: string, b: string): number {
  const x = numbersOf(a)
  const y = numbersOf(b)
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Read once: every profile of a family is held against the same changes. */
const known = new Map<string, readonly number[]>()

function numbersOf(release: string): readonly number[] {
  let numbers = known.get(release)
  if (numbers === undefined) known.set(release, (numbers = release.split('.').map(Number)))
  return numbers
}

/** Which releases of a family are asked for. */
export type IsAsked = (release: string) => boolean

/** All of them. */
export const anyRelease: IsAsked = () => true

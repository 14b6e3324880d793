import { type RootProgramme, rootProgrammes, type Statement, type StatementKind } from '../../model/authenticity.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { isFresh } from './freshness.ts'
import type { Knowledge } from './knowledge.ts'
import { silences } from './whole-lists.ts'

/** Programmes that must include a certificate, or the anchor above its cross-certificate. */
export const enough = 2

/** All that is said of a certificate, newest first, with what whole lists say by not naming it any more. */
export function statementsOf(sha256: Sha256, { statements, publications }: Knowledge): readonly Statement[] {
  // What is about another certificate is no statement about this one, wherever it came from.
  const own = statements(sha256).filter((s) => s.sha256 === sha256)
  return [...own, ...silences(sha256, own, publications)].toSorted(newestFirst)
}

/** What counts where a programme says two things on one day. */
const worst: readonly StatementKind[] = ['blocked', 'removed', 'other-purpose', 'limited', 'dated', 'included']

const newestFirst = (a: Statement, b: Statement): number =>
  b.publication.asOf - a.publication.asOf || worst.indexOf(a.says) - worst.indexOf(b.says)

/**
 * What each programme says now: its newest statement that is fresh, of one day the worst. Publications of one programme, and copies of
 * them, are one voice.
 */
export function decisions(statements: readonly Statement[], now: UnixSeconds): ReadonlyMap<RootProgramme, Statement> {
  const found = new Map<RootProgramme, Statement>()
  for (const statement of statements.filter((s) => isFresh(s.publication, now)).toSorted(newestFirst)) {
    if (!found.has(statement.programme)) found.set(statement.programme, statement)
  }
  return found
}

/** Programmes that include it now, each once, in the order of `rootProgrammes`. */
export function includingProgrammes(statements: readonly Statement[], now: UnixSeconds): readonly RootProgramme[] {
  const decided = decisions(statements, now)
  return rootProgrammes.filter((programme) => decided.get(programme)?.says === 'included')
}

/** Programmes whose newest word is that they removed it, whatever its age: nobody takes that back but by including it again. */
export function removingProgrammes(statements: readonly Statement[]): readonly RootProgramme[] {
  const newest = statements.toSorted(newestFirst)
  return rootProgrammes.filter((programme) => newest.find((s) => s.programme === programme)?.says === 'removed')
}

import type { Publication, RootProgramme, Statement, StatementKind } from '../../model/authenticity.ts'
import type { Sha256 } from '../../model/sha256.ts'

/** A publication that names every root of its programme. */
interface WholeList {
  readonly programme: RootProgramme
  /** Publications that tell the same list, or a copy of it. */
  readonly standsFor: readonly string[]
}

/** By the identifiers of publications. Reports that name some roots alone, or without their dates and constraints, are not here. */
const wholeLists: Readonly<Record<string, WholeList>> = {
  certdata: {
    programme: 'mozilla',
    standsFor: ['built-in-mozilla', 'built-in-nss', 'built-in-certifi', 'built-in-node', 'built-in-debian', 'cacert'],
  },
  authroot: { programme: 'microsoft', standsFor: ['built-in-authroot'] },
  'chrome-root-store': { programme: 'google', standsFor: ['built-in-chrome'] },
  aosp: { programme: 'google', standsFor: ['built-in-android'] },
}

const listOf = ({ id }: Publication): WholeList | undefined => (Object.hasOwn(wholeLists, id) ? wholeLists[id] : undefined)

/** Whether the older statement was taken back: the same publication, or the whole list that it is a copy of, says something newer. */
export function replaces(newer: Statement, older: Statement): boolean {
  const [from, to] = [newer.publication, older.publication]
  if (newer.programme !== older.programme || from.asOf <= to.asOf) return false
  return from.id === to.id || listOf(from)?.standsFor.includes(to.id) === true
}

/** Whether a programme has it for servers, within limits or without. */
const lists = (says: StatementKind): boolean => says === 'included' || says === 'dated' || says === 'limited'

/**
 * What whole lists say by their silence: a root that an older publication of the same list has, and that is not in the newer one, was
 * removed. A list that never had it says nothing.
 */
export function silences(
  sha256: Sha256,
  statements: readonly Statement[],
  publications: readonly Publication[],
): readonly Statement[] {
  return publications.flatMap((publication): readonly Statement[] => {
    const list = listOf(publication)
    if (list === undefined || statements.some((s) => s.publication.id === publication.id)) return []
    const had = statements.some(
      (s) => lists(s.says) && list.standsFor.includes(s.publication.id) && s.publication.asOf < publication.asOf,
    )
    if (!had) return []
    return [{ sha256, programme: list.programme, says: 'removed', since: null, note: 'not in this newer list', publication }]
  })
}

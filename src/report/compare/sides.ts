import type { Sha256 } from '../../model/sha256.ts'
import { type Naming, naming, short } from '../naming.ts'
import { code, name, phrase, type Piece, type Span } from '../styled.ts'
import type { ComparedSide, Comparison } from '../../model/comparison.ts'
import { isNamedFor } from '../who.ts'

/** A comparison as its sentences see it: with names for both sides and for certificates. */
export interface CompareView {
  readonly comparison: Comparison
  readonly names: Naming
  /** What the sides are called where nothing else was said of them: a client, with what tells it from the other. */
  readonly works: readonly Span[]
  readonly fails: readonly Span[]
  /** One client, told apart by where it is: its id, and where each is. `null`: they are two. */
  readonly one: { readonly client: Span; readonly works: Piece; readonly fails: Piece } | null
  /** The full fingerprint when it is asked for the first time, later a part of it. */
  readonly fingerprint: (sha256: Sha256) => Span
}

/** The view for one rendering: it remembers which fingerprints were shown. */
export function compareView(comparison: Comparison): CompareView {
  const { works, fails } = comparison
  const shown = new Set<Sha256>()
  const isOne = calledAs(works) === calledAs(fails)
  const client = name(calledAs(fails))
  const place = placeWords(works, fails)
  const [there, here] = [place(works), place(fails)]
  const called = (side: ComparedSide, where: Piece) => (isOne ? phrase`${client} ${where}` : [name(calledAs(side))])
  return {
    comparison,
    names: naming({ ...comparison, findings: [] }),
    works: called(works, there),
    fails: called(fails, here),
    one: isOne ? { client, works: there, fails: here } : null,
    fingerprint: (sha256) => {
      if (shown.has(sha256)) return code(short(sha256))
      shown.add(sha256)
      return code(sha256)
    },
  }
}

/** `pip 23.2`, the first that a shell would start, where the client goes by another name; else the client: `python-3.11`. */
function calledAs({ result: { askedAs, programs = [] } }: ComparedSide): string {
  const [first] = programs
  return first === undefined || programs.some((program) => isNamedFor(askedAs, program)) ? askedAs : first
}

/** What tells two sides of one client apart: the case, the store or the chain. */
function placeWords(works: ComparedSide, fails: ComparedSide): (side: ComparedSide) => Piece {
  if (works.case !== fails.case) return (side) => phrase`in ${name(side.case ?? '?')}`
  if (works.result.store !== fails.result.store) return (side) => phrase`on ${name(side.result.store)}`
  return (side) => `with ${side.result.chain ?? 'no chain'}`
}

import type { Sha256 } from '../model/sha256.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'

/** One certificate of an incident. */
export interface IncidentFact {
  /**
   * `fails`: it expired, or lost trust. `replaces`: the root that stands in for it. `below`: an intermediate through which chains
   * lead to the one or the other, so that it tells the incident where the root itself is in no store.
   */
  readonly part: 'fails' | 'replaces' | 'below'
  /** `cross`: another certificate for the same name and key is signed by itself. */
  readonly role: 'root' | 'cross' | 'intermediate'
  readonly sha256: Sha256
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
  /** Its common name, or what stands in its place. */
  readonly name: string
}

/** What a root programme did to certificates of an incident, and when. */
export interface ProgrammeEvent {
  readonly programme: 'mozilla' | 'chrome'
  /**
   * `added` and `removed`: day of the NSS release. `distrust-after`: a target issued later is refused
   * (CKA_NSS_SERVER_DISTRUST_AFTER). `sct-not-after`: one logged later is refused (Chrome Root Store).
   */
  readonly what: 'added' | 'removed' | 'distrust-after' | 'sct-not-after'
  readonly at: UnixSeconds
  readonly certificates: readonly Sha256[]
}

/** An instant of RFC 3339 or a day (its first second, UTC). */
export const instant = (text: string): UnixSeconds => seconds(Date.parse(text) / 1000)

/** Facts from rows of `part role sha256 notBefore notAfter name`. */
export const facts = (rows: string): readonly IncidentFact[] =>
  lines(rows).map((row): IncidentFact => {
    const [part = '', role = '', sha256 = '', notBefore = '', notAfter = '', ...name] = row.split(' ')
    return {
      part: part as IncidentFact['part'],
      role: role as IncidentFact['role'],
      sha256: sha256 as Sha256,
      notBefore: instant(notBefore),
      notAfter: instant(notAfter),
      name: name.join(' '),
    }
  })

/** Events from rows of `programme what at` and the first eight digits of each certificate, which must stand among `of`. */
export const events = (of: readonly IncidentFact[], rows: string): readonly ProgrammeEvent[] =>
  lines(rows).map((row): ProgrammeEvent => {
    const [programme = '', what = '', at = '', ...short] = row.split(' ')
    return {
      programme: programme as ProgrammeEvent['programme'],
      what: what as ProgrammeEvent['what'],
      at: instant(at),
      certificates: short.flatMap((s) => of.filter(({ sha256 }) => sha256.startsWith(s)).map(({ sha256 }) => sha256)),
    }
  })

const lines = (rows: string): readonly string[] =>
  rows
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')

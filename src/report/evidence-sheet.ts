import {
  type Authenticity,
  type Contradiction,
  type EvidenceSheet,
  type Lack,
  type RootProgramme,
  rootProgrammes,
  type Statement,
} from '../model/authenticity.ts'
import { isoTime, seconds, type UnixSeconds } from '../model/time.ts'
import { duration } from './distance.ts'
import { fill } from './fill.ts'
import type { WithheldSheet } from './found/withheld.ts'
import {
  bad,
  code,
  command,
  dim,
  enumerated,
  good,
  hanging,
  joined,
  type Line,
  name,
  phrase,
  plain,
  type Span,
  strong,
  warn,
} from './styled.ts'
import {
  confirmWords,
  contradictionWords,
  crossFaultWords,
  howWords,
  interceptionWords,
  lackWords,
  programmeNames,
  stateWords,
  statementWords,
} from './words/authenticity.ts'

/** What both kinds of sheet tell. */
type Told = Pick<EvidenceSheet, 'includedBy' | 'contradictions' | 'verdict'> &
  Pick<WithheldSheet, 'statements' | 'crossCertificates'>

/**
 * What vouches for a certificate and what speaks against it, indented by four. `at`: the instant at which it was weighed. The fingerprint is
 * shown of what may be used alone. `confirms`: how to be certain by another way stands below it, which is enough once in a report.
 */
export function evidenceLines(sheet: EvidenceSheet | WithheldSheet, at: UnixSeconds, confirms: boolean): readonly Line[] {
  const isWithheld = 'withheld' in sheet
  return [
    hanging('    ', phrase`    ${verdictLine(sheet)}`),
    ...reasonLines(sheet),
    ...(isWithheld ? [] : fingerprintLines(sheet)),
    ...rootProgrammes.flatMap((programme) => programmeLines(programme, sheet, at)),
    ...(isWithheld ? [] : vouchingLines(sheet)),
    ...crossFaultLines(sheet),
    ...(isWithheld ? refusalLines(sheet) : confirms ? confirmLines(sheet) : []),
  ]
}

/** The outcome in one sentence. */
export function verdictLine({ verdict, includedBy }: Told): readonly Span[] {
  switch (verdict.kind) {
    case 'authentic':
      if (verdict.by === 'programmes') return phrase`${good('Authentic')}: ${whoVouches(includedBy)} include it now, for servers.`
      if (verdict.by === 'cross-certificate')
        return phrase`${good('Authentic')}: a certificate of another authority vouches for its name and key, under a root that two programmes include.`
      return phrase`${good('Taken at your word')}: you gave its full SHA-256.`
    case 'propagation':
      return phrase`${good('Trusted here already')}: the administrator's store ${name(verdict.store)} trusts it for TLS. To follow it is no new trust, and no proof of who it is.`
    case 'insufficient':
      return phrase`${bad('Refused')}: the evidence is not sufficient.`
    case 'contradicted':
      return phrase`${bad('Refused')}: something speaks against it, which no programme's word outweighs.`
  }
}

/** `Mozilla, Microsoft and Apple`. */
const whoVouches = (programmes: readonly RootProgramme[]): readonly Span[] => enumerated(programmes.map((p) => programmeNames[p]))

function reasonLines({ verdict, contradictions }: Told): readonly Line[] {
  const item = (line: readonly Span[]): Line => hanging('      ', phrase`    - ${line}`)
  const lacks = verdict.kind === 'insufficient' ? verdict.lacks : []
  return [
    ...lacks.map((lack) => item(lackText(lack))),
    ...contradictions.map((c) => item(joined(isRefusal(verdict) ? bad('Against it: ') : warn('Beware: '), contradictionText(c)))),
  ]
}

const isRefusal = ({ kind }: Authenticity): boolean => kind === 'insufficient' || kind === 'contradicted'

function lackText({ reason, params }: Lack): readonly Span[] {
  const { programme = '', asOf = '', state = '', publication = '' } = params
  return fill(lackWords[reason], {
    publication,
    programme: programme.split(', ').map(programmeName).join(' and '),
    asOf: asOf === '' ? '' : dayOf(seconds(Number(asOf))),
    state: stateWords[state] ?? state,
  })
}

const programmeName = (id: string): string => (Object.hasOwn(programmeNames, id) ? programmeNames[id as RootProgramme] : id)

/** What speaks against a certificate, as a sentence or two. */
export function contradictionText({ reason, who, params }: Contradiction): readonly Span[] {
  const { note = '', product = '', why = '', asOf = '', anomaly = '' } = params
  const source = [who, note, asOf === '' ? '' : `of ${asOf}`].filter((t) => t !== '').join(', ')
  const text = fill(contradictionWords[reason], { who: source, product, anomaly })
  const more = Object.hasOwn(interceptionWords, why) ? interceptionWords[why] : undefined
  return more === undefined ? text : joined(text, ` ${more}`)
}

/** In groups of four, as people compare it, half of it a line. */
function fingerprintLines({ candidate }: EvidenceSheet): readonly Line[] {
  const groups = candidate.match(/.{1,4}/g) ?? []
  const half = (start: string, from: number): Line =>
    hanging(' '.repeat(start.length), phrase`${start}${code(groups.slice(from, from + 8).join(' '))}`)
  return [half('    SHA-256  ', 0), half('             ', 8)]
}

/** What one programme says: its newest word with the source, and what else was said in its name where that differs. */
function programmeLines(programme: RootProgramme, { statements, includedBy }: Told, at: UnixSeconds): readonly Line[] {
  const own = statements.filter((s) => s.programme === programme)
  const shown = own.filter((s, i) => own.findIndex((o) => o.says === s.says && o.note === s.note) === i)
  const counts = (s: Told['statements'][number]): boolean => s.says !== 'included' || includedBy.includes(programme)
  return shown.map((statement, i) => {
    const same = own.filter((s) => s.says === statement.says && s.note === statement.note)
    const more = same.length === 1 ? '' : same.length === 2 ? ', and in one more' : `, and in ${same.length - 1} more`
    const mark = i === 0 && statement.says === 'included' && counts(statement) ? good('✓ ') : dim('· ')
    const age = ageWords(statement.publication.asOf, at)
    const note = statement.note === '' ? '' : ` (${statement.note})`
    const uncounted = counts(statement) && statement.publication.asOf <= at + 86_400 ? '' : warn(' Not counted.')
    const { title, how } = statement.publication
    return hanging(
      '        ',
      phrase`    ${mark}${strong(programmeNames[programme])} ${statementWords[statement.says]}${sinceWords(statement.says, same)}${note}: ${title}, ${dim(`${how === 'built-in' ? '' : `${howWords[how]}, `}of ${dayOf(statement.publication.asOf)}, ${age}${more}`)}.${uncounted}`,
    )
  })
}

/** The earliest day that any of them tells. */
function sinceWords(says: Statement['says'], statements: readonly Pick<Statement, 'since'>[]): string {
  const days = statements.flatMap(({ since }) => (since === null ? [] : [since]))
  // The day of the first list without it: it was gone by then.
  return days.length === 0 ? '' : `${says === 'removed' ? ' by' : ', since'} ${dayOf(seconds(Math.min(...days)))}`
}

/** `44 days old`, or that it lies in the future. */
export function ageWords(asOf: UnixSeconds, at: UnixSeconds): string {
  const age = at - asOf
  return age < 86_400 && age >= -86_400 ? 'of today' : age < 0 ? `${duration(age)} in the future` : `${duration(age)} old`
}

const dayOf = (at: UnixSeconds): string => isoTime(at).slice(0, 10)

/** Cross-certificates that count, and keys that are trusted already. */
function vouchingLines({ crossCertificates, sameKeyAs }: EvidenceSheet): readonly Line[] {
  return [
    ...crossCertificates.flatMap(({ cross, anchor, programmes, faults }) =>
      faults.length > 0 || anchor === null
        ? []
        : [
            hanging(
              '        ',
              phrase`    ${good('✓ ')}A cross-certificate ${code(cross)} for the same name and key leads to a root ${code(anchor)} that ${whoVouches(programmes)} include.`,
            ),
          ],
    ),
    ...sameKeyAs.map(({ sha256, store }) =>
      hanging(
        '        ',
        phrase`    ${dim('· ')}The store ${name(store)} trusts another certificate of the same key: ${code(sha256)}`,
      ),
    ),
  ]
}

function crossFaultLines({ crossCertificates }: Told): readonly Line[] {
  return crossCertificates
    .filter(({ faults }) => faults.length > 0)
    .slice(0, 5)
    .map(({ faults }) =>
      hanging(
        '        ',
        phrase`    ${dim('· ')}A certificate for the same name does not count: ${faults.map((f) => crossFaultWords[f]).join('; ')}.`,
      ),
    )
}

function confirmLines({ candidate, verdict }: EvidenceSheet): readonly Line[] {
  // The administrator's decision is not ours to confirm.
  if (verdict.kind === 'propagation') return []
  const line = (text: string): Line => {
    const [before = '', after] = text.split('{command}')
    return hanging(
      '        ',
      after === undefined ? phrase`      ${before}` : phrase`      ${before}${command(`rootcause find ${candidate}`)}${after}`,
    )
  }
  return [[plain('    To be certain by another way:')], ...confirmWords.map(line)]
}

/** Whoever runs an authority that programmes removed is the wrong one to ask. */
const isRemoved = (verdict: Authenticity): boolean =>
  verdict.kind === 'insufficient' && verdict.lacks.some(({ reason }) => reason === 'removed')

/** What remains to the reader. No command stands here: one that accepts it would need its fingerprint. */
function refusalLines({ verdict }: Told): readonly Line[] {
  const text =
    verdict.kind === 'contradicted' || isRemoved(verdict)
      ? 'Its SHA-256 is not shown: from here it would prove nothing.'
      : 'Its SHA-256 is not shown: from here it would prove nothing. Whoever runs that authority can tell it, by another way than this connection.'
  return [hanging('    ', phrase`    ${dim(text)}`)]
}

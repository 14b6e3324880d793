import { isSelfIssued } from '../../graph/issuers.ts'
import type { Contradiction, Statement } from '../../model/authenticity.ts'
import type { Certificate } from '../../model/certificate.ts'
import { isoTime } from '../../model/time.ts'
import { hasNoOctets } from '../../x509/anchor-certificate.ts'
import { formatName } from '../../x509/name.ts'
import type { RootTable } from '../table.ts'
import { graveAnomaly, hasExplicitParameters, mayIssue } from './authority.ts'
import { everBlocked } from './ever-blocked.ts'
import { isFresh } from './freshness.ts'
import { knownInterception } from './known-interception.ts'
import type { Knowledge } from './knowledge.ts'
import { enough, includingProgrammes, statementsOf } from './standing.ts'
import { replaces } from './whole-lists.ts'

/** Everything that speaks against a certificate as a root. One of it beats every attestation. Empty: nothing is known. */
export const contradictionsOf = (
  candidate: Certificate,
  knowledge: Knowledge,
  statements: readonly Statement[],
): readonly Contradiction[] => [
  ...ofProgrammes(candidate, knowledge, statements),
  ...ofMachine(candidate, knowledge),
  ...ofItself(candidate, knowledge, statements),
  ...ofName(candidate, knowledge, statements),
]

/**
 * Blocked by anybody, whenever: a certificate is blocked for what was done with its key, which no time undoes, and lists are cut back when
 * the entries have expired. Distrusted in an incident, whoever includes it still. Limited by a programme whose word is fresh, unless the
 * same list took it back since; but a day after which one programme takes no new certificates concerns its own clients alone, where two
 * others include it without a limit: Chrome plans the end of most roots so.
 */
function ofProgrammes(
  candidate: Certificate,
  { table, now, revoked, distrustedIn }: Knowledge,
  statements: readonly Statement[],
): readonly Contradiction[] {
  const { sha256 } = candidate
  const blocked = new Set([
    ...statements.filter((s) => s.says === 'blocked').map((s) => s.publication.title),
    ...(everBlocked(table).get(sha256) ?? []),
  ])
  const standing = statements.filter(
    (s) => isFresh(s.publication, now) && !statements.some((newer) => isFresh(newer.publication, now) && replaces(newer, s)),
  )
  const dated = new Set(standing.filter((s) => s.says === 'dated').map((s) => s.programme))
  const isWanted = includingProgrammes(statements, now).filter((programme) => !dated.has(programme)).length >= enough
  const limited = standing.filter(({ says }) => says === 'limited' || (says === 'dated' && !isWanted))
  const incident = [candidate, ...twins(candidate, table)].map((c) => distrustedIn(c.sha256)).find((title) => title !== null)
  return [
    ...[...blocked].map((who): Contradiction => ({ reason: 'blocked', who, params: {} })),
    ...limited.map(
      ({ publication, note }): Contradiction => ({
        reason: 'distrusted',
        who: publication.title,
        params: { note, asOf: isoTime(publication.asOf).slice(0, 10) },
      }),
    ),
    ...(incident === undefined ? [] : [{ reason: 'distrusted', who: '', params: { note: incident } } as const]),
    ...(revoked.has(sha256) ? [{ reason: 'revoked', who: '', params: {} } as const] : []),
  ]
}

/** What a store of this machine holds to reject, somebody decided to reject. */
const ofMachine = ({ sha256 }: Certificate, { stores }: Knowledge): readonly Contradiction[] =>
  stores
    .filter((store) => store.rejected.has(sha256))
    .map(({ id }) => ({ reason: 'distrusted', who: `the store ${id}`, params: { note: 'rejected there' } }))

function ofItself(candidate: Certificate, knowledge: Knowledge, statements: readonly Statement[]): readonly Contradiction[] {
  const self = (reason: Contradiction['reason'], params: Contradiction['params'] = {}): Contradiction => ({
    reason,
    who: '',
    params,
  })
  const anomaly = graveAnomaly(candidate)
  const isListed = statements.some((s) => s.says !== 'blocked')
  const bad = knownInterception(candidate.subject)
  const product = knowledge.interceptor(candidate.subject)
  return [
    ...(anomaly === null ? [] : [self('malformed', { anomaly })]),
    ...(hasExplicitParameters(candidate) ? [self('explicit-parameters')] : []),
    ...(mayIssue(candidate) ? [] : [self('not-an-authority')]),
    ...(isSignedByItself(candidate, knowledge, isListed) ? [] : [self('not-self-signed')]),
    ...(bad !== null ? [self('interception', { ...bad })] : product !== null ? [self('interception', { product })] : []),
  ]
}

/**
 * RFC 5280 §3.2. A programme may include a certificate that another authority issued; nobody else's word makes an anchor of one. A signature
 * that cannot be computed here says nothing, either way.
 */
function isSignedByItself(candidate: Certificate, { signed, table }: Knowledge, isListed: boolean): boolean {
  if (!isSelfIssued(candidate)) return isListed
  if (!hasNoOctets(candidate)) return signed(candidate, candidate) !== 'invalid'
  // The table has no octets of it, but was made with them: it lists those that their own key did not sign.
  const place = table.placeOf(candidate.sha256)
  return place !== null && table.signaturesOf(place).get(place) !== 'invalid'
}

/** The name of a root that programmes have, with another key, of a certificate that none of them has: the oldest trick. */
function ofName(candidate: Certificate, knowledge: Knowledge, statements: readonly Statement[]): readonly Contradiction[] {
  if (statements.some((s) => s.says !== 'blocked')) return []
  const { subject, subjectPublicKeyInfo } = candidate
  const known = [
    ...(namesakes(knowledge.table).get(subject.canonical) ?? []),
    ...knowledge.pool
      .named(subject.canonical)
      .map((p) => p.certificate)
      .filter((c) => includingProgrammes(statementsOf(c.sha256, knowledge), knowledge.now).length > 0),
  ]
  const isOther = known.length > 0 && known.every((c) => c.subjectPublicKeyInfo.raw !== subjectPublicKeyInfo.raw)
  return isOther ? [{ reason: 'name-of-another', who: '', params: { name: formatName(subject) } }] : []
}

/** Anchors of the table for the same name and key: what was said of their holder was said of this one's. */
const twins = ({ subject, subjectPublicKeyInfo }: Certificate, table: RootTable): readonly Certificate[] =>
  (namesakes(table).get(subject.canonical) ?? []).filter((c) => c.subjectPublicKeyInfo.raw === subjectPublicKeyInfo.raw)

/** Anchors of the table by the name that RFC 5280 §7.1 compares: another spelling of a name is the same name. Reading them takes 0.1 s. */
function namesakes(table: RootTable): ReadonlyMap<string, readonly Certificate[]> {
  let known = byName.get(table)
  if (known === undefined) byName.set(table, (known = groupByName(table)))
  return known
}

const byName = new WeakMap<RootTable, ReadonlyMap<string, readonly Certificate[]>>()

function groupByName(table: RootTable): ReadonlyMap<string, readonly Certificate[]> {
  const found = new Map<string, Certificate[]>()
  for (let place = 0; place < table.size; place++) {
    const certificate = table.anchorAt(place).certificate()
    const own = found.get(certificate.subject.canonical)
    if (own === undefined) found.set(certificate.subject.canonical, [certificate])
    else own.push(certificate)
  }
  return found
}

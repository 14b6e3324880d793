import type { RootProgramme, Statement, StatementKind } from '../../model/authenticity.ts'
import type { AnchorRule } from '../../model/programme.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { imposedNames } from './imposed-names.ts'
import { type Platform, type PlatformId, platforms } from '../platforms.ts'
import { dayOf, snapshotsOf, storeAt } from '../store-at.ts'
import type { RootTable } from '../table.ts'
import { trustHistory, type TrustInterval } from '../trust-history.ts'

/** What the product's own table says of a certificate; empty: no platform of it ever had it. */
export type BuiltInStatements = (sha256: Sha256) => readonly Statement[]

/**
 * The table as statements: of each platform the newest snapshot, as of the day on which it was last seen. Platforms that copy tell their
 * origin's decision, so that several statements of one programme may differ: the newest tells what it decides now. Platforms whose
 * newest snapshot has no day (Node, Debian) say nothing here, nor do `windows`, whose members and blocked ones are not those for servers,
 * and `openjdk`, which has no programme.
 */
export function builtInStatements(table: RootTable): BuiltInStatements {
  const sources = platforms.flatMap((platform: Platform): readonly Source[] => {
    const programme = programmeOf.get(platform.id)
    const last = snapshotsOf(table, platform).at(-1)
    if (programme === undefined || last === undefined || last.date === '') return []
    const store = storeAt(table, { platform, when: { kind: 'latest' } })
    return [
      {
        programme,
        platform,
        asOf: dayOf(last.seen ?? last.date),
        trusted: new Map(store.anchors.map(({ anchor, rules }) => [anchor.sha256, rules])),
        blocked: new Set(store.blocked),
      },
    ]
  })
  return (sha256) => {
    const history = trustHistory(table, sha256)
    return sources.flatMap((source) => {
      const own = history.filter((i) => i.platform === source.platform.id)
      const said = saidBy(source, sha256, own)
      return said === null ? [] : [{ sha256, programme: source.programme, ...said, publication: publicationOf(source) }]
    })
  }
}

/** Whose decision a platform tells: copies count as their origin. Those that are not here are not counted. */
const programmeOf: ReadonlyMap<PlatformId, RootProgramme> = new Map([
  ['mozilla', 'mozilla'],
  ['nss', 'mozilla'],
  ['certifi', 'mozilla'],
  ['node', 'mozilla'],
  ['debian', 'mozilla'],
  ['authroot', 'microsoft'],
  ['apple', 'apple'],
  ['macos', 'apple'],
  ['ios', 'apple'],
  ['android', 'google'],
  ['chrome', 'google'],
  ['oracle', 'oracle'],
])

interface Source {
  readonly programme: RootProgramme
  readonly platform: Platform
  readonly asOf: UnixSeconds
  readonly trusted: ReadonlyMap<Sha256, readonly AnchorRule[]>
  readonly blocked: ReadonlySet<Sha256>
}

const publicationOf = ({ platform, asOf }: Source): Statement['publication'] => ({
  id: `built-in-${platform.id}`,
  title: `${platform.title}, in the table of this program`,
  asOf,
  how: 'built-in',
})

type Said = Pick<Statement, 'says' | 'since' | 'note'>

/** `null`: the platform never had it. */
function saidBy({ programme, trusted, blocked, asOf }: Source, sha256: Sha256, history: readonly TrustInterval[]): Said | null {
  if (blocked.has(sha256)) return { says: 'blocked', since: null, note: '' }
  const rules = trusted.get(sha256)
  const last = history.at(-1)
  if (rules === undefined) return last?.until == null ? null : { says: 'removed', since: dayOrNull(last.until.date), note: '' }
  const since = last === undefined ? null : dayOrNull(last.from.date)
  const names = programme === 'mozilla' ? imposedNames.get(sha256) : undefined
  const imposed = names === undefined ? [] : [{ says: 'limited' as const, note: `for names under ${names} alone` }]
  const effects = [...rules.map((rule) => effectOf(rule, asOf)), ...imposed]
  const says = worst.find((kind) => effects.some((e) => e.says === kind)) ?? 'included'
  return { says, since, note: effects.map((e) => e.note).join('; ') }
}

/** What counts where several rules hold. */
const worst: readonly StatementKind[] = ['removed', 'other-purpose', 'limited', 'dated']

const dayOrNull = (iso: string): UnixSeconds | null => (iso === '' ? null : dayOf(iso))

function effectOf(rule: AnchorRule, asOf: UnixSeconds): { readonly says: StatementKind; readonly note: string } {
  switch (rule.kind) {
    case 'distrust-after':
      return { says: 'dated', note: `not for certificates issued after ${day(rule.after)}` }
    case 'sct-not-after':
      return { says: 'dated', note: `only for certificates logged by ${day(rule.after)}` }
    case 'disabled':
      return {
        says: rule.from <= asOf ? 'removed' : 'limited',
        note: rule.from < 0 ? 'disabled altogether' : `disabled from ${day(rule.from)} on`,
      }
    case 'purposes':
      return { says: 'other-purpose', note: `not for servers as of ${day(rule.asOf)}` }
  }
}

const day = (at: UnixSeconds): string => isoTime(at).slice(0, 10)

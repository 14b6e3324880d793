import type { SignatureRecord, StoreEvidence, TrustSettings } from '../model/evidence.ts'
import type { AnchorRule, PlatformSnapshot, ProgrammePolicy } from '../model/programme.ts'
import type { Sha256 } from '../model/sha256.ts'
import { isoTime, seconds, type UnixSeconds } from '../model/time.ts'
import { packAnchor } from '../x509/anchor-record.ts'
import type { PlatformAt, When } from './platform-id.ts'
import { ruleKeeper } from './platforms.ts'
import { noData, originOf, storeAt, type StoreAt } from './store-at.ts'
import type { RootTable } from './table.ts'
import { timestampsFrom, validityLimits } from './validity-limits.ts'

/** A platform's store as evidence: all that a verdict on it rests on, so that a saved case needs no table. */
export interface PlatformEvidence {
  readonly store: StoreEvidence
  /** Anchors that nobody observed, packed. */
  readonly anchors: Readonly<Record<Sha256, string>>
  /** Facts about the signatures of those. */
  readonly signatures: readonly SignatureRecord[]
  /** For `programmePolicy`. */
  readonly content: StoreAt
}

/** What is asked for behind a platform, as people write it; empty: the newest. */
export function whenText(when: When): string {
  if (when.kind === 'latest') return ''
  return when.kind === 'date' ? isoTime(when.at).slice(0, 10) : when.version
}

/** The name of a platform's store: `windows-2020-05-30`. */
export const storeId = ({ platform, when }: PlatformAt): string =>
  when.kind === 'latest' ? platform.id : `${platform.id}-${whenText(when)}`

/**
 * What the platform trusted then, with its programme's rules beside each anchor. `held`: certificates that the evidence has with
 * their octets. Before the first snapshot, and for a release line without one, the store is unreadable: a verdict on it is undetermined.
 */
export function platformEvidence(table: RootTable, asked: PlatformAt, held: (sha256: Sha256) => boolean): PlatformEvidence {
  const content = storeAt(table, asked)
  const platform = snapshotOf(content, asked.when)
  const id = storeId(asked)
  const origin = originOf(content)
  if (content.fit === 'before-first' || content.fit === 'other-line') {
    return { store: { id, origin, unreadable: noData(content), platform }, anchors: {}, signatures: [], content }
  }
  const settings = content.anchors.map(({ anchor, rules }): readonly [Sha256, TrustSettings] => [
    anchor.sha256,
    { trusts: [], rejects: [], programme: rules.flatMap((rule) => asOfThen(rule, asked.when)) },
  ])
  const unseen = content.anchors.flatMap(({ anchor: { sha256 } }) => {
    const place = table.placeOf(sha256)
    return place === null || held(sha256) ? [] : [{ sha256, place }]
  })
  return {
    store: { id, origin, anchors: content.anchors.map((a) => a.anchor.sha256), settings: Object.fromEntries(settings), platform },
    anchors: Object.fromEntries(unseen.map(({ sha256, place }) => [sha256, packAnchor(table.record(place))])),
    signatures: unseen.flatMap(({ place }) => signaturesOf(table, place)),
    content,
  }
}

/** The rules that `tool` keeps on that store; `null`: it reads the store alone. */
export function programmePolicy(
  tool: string,
  { platform, blocked }: Pick<StoreAt, 'platform' | 'blocked'>,
  milestone: number | null,
): ProgrammePolicy | null {
  const keeper = ruleKeeper(tool)
  if (keeper === null || !keeper.programmes.includes(platform.programme)) return null
  return {
    limits: validityLimits[platform.programme] ?? [],
    timestampsFrom: timestampsFrom[platform.programme] ?? null,
    blocked,
    milestone: platform.programme === 'chrome' ? milestone : null,
    onRefusal: keeper.onRefusal,
    isWholeList: true,
  }
}

const snapshotOf = ({ platform, fit, date, version, daysAway, source }: StoreAt, when: When): PlatformSnapshot => ({
  id: platform.id,
  asked: whenText(when),
  fit,
  date,
  version,
  daysAway,
  source,
})

/**
 * Microsoft's rules are known from two lists alone, and Apple's come apart from its releases: on the store of an earlier day a later
 * decision does not hold, or may not have.
 */
function asOfThen(rule: AnchorRule, when: When): readonly AnchorRule[] {
  const day: UnixSeconds = when.kind === 'date' ? when.at : seconds(Infinity)
  if (rule.kind === 'disabled') return rule.from <= day ? [rule] : []
  if (rule.kind === 'distrust-after' && (rule.policy === 'microsoft' || rule.policy === 'apple'))
    return rule.after <= day ? [rule] : []
  if (rule.kind === 'sct-not-after' && rule.policy === 'apple') return rule.after <= day ? [rule] : []
  return rule.kind === 'purposes' && rule.asOf > day ? [{ ...rule, isLater: true }] : [rule]
}

function signaturesOf(table: RootTable, place: number): readonly SignatureRecord[] {
  const facts = table.signaturesOf(place)
  const own = facts.has(place) || !table.record(place).selfIssued ? [] : [[place, 'valid'] as const]
  return [...facts, ...own].flatMap(([issuer, fact]): readonly SignatureRecord[] =>
    fact === 'not-recorded' ? [] : [{ child: table.sha256At(place), issuer: table.sha256At(issuer), fact }],
  )
}

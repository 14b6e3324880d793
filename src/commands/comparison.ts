import { relatives } from '../clients/resolve.ts'
import { seats } from '../diagnose.ts'
import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import { clientResult } from '../diagnosis/client-result.ts'
import { onPlatform } from '../diagnosis/on-platform.ts'
import { pathTree } from '../diagnosis/path-tree.ts'
import { seenAt } from '../diagnosis/seen-at.ts'
import { settingText } from '../validation/setting-text.ts'
import type { Workshop, World } from '../graph/world.ts'
import type { ClientEvidence } from '../model/evidence.ts'
import { type ComparedFact, type ComparedSide, type Comparison, notModelled, type Outcome } from '../model/comparison.ts'
import { asker } from '../validation/answers.ts'
import { compare, type Compared } from '../validation/compare.ts'
import { type Input, inputs } from '../validation/exchange.ts'
import { judge, type Judgement } from '../validation/judge.ts'
import { type Side, sideOf } from '../validation/side.ts'

/** Clients of one observation, of whom the one is taken that does as it was said. */
export interface Candidates {
  readonly world: World
  readonly entries: readonly ClientEvidence[]
  /** The file of the saved case; `null`: both sides are of one observation. */
  readonly case: string | null
}

/** Judges both sides, and says why they differ. `null`: no profile answers for the clients of one side. */
export function comparisonOf(works: Candidates, fails: Candidates, shop: Workshop): Comparison | null {
  const ask = asker()
  const judged = ({ world, entries }: Candidates): readonly Judgement[] =>
    judge(world, seats({ ...world.evidence, clients: entries }), world.evidence.clock, ask)
  const [theirs, own] = [judged(works), judged(fails)]
  const pair = pairOf(theirs, own)
  if (pair === null) return null
  const isReversed = pair.outcome === 'reversed'
  const [good, bad] = isReversed ? [fails, works] : [works, fails]
  const [left, right] = isReversed ? [pair.fails, pair.works] : [pair.works, pair.fails]
  const [a, b] = [sideOf(good.world, left), sideOf(bad.world, right)]
  const isTold = !pair.isByOff && (pair.outcome === 'explained' || isReversed)
  const compared = compare(a, b, { ask, relatives: relativesOf, isTold })
  const side = (own: Side, judgement: Judgement, { case: file }: Candidates): ComparedSide => {
    const situation = { world: own.world, seats: [], judgements: [], means: { shop, relatives }, ask }
    const { timeline: _timeline, ...result } = clientResult(situation, judgement)
    return { ...told(own), case: file, alert: alertIn(judgement), off: offBy(judgement), result }
  }
  const worlds = [...new Set([good.world, bad.world])]
  const chains = [...new Map(worlds.flatMap((w) => w.chains).map((chain) => [chain.id, chain])).values()]
  const certificates = [...new Set(worlds.flatMap((w) => w.chains.flatMap((chain) => w.graph(chain).certificates)))]
  return {
    schema: 1,
    target: good.world.evidence.target,
    works: side(a, left, good),
    fails: side(b, right, bad),
    outcome: pair.outcome,
    facts: pair.isByOff ? [switchedOff(left)] : isTold ? (compared.decisive ?? []).map(factOf) : [],
    alternatives: isTold ? compared.alternatives.map(factOf) : [],
    path: isTold ? pathOf(compared) : [],
    also: [],
    inputs: inputs.map((name) => ({ name, state: stateOf(name, compared) })),
    notModelled,
    certificates: Object.fromEntries(certificates.map((c) => [c.sha256, certificateSummary(c)])),
    chains: chains.map(({ id, sent, sends }) => ({ id, certificates: sent.map((c) => c.sha256), seen: sends.map(seenAt) })),
    trees: worlds.flatMap((w) => w.chains.flatMap((chain) => pathTree(w, chain) ?? [])),
  }
}

interface Two {
  readonly works: Judgement
  readonly fails: Judgement
}

interface Pair extends Two {
  readonly outcome: Outcome
  /** The working one goes through because it does not verify, and for no other reason. */
  readonly isByOff: boolean
}

/** The judgements that show the difference, on one chain where there are such; where there is none, two that show why not. */
function pairOf(theirs: readonly Judgement[], own: readonly Judgement[]): Pair | null {
  const [works, fails] = [theirs[0], own[0]]
  if (works === undefined || fails === undefined) return null
  const isByOff = false
  const explained = nearest(theirs.filter(accepts), own.filter(rejects))
  if (explained !== null) return { ...explained, outcome: 'explained', isByOff }
  const through = nearest(theirs.filter(isOff), own.filter(isVerifiedAndRejects))
  if (through !== null) return { ...through, outcome: 'explained', isByOff: true }
  const reversed = nearest(theirs.filter(rejects), own.filter(accepts))
  if (reversed !== null) return { ...reversed, outcome: 'reversed', isByOff }
  const throughHere = nearest(theirs.filter(isVerifiedAndRejects), own.filter(isOff))
  if (throughHere !== null) return { ...throughHere, outcome: 'reversed', isByOff: true }
  const open = (some: readonly Judgement[]): Judgement | undefined => some.find((j) => j.verdict.kind === 'undetermined')
  const isOpen = [...theirs, ...own].some((j) => j.verdict.kind === 'undetermined')
  return isOpen
    ? { works: open(theirs) ?? works, fails: open(own) ?? fails, outcome: 'undetermined', isByOff }
    : { works, fails, outcome: 'alike', isByOff }
}

/** The program goes through whatever is sent. */
const isOff = (judgement: Judgement): boolean => offBy(judgement).length > 0
const offBy = ({ seat }: Judgement): readonly string[] => [
  ...new Set((seat.entry.off ?? []).map(({ setting }) => settingText(setting))),
]
const isVerifiedAndRejects = (judgement: Judgement): boolean => rejects(judgement) && !isOff(judgement)

const switchedOff = (judgement: Judgement): ComparedFact => ({
  kind: 'verification-off',
  certificate: null,
  params: { setting: offBy(judgement).join(', ') },
})

const accepts = ({ verdict }: Judgement): boolean => verdict.kind === 'accepted'
const rejects = ({ verdict }: Judgement): boolean => verdict.kind === 'rejected' || verdict.kind === 'hangs'

/** The two with most in common. */
function nearest(theirs: readonly Judgement[], own: readonly Judgement[]): Two | null {
  const common = ({ works, fails }: Two): number =>
    (works.seat.entry.id === fails.seat.entry.id ? 4 : 0) +
    (works.chain?.id === fails.chain?.id ? 2 : 0) +
    (works.seat.entry.store === fails.seat.entry.store ? 1 : 0)
  const all = own.flatMap((fails) => theirs.map((works) => ({ works, fails })))
  return all.toSorted((a, b) => common(b) - common(a))[0] ?? null
}

const relativesOf = ({ profile, entry }: Side) => {
  const { newer, older } = relatives(profile)
  return { newer: newer.map((p) => onPlatform(p, entry)), older: older.map((p) => onPlatform(p, entry)) }
}

function told({ world, store, chain, profile, host, at }: Side): Omit<ComparedSide, 'case' | 'result' | 'alert' | 'off'> {
  const sends = chain?.sends ?? []
  const own = sends.filter(({ hello }) => hello === profile.hello)
  return {
    clock: at,
    host,
    seen: (own.length > 0 ? own : sends).map(seenAt),
    proxies: world.evidence.contacted.flatMap((who) => (who.startsWith('proxy ') ? [who.slice('proxy '.length)] : [])),
    storeOrigin: store?.origin ?? '',
    storeUnreadable: store?.unreadable ?? null,
  }
}

const alertIn = ({ verdict }: Judgement): string =>
  verdict.kind === 'rejected' && verdict.told.code === 'handshake-alert' ? (verdict.told.params?.['alert'] ?? '') : ''

const factOf = ({ fact: { kind, certificate, params } }: { readonly fact: ComparedFact }): ComparedFact => ({
  kind,
  certificate,
  params,
})

function pathOf({ turned }: Compared): Comparison['path'] {
  if (turned?.kind !== 'accepted') return []
  const { certificates, anchor } = turned.path
  const all = anchor === null || certificates.includes(anchor) ? certificates : [...certificates, anchor]
  return all.map((c) => c.sha256)
}

function stateOf(name: Input, { decisive, same }: Compared): 'same' | 'differs' | 'decides' {
  if (same.includes(name)) return 'same'
  return decisive?.some(({ input }) => input === name) === true ? 'decides' : 'differs'
}

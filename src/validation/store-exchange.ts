import type { Certificate } from '../model/certificate.ts'
import type { ClientEvidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { TrustAnchor, TrustStore } from '../model/trust-store.ts'
import { storeOf } from '../graph/trust-store.ts'
import { variablesChoosing } from './chosen-by.ts'
import type { Difference, Exchange, ExchangedFact } from './exchange.ts'
import type { Side } from './side.ts'

/**
 * How two stores differ: anchors that one alone holds, or that both hold with other settings. Only anchors above one of the two chains can
 * bear on a verdict, so only these are parts. `null`: they are the same, in the same order.
 */
export function storeDifference(works: Side, fails: Side): Difference | null {
  const [theirs, own] = [works.store, fails.store]
  if (theirs === null || own === theirs || (own !== null && isSameStore(theirs, own))) return null
  const chosen = choice(works.entry, fails.entry)
  const params = { works: theirs.id, fails: fails.entry.store, ...chosen }
  const whole: Exchange = {
    input: 'store',
    fact: { kind: chosen === null ? 'store' : 'environment', certificate: null, params },
    apply: (side) => ({ ...side, store: theirs }),
  }
  if (own === null || own.unreadable !== null || theirs.unreadable !== null) return { input: 'store', whole, parts: [] }
  const parts = anchorExchanges(theirs, own, reachable(works, fails))
  return { input: 'store', whole, parts: chosen === null ? parts : parts.map((part) => withParams(part, chosen)) }
}

const withParams = (exchange: Exchange, params: Readonly<Record<string, string>>): Exchange => ({
  ...exchange,
  fact: { ...exchange.fact, params: { ...exchange.fact.params, ...params } },
})

/** The variable that chose one of two stores, and which side has it set; the failing one's where both have. `null`: none did. */
function choice(
  works: ClientEvidence,
  fails: ClientEvidence,
): { readonly variable: string; readonly set: 'works' | 'fails' } | null {
  if (works.why === fails.why && isAlike(works.chosenBy, fails.chosenBy)) return null
  const [own, theirs] = [variablesChoosing(fails).join(', '), variablesChoosing(works).join(', ')]
  if (own !== '') return { variable: own, set: 'fails' }
  return theirs === '' ? null : { variable: theirs, set: 'works' }
}

/** Every anchor of these certificates in which the stores differ: what is missing, what is too much, what is trusted otherwise. */
export function anchorExchanges(works: TrustStore, fails: TrustStore, certificates: Iterable<Certificate>): readonly Exchange[] {
  const missing: Exchange[] = []
  const present: Exchange[] = []
  const otherwise: Exchange[] = []
  for (const { sha256 } of certificates) {
    const [theirs, own] = [works.bySha256.get(sha256), fails.bySha256.get(sha256)]
    if (theirs !== undefined && own === undefined) {
      missing.push(anchorExchange('anchor-missing', sha256, fails, (a) => [...a, theirs]))
    } else if (theirs === undefined && own !== undefined) {
      present.push(anchorExchange('anchor-present', sha256, fails, (a) => a.filter((x) => x.certificate.sha256 !== sha256)))
    } else if (theirs !== undefined && own !== undefined && !isAlike(theirs.settings, own.settings)) {
      const put = (a: readonly TrustAnchor[]) => a.map((x) => (x.certificate.sha256 === sha256 ? theirs : x))
      otherwise.push(anchorExchange('anchor-settings', sha256, fails, put))
    }
  }
  return [...missing, ...present, ...otherwise]
}

function anchorExchange(
  kind: ExchangedFact['kind'],
  certificate: Sha256,
  { id }: TrustStore,
  change: (anchors: readonly TrustAnchor[]) => readonly TrustAnchor[],
): Exchange {
  return {
    input: 'store',
    fact: { kind, certificate, params: { store: id } },
    apply: (side) => (side.store === null ? side : { ...side, store: storeOf(side.store, change(side.store.anchors)) }),
  }
}

function reachable(works: Side, fails: Side): ReadonlySet<Certificate> {
  const above = ({ world, chain }: Side): readonly Certificate[] => (chain === null ? [] : world.graph(chain).certificates)
  return new Set([...above(fails), ...above(works)])
}

const isSameStore = (a: TrustStore, b: TrustStore): boolean =>
  a.unreadable === b.unreadable &&
  a.id === b.id &&
  (a.unheld ?? 0) === (b.unheld ?? 0) &&
  a.anchors.length === b.anchors.length &&
  a.anchors.every((x, i) => {
    const y = b.anchors[i]
    return y !== undefined && x.certificate === y.certificate && isAlike(x.settings, y.settings)
  })

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

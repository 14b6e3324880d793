import type { Certificate } from '../model/certificate.ts'
import type { AnchorRule } from '../model/programme.ts'
import { isoTime } from '../model/time.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import type { World } from '../graph/world.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC406: platforms whose stores were asked do not think alike of a root above the chain: it is absent from some, or only some hold a
 * rule against it.
 * about: the root. params, each a list of stores joined by `, `, empty where there is none: `trusted`: without a rule; `limited`: each
 * with the last day in parentheses by which a server's certificate must have been issued, or been seen by a log; `refused`; `absent`. A
 * warning where clients on these stores do not agree.
 */
export const programmesDiffer: FindingRule = ({ world, judgements }) => {
  const stores = world.evidence.stores.filter((s) => s.platform !== undefined && !('unreadable' in s)).map((s) => s.id)
  if (stores.length < 2) return []
  const roots = new Set(world.chains.flatMap((chain) => world.graph(chain).certificates).filter(isSelfIssued))
  const verdicts = judgements.filter((j) => stores.includes(j.seat.entry.store)).map((j) => j.verdict.kind)
  const severity = verdicts.includes('accepted') && verdicts.includes('rejected') ? 'warning' : 'notice'
  return [...roots].flatMap((root) => {
    const opinions = stores.map((id) => ({ id, ...opinionOf(world, id, root) }))
    const [first] = opinions
    const isHeld = opinions.some((o) => o.kind !== 'absent')
    if (!isHeld || opinions.every((o) => o.kind === first?.kind && o.until === first.until)) return []
    const named = (kind: Opinion['kind']): string =>
      opinions
        .filter((o) => o.kind === kind)
        .map((o) => (o.until === '' ? o.id : `${o.id} (${o.until})`))
        .join(', ')
    return [
      {
        code: 'RC406',
        severity,
        about: [root.sha256],
        clients: [],
        params: {
          trusted: named('trusted'),
          limited: named('limited'),
          refused: named('refused'),
          absent: named('absent'),
        },
      },
    ]
  })
}

interface Opinion {
  readonly kind: 'trusted' | 'limited' | 'refused' | 'absent'
  /** A day; empty: none. */
  readonly until: string
}

function opinionOf({ stores, evidence }: World, id: string, root: Certificate): Opinion {
  const anchor = stores.get(id)?.bySha256.get(root.sha256)
  if (anchor === undefined) return { kind: 'absent', until: '' }
  const rules = anchor.settings?.programme ?? []
  if (rules.some((rule) => refuses(rule, evidence.clock))) return { kind: 'refused', until: '' }
  const days = rules.flatMap((rule) => ('after' in rule ? [isoTime(rule.after).slice(0, 10)] : []))
  const [until] = days.toSorted()
  return until === undefined ? { kind: 'trusted', until: '' } : { kind: 'limited', until }
}

const refuses = (rule: AnchorRule, at: number): boolean =>
  (rule.kind === 'disabled' && at >= rule.from) || (rule.kind === 'purposes' && rule.isLater !== true)

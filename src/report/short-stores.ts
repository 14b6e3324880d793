import type { PathTreeNode, Report } from '../model/report.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { type Seat, storesAsked } from './seats.ts'
import { shortName } from './short-name.ts'

/** Columns that a store's name may take where it stands in every second line. */
const longest = 24

/**
 * The report with stores called `store 1`, `store 2` in the order in which clients ask them, and their own names as origins: for a
 * machine on which clients ask many, some of them lists of paths. Short names stay, and those that nobody asks.
 */
export function withShortStores(report: Report, seats: readonly Seat[]): Report {
  const asked = storesAsked(seats)
  const long = asked.filter((id) => id.length > longest)
  if (long.length === 0) return report
  const short = new Map(long.map((id, i) => [id, shortName(i + 1)]))
  const named = (id: string): string => short.get(id) ?? id
  const place = ({ client, store }: ClientOnStore): ClientOnStore => ({ client, store: named(store) })
  const inParams = (params: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    params['store'] === undefined ? params : { ...params, store: named(params['store']) }
  const node = (of: PathTreeNode): PathTreeNode => ({ ...of, stores: of.stores.map(named), issuers: of.issuers.map(node) })
  return {
    ...report,
    ...(report.withheld === undefined
      ? {}
      : { withheld: report.withheld.map((w) => ({ ...w, stores: w.stores.map(named), cures: w.cures.map(place) })) }),
    stores: report.stores.map((s) => (short.has(s.id) ? { ...s, id: named(s.id), origin: s.id } : s)),
    results: report.results.map((r) => ({ ...r, store: named(r.store) })),
    trees: report.trees.map((tree) => ({ ...tree, root: node(tree.root) })),
    assumptions: report.assumptions.map((a) => ({ ...a, params: inParams(a.params) })),
    separations: report.separations.map(({ works, fails, facts }) => ({
      works: place(works),
      fails: place(fails),
      facts: facts.map((f) => ({ ...f, params: inParams(f.params) })),
    })),
    remedies: report.remedies.map(({ deltas, proof, ...rest }) => ({
      ...rest,
      deltas: deltas.map((d) => ({
        ...d,
        ...('store' in d ? { store: named(d.store) } : {}),
        ...('from' in d ? { from: named(d.from) } : {}),
      })),
      proof: { cures: proof.cures.map(place), breaks: proof.breaks.map(place), stillRejects: proof.stillRejects.map(place) },
    })),
  }
}

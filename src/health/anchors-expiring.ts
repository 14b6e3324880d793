import type { Finding } from '../model/finding.ts'
import { isoTime } from '../model/time.ts'
import type { HealthRule } from './rule.ts'
import { askersOf, type HealthView, installationNames, storeNames } from './view.ts'

/** Ninety days. */
const soon = 90 * 86_400

/** RC810: an anchor ends soon; who here depends on it. */
export const anchorsExpiring: HealthRule = (view) => {
  const found = new Map<string, Finding>()
  for (const { members } of view.stores) {
    for (const { sha256, label, notAfter, distrusted } of members) {
      if (distrusted || notAfter === null || notAfter < view.at || notAfter > view.at + soon || found.has(sha256)) continue
      const holders = holdersOf(view, sha256)
      found.set(sha256, {
        code: 'RC810',
        severity: 'warning',
        about: [sha256],
        clients: [],
        params: {
          label,
          until: isoTime(notAfter).slice(0, 10),
          stores: storeNames(holders),
          runtimes: installationNames(holders.flatMap((store) => askersOf(view, store))),
        },
      })
    }
  }
  return [...found.values()].toSorted((a, b) => ((a.params['until'] ?? '') < (b.params['until'] ?? '') ? -1 : 1))
}

const holdersOf = ({ stores }: HealthView, sha256: string): readonly string[] =>
  stores.filter(({ members }) => members.some((m) => m.sha256 === sha256)).map(({ name }) => name)

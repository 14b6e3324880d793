import { interceptorOf } from '../findings/facts/interceptors.ts'
import type { Finding } from '../model/finding.ts'
import type { HealthRule } from './rule.ts'
import { privateAnchors } from './private-anchors.ts'
import { askersOf, installationNames, storeNames } from './view.ts'

/** RC806: a store holds the root of a product that reads TLS on its way; some runtimes have it and some lack it. */
export const interceptionRoot: HealthRule = (view) =>
  privateAnchors(view).flatMap(({ member, stores }): readonly Finding[] => {
    const product = interceptorOf(member.label)
    if (product === null) return []
    const holders = new Set(stores.flatMap((store) => askersOf(view, store)))
    const lack = view.askings.filter((a) => !holders.has(a) && a.unknown === '')
    return [
      {
        code: 'RC806',
        severity: lack.length === 0 ? 'notice' : 'warning',
        about: [member.sha256],
        clients: [],
        params: {
          product,
          label: member.label,
          store: stores[0] ?? '',
          stores: storeNames(stores),
          have: installationNames([...holders]),
          lack: installationNames(lack),
        },
      },
    ]
  })

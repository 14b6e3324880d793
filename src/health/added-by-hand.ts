import { interceptorOf } from '../findings/facts/interceptors.ts'
import { privateAnchors } from './private-anchors.ts'
import type { HealthRule } from './rule.ts'
import { askersOf, installationNames, storeNames } from './view.ts'

/** RC807: an anchor that no root programme ever carried, and that is no known product's. */
export const addedByHand: HealthRule = (view) =>
  privateAnchors(view)
    .filter(({ member }) => interceptorOf(member.label) === null)
    .map(({ member, stores }) => ({
      code: 'RC807',
      severity: 'notice' as const,
      about: [member.sha256],
      clients: [],
      params: {
        label: member.label,
        store: stores[0] ?? '',
        stores: storeNames(stores),
        have: installationNames(stores.flatMap((store) => askersOf(view, store))),
      },
    }))

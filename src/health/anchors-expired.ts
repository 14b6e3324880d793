import type { HealthRule } from './rule.ts'
import { distinctStores, installationNames, storeNames } from './view.ts'

/**
 * RC809: a store holds anchors whose time is over. OpenSSL and GnuTLS check an anchor's dates too, and may choose the expired one of
 * two with the same name; others pass over it.
 */
export const anchorsExpired: HealthRule = (view) =>
  distinctStores(view).flatMap(({ names, members, askers }) => {
    const over = members.filter(({ notAfter, distrusted }) => notAfter !== null && notAfter < view.at && !distrusted)
    if (over.length === 0) return []
    return [
      {
        code: 'RC809',
        severity: 'notice' as const,
        about: over.map(({ sha256 }) => sha256),
        clients: [],
        params: {
          store: names[0],
          copies: storeNames(names.slice(1)),
          count: String(over.length),
          labels: over.map(({ label }) => label).join('; '),
          runtimes: installationNames(askers),
        },
      },
    ]
  })

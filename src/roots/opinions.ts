import type { Sha256 } from '../model/sha256.ts'
import type { When } from './platform-id.ts'
import { type Platform, platforms } from './platforms.ts'
import type { AnchorRule } from '../model/programme.ts'
import { storeAt, type StoreAt } from './store-at.ts'
import type { RootTable } from './table.ts'

/** What one platform makes of one certificate at a time. */
export interface Opinion {
  readonly platform: Platform
  /** `unknown`: nothing is known of that time. `absent`: neither trusted nor blocked. */
  readonly verdict: 'trusted' | 'blocked' | 'absent' | 'unknown'
  /** Of a trusted anchor; empty otherwise. */
  readonly rules: readonly AnchorRule[]
  /** The store that was looked at, with its age; its anchors are those of the whole store. */
  readonly store: StoreAt
}

/**
 * Side by side, what every platform made of a certificate on a day, or makes of it now. Platforms that are known by release alone are
 * asked for their newest when no day is given, and left out when one is.
 */
export function opinions(table: RootTable, sha256: Sha256, when: Exclude<When, { kind: 'version' }>): readonly Opinion[] {
  return platforms
    .filter(({ by }: Platform) => when.kind === 'latest' || by !== 'version')
    .map((platform) => {
      const store = storeAt(table, { platform, when })
      const found = store.anchors.find((a) => a.anchor.sha256 === sha256)
      const isKnown = store.fit !== 'before-first' && store.fit !== 'other-line'
      const verdict = !isKnown
        ? 'unknown'
        : found !== undefined
          ? 'trusted'
          : store.blocked.includes(sha256)
            ? 'blocked'
            : 'absent'
      return { platform, verdict, rules: isKnown ? (found?.rules ?? []) : [], store }
    })
}

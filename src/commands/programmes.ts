import type { Programmes, Standing } from '../health/view.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds } from '../model/time.ts'
import { countsAsBlock } from '../roots/counts-as-block.ts'
import { loadRoots } from '../roots/load.ts'
import { opinions } from '../roots/opinions.ts'
import { platform, type Programme } from '../roots/platforms.ts'
import { storeAt } from '../roots/store-at.ts'
import { coverage, trustHistory } from '../roots/trust-history.ts'

/** What the product's own table says of root programmes. It is loaded here. */
export async function programmes(): Promise<Programmes> {
  const table = await loadRoots()
  const latest = { kind: 'latest' } as const
  const days = coverage(table).flatMap(({ last }) => (last === '' ? [] : [Date.parse(`${last}T00:00:00Z`) / 1000]))
  const known = new Map<Sha256, Standing>()
  const standing = (sha256: Sha256): Standing => {
    let own = known.get(sha256)
    if (own === undefined) {
      const all = opinions(table, sha256, latest)
      const isPublic = trustHistory(table, sha256).length > 0
      const counts = ({ verdict, platform: { id } }: (typeof all)[number]) => verdict !== 'blocked' || countsAsBlock(id, isPublic)
      const of = (verdict: 'trusted' | 'blocked') => [
        ...new Set(all.filter((o) => o.verdict === verdict && counts(o)).map((o) => names[o.platform.programme])),
      ]
      own = { isPublic, trustedBy: of('trusted'), blockedBy: of('blocked') }
      known.set(sha256, own)
    }
    return own
  }
  const own = platform('mozilla')
  const mozilla = own === null ? [] : storeAt(table, { platform: own, when: latest }).anchors
  return {
    newest: seconds(Math.max(0, ...days)),
    standing,
    mozilla: new Set(mozilla.map(({ anchor }) => anchor.sha256)),
  }
}

const names: Readonly<Record<Programme, string>> = {
  mozilla: 'Mozilla',
  microsoft: 'Microsoft',
  apple: 'Apple',
  chrome: 'Chrome',
  android: 'Android',
  oracle: 'Oracle',
  openjdk: 'OpenJDK',
}

import { seconds, type UnixSeconds } from '../model/time.ts'
import { appleRules } from './apple-constraints.ts'
import { javaRules } from './java-policies.ts'
import type { Platform } from './platforms.ts'
import type { AnchorRule } from '../model/programme.ts'
import type { RootTable } from './table.ts'
import { versionNumbers } from './version.ts'

/** Which part of a platform's rules belongs to what is asked for. */
export interface RuleContext {
  readonly platform: Platform
  /** ISO times of NSS by anchor, of the snapshot. */
  readonly distrust: ReadonlyMap<number, string>
  /** Release of the snapshot; '' where it has none. */
  readonly version: string
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
/** Microsoft's list writes the beginning of its calendar for a rule that holds for every certificate. */
const ever = '1601-01-01T00:00:00Z'
const instant = (iso: string): UnixSeconds => seconds(Date.parse(iso === 'always' ? ever : iso) / 1000)

/** The rules of one anchor, from the table and from the data beside it. Dated rules stand whether or not their day has come. */
export function rulesOf(table: RootTable, place: number, { platform, distrust, version }: RuleContext): readonly AnchorRule[] {
  switch (platform.id) {
    case 'mozilla':
    case 'nss':
      return nssRules(distrust.get(place))
    case 'windows':
    case 'authroot':
      return microsoftRules(table, place)
    case 'apple':
    case 'macos':
    case 'ios':
      return appleRules(table.sha256At(place))
    case 'chrome':
      return chromeRules(table, place)
    case 'openjdk':
    case 'oracle':
      return javaRules(table.sha256At(place), versionNumbers(version))
    default:
      return []
  }
}

const nssRules = (after: string | undefined): readonly AnchorRule[] =>
  after === undefined
    ? []
    : [
        {
          kind: 'distrust-after',
          after: instant(after),
          policy: 'nss',
          exceptions: [],
          source: 'NSS CKA_NSS_SERVER_DISTRUST_AFTER',
        },
      ]

function microsoftRules({ raw }: RootTable, place: number): readonly AnchorRule[] {
  return raw.microsoft
    .filter((r) => r.anchor === place)
    .flatMap(({ list, disabled, notBefore, notForServers }) => {
      const source = `Microsoft authroot.stl of ${list}`
      const rules: AnchorRule[] = []
      if (disabled !== '') rules.push({ kind: 'disabled', from: instant(disabled), source })
      if (notBefore !== '')
        rules.push({ kind: 'distrust-after', after: instant(notBefore), policy: 'microsoft', exceptions: [], source })
      if (notForServers) rules.push({ kind: 'purposes', lacks: serverAuth, asOf: instant(list), source })
      return rules
    })
}

const chromeRules = ({ raw }: RootTable, place: number): readonly AnchorRule[] =>
  raw.chrome
    .filter((r) => r.anchor === place)
    .map(({ sctNotAfter, since, source }) => ({ kind: 'sct-not-after', after: instant(sctNotAfter), since, source }))

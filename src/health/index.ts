import type { Finding, Severity } from '../model/finding.ts'
import { addedByHand } from './added-by-hand.ts'
import { anchorsExpired } from './anchors-expired.ts'
import { anchorsExpiring } from './anchors-expiring.ts'
import { clockBehind } from './clock-behind.ts'
import { clockWrong } from './clock-wrong.ts'
import { distrustedAnchor } from './distrusted-anchor.ts'
import { handInstalled } from './hand-installed.ts'
import { interceptionRoot } from './interception-root.ts'
import { needlessFix } from './needless-fix.ts'
import { nothingTrusted } from './nothing-trusted.ts'
import { ownBundleAged } from './own-bundle-aged.ts'
import type { HealthRule } from './rule.ts'
import { storeOutOfDate } from './store-out-of-date.ts'
import { storeUnreadable } from './store-unreadable.ts'
import { verificationOff } from './verification-off.ts'
import type { HealthView } from './view.ts'
import { windowsBeside } from './windows-beside.ts'
import { windowsTrustsMore } from './windows-trusts-more.ts'
import { withoutEffect } from './without-effect.ts'

/** Every rule, in the order in which a reader should act. A new one is one file and one line here. */
const healthRules: readonly HealthRule[] = [
  clockBehind,
  clockWrong,
  verificationOff,
  nothingTrusted,
  storeUnreadable,
  interceptionRoot,
  withoutEffect,
  distrustedAnchor,
  storeOutOfDate,
  ownBundleAged,
  windowsBeside,
  windowsTrustsMore,
  anchorsExpiring,
  addedByHand,
  handInstalled,
  needlessFix,
  anchorsExpired,
]

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 }

/** All that is worth telling of a machine, the gravest first. */
export const healthFindings = (view: HealthView): readonly Finding[] =>
  healthRules.flatMap((rule) => rule(view)).toSorted((a, b) => ranks[a.severity] - ranks[b.severity])

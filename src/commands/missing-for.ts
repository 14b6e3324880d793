import type { Workshop } from '../graph/world.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { findMissing, lookThrough, type Missing } from './find-missing.ts'
import type { FixFlags } from './fix-flags.ts'

/** What the rejecting clients of the evidence lack, with what was located for it where the flags ask for that. */
export async function missingFor(
  target: string,
  evidence: Evidence,
  { root, locate, noProxy, sha256 }: Pick<FixFlags, 'root' | 'locate' | 'noProxy' | 'sha256'>,
  shop: Workshop,
  context: Context,
): Promise<Missing> {
  const asked = { now: context.now, shop, ownFingerprint: sha256 ?? null }
  const here = await lookThrough(context, root)
  if (locate !== true) return findMissing(target, evidence, here, asked)
  const [{ locating }, { withIssuersLocated }, { withLocated }] = await Promise.all([
    import('./locating.ts'),
    import('./locate-issuers.ts'),
    import('./locate.ts'),
  ])
  const how = await locating(context, noProxy === true)
  // Who stands above a bare leaf is known only then, and so is which root is missing above that.
  const places = await withIssuersLocated(here, evidence, shop, how)
  const { report } = findMissing(target, evidence, places, asked)
  return findMissing(target, evidence, await withLocated(places, report, how), asked)
}

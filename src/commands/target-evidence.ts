import type { Workshop } from '../graph/world.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'
import { againForCheck } from '../report/again.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import type { Context } from './context.ts'
import { isFresh, observeFurther } from './observe-further.ts'
import { observe } from './observe.ts'
import { optionsOf } from './run-check.ts'
import { withTargetProbed } from './probe-target.ts'
import type { TargetFlags } from './target-flags.ts'
import { typedAgain } from './typed-again.ts'

/** The evidence for a target as its flags ask for it, without running any client. */
export const observeTarget = (target: string, flags: TargetFlags, context: Context): Promise<Evidence> =>
  observe(target, { ...optionsOf(flags, context), observe: 'none' }, context)

/** Throws where nobody sent a certificate: that no client rejects is no answer then. */
export function requireChain({ sends, target: { host, port } }: Evidence, target: string, flags: TargetFlags): void {
  if (sends.some(({ outcome }) => outcome.kind === 'chain')) return
  const named = escapeUnprintable(port === 0 ? target : `${host}:${port}`)
  const hint = `rootcause check ${againForCheck(typedAgain(target, flags))}`
  throw new RootcauseError('observe', `${named} sent no certificate; check tells what came instead`, hint)
}

/** The evidence with what the target says where it asked for a client certificate, and what third parties say where the flags ask for that. */
export async function withAskedAround(
  evidence: Evidence,
  flags: TargetFlags,
  shop: Workshop,
  context: Context,
): Promise<Evidence> {
  const { aia = false, aiaPrivate = false, clock = false } = flags
  if (aia || aiaPrivate || clock) {
    const { timeoutMs } = optionsOf(flags, context)
    return observeFurther(evidence, { aia, aiaPrivate, clock, timeoutMs }, shop, context)
  }
  return isFresh(evidence) ? withTargetProbed(evidence) : evidence
}

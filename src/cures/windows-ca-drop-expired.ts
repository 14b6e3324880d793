import type { Host } from '../host/host.ts'
import type { Advice, Step } from '../model/plan.ts'
import type { AnchorToChange, Cure } from './cure.ts'
import { anchorDeltas } from './shared/anchor-deltas.ts'
import { holders } from './shared/holders.ts'
import { served } from './shared/served.ts'
import { unlessUnreadable } from './shared/unless-unreadable.ts'
import { asksWindowsIntermediates } from './shared/windows-seats.ts'
import { addToStore, deleteFromStore, type WindowsScope } from './shared/windows-tool.ts'

/**
 * Windows keeps intermediates that it has met in CA, expired ones too. It passes over these; Python and Node load them as anchors, and a
 * greedy search stops at one. Windows fetches an intermediate anew when it needs it (RFC 5280 §4.2.2.1).
 */
export const windowsCaDropExpired: Cure = {
  id: 'windows-ca-drop-expired',
  title: 'intermediates that Windows has kept',
  owner: 'user',
  scope: 'machine',
  tried: 'documented',
  plan: unlessUnreadable(async (host, need) => {
    const clients = served(need, asksWindowsIntermediates)
    if (host.platform !== 'win32' || clients.length === 0 || need.drop.length === 0) return null
    const steps: Step[] = []
    const advice: Advice[] = []
    const dropped: AnchorToChange[] = []
    for (const anchor of need.drop) {
      // In ROOT it stays, and is read from there all the same.
      if ((await holders(host, [...roots], anchor)).length > 0) continue
      const [administered] = await holders(host, ['windows:GP/CA', 'windows:ENT/CA'], anchor)
      if (administered !== undefined) {
        advice.push({
          owner: 'operating-system',
          what: `An intermediate that is in the way was distributed by the administrator (${administered}): only there can it be withdrawn.`,
          command: '',
        })
        continue
      }
      const own = await Promise.all(
        (['CU', 'LM'] as const).map(async (scope) =>
          (await holders(host, [`windows:${scope}/CA`], anchor)).length > 0 ? [step(host, scope, anchor)] : [],
        ),
      )
      if (own.flat().length > 0) dropped.push(anchor)
      steps.push(...own.flat())
    }
    if (steps.length + advice.length === 0) return null
    return {
      steps,
      advice,
      deltas: anchorDeltas('drop-anchor', clients, dropped),
      notes:
        steps.length === 0
          ? []
          : ['Not yet proved on Windows.', 'Windows may fetch the intermediate again when a server makes it.'],
    }
  }),
}

const roots = ['windows:CU/ROOT', 'windows:LM/ROOT', 'windows:LM/AuthRoot', 'windows:GP/ROOT', 'windows:ENT/ROOT'] as const

const step = (host: Host, scope: WindowsScope, anchor: AnchorToChange): Step => ({
  change: {
    kind: 'entry',
    store: `windows:${scope}/CA`,
    certificate: anchor.sha256,
    present: false,
    tool: deleteFromStore(host, scope, 'CA', anchor),
    undo: addToStore(host, scope, 'CA', anchor),
    prompt: '',
  },
  why: 'Windows itself passes over this intermediate; programs that load the store CA as anchors stop at it.',
  needsRights: scope === 'LM',
})

import type { Host } from '../host/host.ts'
import type { Step } from '../model/plan.ts'
import { opinions } from '../roots/opinions.ts'
import { loadRoots } from '../roots/load.ts'
import { windowsRootUpdate } from '../stores/shared/windows-root-update.ts'
import { thumbprint } from '../x509/thumbprint.ts'
import type { AnchorToChange, Cure } from './cure.ts'
import { anchorDeltas } from './shared/anchor-deltas.ts'
import { holders } from './shared/holders.ts'
import { served } from './shared/served.ts'
import { unlessUnreadable } from './shared/unless-unreadable.ts'
import { asksWindowsRoots } from './shared/windows-seats.ts'
import { deleteFromStore, verifyByWindows } from './shared/windows-tool.ts'

/**
 * Windows brings few roots along, and fetches one of Microsoft's programme when a chain is built that ends at it and is not trusted (Windows
 * documentation, "Certificate Support and Resulting Internet Communication"; Trusted Root Program, "Automatic Root Certificates Update"). A
 * program that only reads the store (Python, Node with --use-system-ca) never makes it do so. So a chain is built for the root. That a root
 * alone is chain enough, and that no rights are needed, is from memory.
 */
export const windowsFetchRoot: Cure = {
  id: 'windows-fetch-root',
  title: 'Windows fetches the root itself',
  owner: 'operating-system',
  // Every program of the machine sees the root then. It is no new trust: Windows gives it to any of them that builds a chain.
  scope: 'user',
  tried: 'documented',
  plan: unlessUnreadable(async (host, need) => {
    const clients = served(need, asksWindowsRoots)
    const update = windowsRootUpdate(host)
    if (update === null || clients.length === 0 || need.add.length === 0) return null
    const missing: AnchorToChange[] = []
    for (const anchor of need.add) {
      if ((await holders(host, ['windows:ROOT'], anchor)).length > 0) continue
      if (!(await isInProgramme(host, anchor))) return null
      missing.push(anchor)
    }
    if (missing.length === 0) return null
    if (update.state !== 'on')
      return {
        steps: [],
        advice: [
          {
            owner: 'operating-system',
            what:
              update.state === 'off'
                ? 'The root is in Microsoft’s programme, and a policy keeps Windows from fetching it: its administrator can allow that (Turn off Automatic Root Certificates Update), or distribute the root by group policy.'
                : `The root is in Microsoft’s programme, and Windows may fetch it by itself; whether it may here cannot be read (${update.why}).`,
            command: '',
          },
        ],
        deltas: [],
        notes: [],
      }
    return {
      steps: missing.map((anchor) => step(host, anchor)),
      advice: [],
      deltas: anchorDeltas('add-anchor', clients, need.add),
      notes: [
        'Not yet proved on Windows. Windows asks Microsoft’s update servers; nothing is trusted that it does not trust already.',
        'It lands among the roots of the whole machine (AuthRoot), as when any program meets it. Undo takes the copy away again, which needs administrator rights; Windows fetches it anew when it is met.',
      ],
    }
  }),
}

const step = (host: Host, anchor: AnchorToChange): Step => ({
  change: {
    kind: 'entry',
    store: 'windows:LM/AuthRoot',
    certificate: anchor.sha256,
    present: true,
    tool: verifyByWindows(host, anchor),
    undo: deleteFromStore(host, 'LM', 'AuthRoot', anchor),
    prompt: '',
  },
  why: 'Building a chain makes Windows fetch a root of Microsoft’s programme that it has not yet; programs that only read the store then find it.',
  needsRights: false,
})

/** By the list that Windows has at hand, which names them by SHA-1; else by the product's own table. */
async function isInProgramme(host: Host, { der, sha256 }: AnchorToChange): Promise<boolean> {
  const id = thumbprint(der)
  if (windowsRootUpdate(host)?.trusted?.entries.some((entry) => entry.id === id) === true) return true
  const own = opinions(await loadRoots(), sha256, { kind: 'latest' }).find(({ platform }) => platform.id === 'authroot')
  return own?.verdict === 'trusted'
}

import { registryValue } from '../host/registry-value.ts'
import type { Host } from '../host/host.ts'
import type { Advice, Step } from '../model/plan.ts'
import { thumbprint } from '../x509/thumbprint.ts'
import type { AnchorToChange, Cure } from './cure.ts'
import { anchorDeltas } from './shared/anchor-deltas.ts'
import { holders } from './shared/holders.ts'
import { served } from './shared/served.ts'
import { unlessUnreadable } from './shared/unless-unreadable.ts'
import { asksMachineRoots, asksWindowsRoots } from './shared/windows-seats.ts'
import { addToStore, deleteFromStore, type WindowsScope } from './shared/windows-tool.ts'

/** Roots added by hand to the user's store, or the machine's. Never by writing the registry, which would pass by the question of Windows. */
export const windowsRootCures: readonly Cure[] = [rootCure('CU'), rootCure('LM')]

function rootCure(scope: WindowsScope): Cure {
  const isUser = scope === 'CU'
  return {
    id: isUser ? 'windows-root' : 'windows-root-machine',
    title: isUser ? "the user's trusted roots in Windows" : "the machine's trusted roots in Windows",
    owner: 'user',
    scope: isUser ? 'user' : 'machine',
    tried: 'documented',
    plan: unlessUnreadable(async (host, need) => {
      if (host.platform !== 'win32') return null
      const clients = served(need, isUser ? asksWindowsRoots : asksMachineRoots)
      if (clients.length === 0) return null
      const advice = [...(await keptRoots(host, need.drop)), ...(isUser ? policyAdvice(host) : [])]
      const missing: AnchorToChange[] = []
      for (const anchor of need.add) {
        const refusing = await holders(host, disallowing, anchor)
        if (refusing.length > 0) return refused(refusing[0] ?? '')
        if ((await holders(host, [`windows:${scope}/ROOT`], anchor)).length === 0) missing.push(anchor)
      }
      if (missing.length === 0 || (isUser && isUserShut(host)))
        return advice.length === 0 ? null : { steps: [], advice, deltas: [], notes: [] }
      return {
        steps: missing.map((anchor) => step(host, scope, anchor)),
        advice,
        deltas: anchorDeltas('add-anchor', clients, need.add),
        notes: [
          'Not yet proved on Windows.',
          'A root in ROOT vouches for every purpose of Windows (programs’ signatures, mail), not for servers alone: certutil cannot limit it.',
          // dotnet/corefx#25306, OctopusDeploy/Issues#3347: in a service it was "Access denied".
          ...(isUser
            ? [
                'Where there is no desktop (a service, ssh) nobody can answer, and Windows refuses: 0x800704c7, or "Access denied".',
              ]
            : []),
        ],
      }
    }),
  }
}

/**
 * Adding to and deleting from CurrentUser\Root shows a dialog of Windows itself (wincrypt.h: the protected root store; System Store
 * Locations). Nothing answers it but the user.
 */
function step(host: Host, scope: WindowsScope, anchor: AnchorToChange): Step {
  const isUser = scope === 'CU'
  return {
    change: {
      kind: 'entry',
      store: `windows:${scope}/ROOT`,
      certificate: anchor.sha256,
      present: true,
      tool: addToStore(host, scope, 'Root', anchor),
      undo: deleteFromStore(host, scope, 'Root', anchor),
      prompt: isUser
        ? `Windows shows a security warning with the thumbprint ${thumbprint(anchor.der).toUpperCase()} and asks whether to install the certificate; answer yes only if the thumbprint is this one. Undo asks likewise.`
        : '',
    },
    why: 'The root is authentic and not among those that Windows trusts here; programs that read the store of Windows find it then.',
    needsRights: !isUser,
  }
}

const disallowing = ['windows:CU/Disallowed', 'windows:LM/Disallowed', 'windows:GP/Disallowed']

const refused = (store: string) => ({
  steps: [],
  advice: [
    {
      owner: 'operating-system' as const,
      what: `The root stands in ${store}: it was distrusted on purpose, and adding it would not change that. Ask who did it.`,
      command: '',
    },
  ],
  deltas: [],
  notes: [],
})

/** Policy: users' own roots are not looked at (wincrypt.h: CERT_PROT_ROOT_DISABLE_CURRENT_USER_FLAG, 1). */
function isUserShut(host: Host): boolean {
  const flags = registryValue(
    host.registry('HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\ProtectedRoots'),
    'Flags',
  )
  return typeof flags === 'number' && (flags & 1) !== 0
}

const policyAdvice = (host: Host): readonly Advice[] =>
  isUserShut(host)
    ? [
        {
          owner: 'operating-system',
          what: 'A policy keeps users from trusting roots of their own: the administrator can distribute the root by group policy.',
          command: '',
        },
      ]
    : []

/** Where roots lie that Windows trusts. */
const rootStores = ['windows:CU/ROOT', 'windows:LM/ROOT', 'windows:LM/AuthRoot', 'windows:GP/ROOT', 'windows:ENT/ROOT']

/** A root is never taken out of ROOT, nor put into Disallowed. */
async function keptRoots(host: Host, drop: readonly AnchorToChange[]): Promise<readonly Advice[]> {
  const advice: Advice[] = []
  for (const anchor of drop) {
    const [store] = await holders(host, rootStores, anchor)
    if (store === undefined) continue
    const isPolicy = store.startsWith('windows:GP') || store.startsWith('windows:ENT')
    advice.push({
      owner: 'operating-system',
      what: isPolicy
        ? `An anchor that is in the way was distributed by the administrator (${store}): only there can it be withdrawn.`
        : `An anchor that is in the way stands in ${store}. It is not taken away: Windows needs old roots for the time stamps of programs signed long ago, and Disallowed would refuse those too. Let the server send a chain without it, or give the program another store.`,
      command: '',
    })
  }
  return advice
}

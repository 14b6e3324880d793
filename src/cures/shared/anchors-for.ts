import type { Host } from '../../host/host.ts'
import type { TrustSettings } from '../../model/evidence.ts'
import type { AskedStore } from '../../model/machine.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { readTogether } from '../../stores/together.ts'
import { sha256Of } from './anchor-file.ts'

/** One certificate that stores trust for TLS servers. */
export interface HeldAnchor {
  readonly sha256: Sha256
  readonly der: Uint8Array
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'

/** What stores together trust for TLS servers, each once; `null`: one that must be read cannot be. */
export async function heldBy(host: Host, asked: readonly AskedStore[]): Promise<readonly HeldAnchor[] | null> {
  const content = await readTogether(host, asked)
  if ('unreadable' in content) return null
  const held = new Map<Sha256, HeldAnchor>()
  const refused = new Set<Sha256>()
  for (const { der, settings } of content.certificates) {
    const sha256 = sha256Of(der)
    if (isForServers(settings)) held.set(sha256, { sha256, der })
    else if (settings?.rejects.some(isServers) === true) refused.add(sha256)
  }
  return [...held.values()].filter(({ sha256 }) => !refused.has(sha256))
}

/** The same by identity. */
export const anchorsFor = async (host: Host, asked: readonly AskedStore[]): Promise<readonly Sha256[] | null> =>
  (await heldBy(host, asked))?.map(({ sha256 }) => sha256) ?? null

const isServers = (purpose: string): boolean => purpose === serverAuth || purpose === anyPurpose

const isForServers = (settings: TrustSettings | null): boolean =>
  settings === null || (!settings.rejects.some(isServers) && (settings.trusts.length === 0 || settings.trusts.some(isServers)))

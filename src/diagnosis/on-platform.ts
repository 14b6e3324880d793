import type { ClientProfile } from '../model/client.ts'
import type { ClientEvidence } from '../model/evidence.ts'
import type { Verifier } from '../model/verifier.ts'
import type { ProgrammeClient } from '../validation/programme.ts'

/**
 * The client as it is on the platform store that it asks: it keeps the programme's rules, and knows whether there is more than that
 * store. One that keeps none is the profile itself.
 */
export function onPlatform(profile: ClientProfile, { keeps, store }: ClientEvidence): ClientProfile {
  if (keeps === undefined) return profile
  const client: ProgrammeClient = { ...profile, programme: keeps, verifier: adapted(profile.verifier, store, keeps.isWholeList) }
  return client
}

function adapted(verifier: Verifier, store: string, isWholeList: boolean): Verifier {
  switch (verifier.strategy) {
    case 'sent-then-build':
    case 'merged':
      return { ...verifier, runtimeStores: [...verifier.runtimeStores, store] }
    case 'scored':
      return isWholeList ? { ...verifier, rootsOnDemand: false } : verifier
    default:
      return verifier
  }
}

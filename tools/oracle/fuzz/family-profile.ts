import type { ClientProfile } from '../../../src/model/client.ts'

/** The profile of that very id among those of its family. */
export function familyProfile(family: readonly ClientProfile[], id: string): ClientProfile {
  const found = family.find((client) => client.id === id)
  if (found === undefined) throw new Error(`there is no profile ${id}`)
  return found
}

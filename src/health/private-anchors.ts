import type { StoreMember } from '../model/machine.ts'
import type { HealthView } from './view.ts'

/** An anchor that no root programme knows or knew: somebody put it there. */
export interface PrivateAnchor {
  readonly member: StoreMember
  /** Names of the stores that hold it and trust it. */
  readonly stores: readonly string[]
}

/** Each once, by name. */
export function privateAnchors({ stores, programmes }: HealthView): readonly PrivateAnchor[] {
  const found = new Map<string, { readonly member: StoreMember; readonly stores: string[] }>()
  for (const { name, members } of stores) {
    for (const member of members) {
      if (member.distrusted || programmes.standing(member.sha256).isPublic) continue
      const known = found.get(member.sha256)
      if (known === undefined) found.set(member.sha256, { member, stores: [name] })
      else known.stores.push(name)
    }
  }
  return [...found.values()].toSorted((a, b) => (a.member.label < b.member.label ? -1 : 1))
}

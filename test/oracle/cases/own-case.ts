import type { UnixSeconds } from '../../../src/model/time.ts'
import { type AnyGeneralName, at, type Plan, plan } from '../../validation/agreement/plan.ts'
import { fixedKey } from './fixed-key.ts'

/** A case of our own: a chain, a store, a name, an instant, as they are still to be minted. Octets stand for themselves. */
export interface OwnCase {
  /** Kebab case: what is wrong, and where. */
  readonly name: string
  readonly sent: readonly (Plan | Uint8Array)[]
  readonly store: readonly (Plan | Uint8Array)[]
  readonly host: string
  readonly at: UnixSeconds
  /** The key of the target, which the server proves to hold. */
  readonly target: Plan
}

/** Where a case leaves the usual: leaf and authority sent, the root trusted. */
export type Departure = Partial<Pick<OwnCase, 'sent' | 'store' | 'host' | 'target'>>

/** The usual chain of a case, to be changed. */
export interface Usual {
  readonly leaf: Plan
  readonly ca: Plan
  readonly root: Plan
}

/** The names under which every client reaches a server on loopback. */
export const loopback: readonly AnyGeneralName[] = [{ dns: 'localhost' }, { ip: [127, 0, 0, 1] }]

/** The P-256 key of this label among the keys of these cases. */
export const keyOf = (label: string): Plan['key'] => fixedKey('p-256', `oracle ${label}`)

/** A leaf by an authority by a root, everything right. */
export function usual(names: readonly AnyGeneralName[] = loopback): Usual {
  const root = plan('root', 'Oracle Root', keyOf('root'), 'Oracle Root', keyOf('root'))
  const ca = plan('intermediate', 'Oracle CA', keyOf('ca'), 'Oracle Root', keyOf('root'))
  const leaf = plan('leaf', 'localhost', keyOf('leaf'), 'Oracle CA', keyOf('ca'), names)
  return { leaf, ca, root }
}

/** A case that is usual but for what `change` does to its plans and what it gives back. */
export function own(name: string, change: (u: Usual) => Departure | undefined | void, names = loopback): OwnCase {
  const u = usual(names)
  const departure = change(u) ?? {}
  return { name, sent: [u.leaf, u.ca], store: [u.root], host: 'localhost', at, target: u.leaf, ...departure }
}

/** An authority by another, under names of their own. */
export const authority = (name: string, issuer: Pick<Plan, 'subject' | 'key'>, key = keyOf(name)): Plan =>
  plan('intermediate', name, key, issuer.subject, issuer.key)

/** A self-signed authority. */
export const rootOf = (name: string, key = keyOf(name)): Plan => plan('root', name, key, name, key)

/** Another certificate of the same authority: another serial number, and what else is changed. */
export const copyOf = (p: Plan, change: Partial<Plan> = {}): Plan => ({
  ...p,
  extensions: [...p.extensions],
  serial: p.serial + 1n,
  ...change,
})

import type { LabKey } from '../../../src/lab/key.ts'
import type { UnixSeconds } from '../../../src/model/time.ts'
import { fixedKey } from '../../oracle/cases/fixed-key.ts'
import { type Plan, plan } from './plan.ts'
import type { Random } from './random.ts'

/** The name of every good target. */
export const host = 'www.agree.test'
/** Identifiers of the extensions that a usual certificate has. */
export const oids = {
  bc: '2.5.29.19',
  ku: '2.5.29.15',
  eku: '2.5.29.37',
  akid: '2.5.29.35',
  skid: '2.5.29.14',
  san: '2.5.29.17',
} as const

/** Keys are few and shared: names tell entities apart, so that wrong keys under right names come up by themselves. */
export const key = (r: Random, role: string): LabKey =>
  fixedKey(r.once(6) ? r.pick(['rsa-2048', 'p-384', 'ed25519'] as const) : 'p-256', `${role} ${r.below(2)}`)

/** A case in the making. */
export interface Draft {
  r: Random
  readonly done: string[]
  /** Target first, root last. */
  chain: Plan[]
  sent: Plan[]
  store: Plan[]
  host: string
  /** The instant that is asked for. */
  at: UnixSeconds
}

/** A root that has nothing to do with the chain. */
export const unrelated = (r: Random): Plan => {
  const k = key(r, 'unrelated')
  return plan('root', 'Unrelated Root', k, 'Unrelated Root', k)
}

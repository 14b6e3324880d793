import type { AskedStore, Asking, Installation } from '../../../src/model/machine.ts'

/** A program as it was built: it asks these stores, whatever its environment and its files say. */
export const plainAsking = (
  installation: Pick<Installation, 'runtime' | 'path' | 'client'>,
  stores: readonly string[] = [],
  ifUnreadable: AskedStore['ifUnreadable'] = 'goes-on',
): Asking => ({
  installation: { version: null, note: '', ...installation },
  stores: stores.map((store) => ({ store, ifUnreadable })),
  unknown: '',
  why: { kind: 'built-in', name: '', value: '', where: '' },
  overrides: [],
  withoutEffect: [],
  dangers: [],
  source: '',
})

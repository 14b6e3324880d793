import type { Evidence } from '../model/evidence.ts'

/** Whether an anchor that is put into a store would be read: not where the store itself is not, nor where its program reads nothing of it. */
export function takesAnchors({ stores }: Evidence, id: string): boolean {
  const store = stores.find((one) => one.id === id)
  return store !== undefined && 'anchors' in store && store.lost === undefined
}

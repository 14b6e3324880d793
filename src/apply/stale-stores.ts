import type { Sha256 } from '../model/sha256.ts'
import { placeOf } from './do-step.ts'
import type { UndoPorts } from './ports.ts'
import { type ChangeRecord, type StepRecord, stepsOf } from './record.ts'

/** Stores that tools make, as they were before the tools ran again. */
export interface StaleStores {
  /** Rejects where a tool that ended well left a store unwritten that holds what was taken out. */
  readonly refuse: (steps: readonly StepRecord[]) => Promise<void>
}

/**
 * What is to be held against the stores when their tools have run. Debian's does not write the bundle at all where no root is left
 * (update-ca-certificates 20230311: it moves a new bundle only if it made one). A store that was written and holds the root has it from
 * elsewhere: the system's own update brought it.
 */
export function staleStores(record: ChangeRecord, groups: readonly (readonly StepRecord[])[], ports: UndoPorts): StaleStores {
  const stores = new Set(groups.flat().map(({ step }) => placeOf(step.change)))
  const before = new Map([...stores].map((store) => [store, writtenAt(store, ports)]))
  return {
    refuse: async (steps) => {
      for (const own of steps) {
        const store = placeOf(own.step.change)
        const then = before.get(store) ?? null
        if (then === null || writtenAt(store, ports) !== then) continue
        for (const sha256 of addedWith(own, record)) {
          if ((await ports.holds(store, sha256)) !== true) continue
          throw new Error(
            `its tool did not write it, as it does where no root is left, and it still holds what was put in (${sha256}): remove this file, or have the tool make it of other roots`,
          )
        }
      }
    },
  }
}

/** `null`: it is no file, or cannot be read. */
function writtenAt(store: string, { hand }: UndoPorts): string | null {
  try {
    return hand.read(store)?.written ?? null
  } catch {
    return null
  }
}

/** What the plan of a step puts into stores. */
const addedWith = ({ step }: StepRecord, { plans }: ChangeRecord): readonly Sha256[] => {
  const own = plans.filter((plan) => stepsOf([plan]).includes(step))
  return [...new Set(own.flatMap(({ deltas }) => deltas.flatMap((d) => (d.kind === 'add-anchor' ? [d.cert] : []))))]
}

import { type BuiltFault, faults } from '../../src/lab/index.ts'
import { fixedNow } from './evidence.ts'

/** A fault of the lab, minted at the fixed instant. Throws when the lab has none of that name. */
export function labFault(id: string): BuiltFault {
  const fault = faults.find((f) => f.id === id)
  if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
  return fault.build(fixedNow)
}

import type { ObservedScenario } from '../graph/world.ts'
import type { Scenario } from '../model/path.ts'
import type { UnixSeconds } from '../model/time.ts'

const isObserved = (scenario: Scenario): scenario is ObservedScenario => 'timestamps' in scenario

/** `ObservedScenario.timestamps`; `null` too for a scenario that nobody observed. */
export const timestampsOf = (scenario: Scenario): readonly UnixSeconds[] | null =>
  isObserved(scenario) ? scenario.timestamps : null

import type { Step } from '../model/plan.ts'
import type { Plan } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { EndLine, FileBefore, Line, PlanLine, StepState } from './journal-line.ts'

/** What the lines of one change come to. */
export interface ChangeRecord {
  readonly id: string
  readonly at: UnixSeconds
  readonly about: PlanLine['about']
  readonly plans: readonly Plan[]
  /** As many as the plans have together. */
  readonly steps: readonly StepRecord[]
  /** The last end; `null`: it has come to none, or went on after it. */
  readonly end: EndLine | null
}

/** One step, and how far it came. */
export interface StepRecord {
  readonly index: number
  readonly step: Step
  /** `null`: it was never begun. */
  readonly state: StepState | null
  readonly before: FileBefore | null
  /** What a file is after the step; absent: the step never came so far that it changed the file. */
  readonly after?: Sha256 | null
  /** What a file is after it was taken back by a tool. */
  readonly undone?: Sha256 | null
  readonly folders: readonly string[]
  readonly was: boolean | null
}

/** `null`: there is no plan among the lines, so nothing was begun. */
export function recordOf(lines: readonly Line[]): ChangeRecord | null {
  const plan = lines.find((line) => line.kind === 'plan')
  if (plan?.kind !== 'plan') return null
  const steps = stepsOf(plan.plans).map((step, index) => stepRecord(step, index, lines))
  const last = lines.at(-1)
  return { id: plan.id, at: plan.at, about: plan.about, plans: plan.plans, steps, end: last?.kind === 'end' ? last : null }
}

/** It was begun, and nobody has taken it back or decided that it stays. */
export const isOpen = ({ state }: StepRecord): boolean => state === 'intent' || state === 'done' || state === 'undoing'

/** The steps of all plans, in order. */
export const stepsOf = (plans: readonly Plan[]): readonly Step[] => plans.flatMap(({ steps }) => steps)

function stepRecord(step: Step, index: number, lines: readonly Line[]): StepRecord {
  const own = lines.filter((line) => line.kind === 'step').filter((line) => line.step === index)
  const there = own.filter(({ state }) => state === 'intent')
  const first = there[0]
  const after = there.findLast((line) => line.after !== undefined)?.after
  const undone = own.findLast((line) => line.state === 'undoing' && line.after !== undefined)?.after
  return {
    index,
    step,
    state: own.at(-1)?.state ?? null,
    before: first?.before ?? null,
    ...(after === undefined ? {} : { after }),
    ...(undone === undefined ? {} : { undone }),
    folders: first?.folders ?? [],
    was: first?.was ?? null,
  }
}

import type { ClientId } from '../model/client.ts'
import type { Plan } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'

/** What a change was for. */
export interface About {
  /** As it was typed, without secrets: `rootcause fix example.org --apply`. */
  readonly command: string
  readonly target: string
  /** Identifiers of known incidents that it answers; empty: none is known. */
  readonly incidents: readonly string[]
  readonly clients: readonly ClientId[]
  /** JSON text of the evidence, by which it can be judged later whether the change is still needed; `null`: none was kept. */
  readonly case: string | null
}

/** One line of a journal. It reaches the disk before what it tells of begins. */
export type Line = PlanLine | StepLine | EndLine

/** The first: all that is to be done. */
export interface PlanLine {
  readonly kind: 'plan'
  readonly id: string
  readonly at: UnixSeconds
  /** The evidence stands apart, by the hash of its text. */
  readonly about: Omit<About, 'case'> & { readonly case: Sha256 | null }
  readonly plans: readonly Plan[]
}

export interface StepLine {
  readonly kind: 'step'
  readonly id: string
  readonly at: UnixSeconds
  /** Counted from 0 over all plans. */
  readonly step: number
  readonly state: StepState
  /** What was there; `null`: nothing, or it is no file. With the first `intent`. */
  readonly before?: FileBefore | null
  /** Hash of what a file will be after what is told; `null`: it is removed. Absent: not known yet, or it is no file. */
  readonly after?: Sha256 | null
  /** Folders that are made for it, outermost first. With the first `intent`. */
  readonly folders?: readonly string[]
  /** Whether the store trusted the certificate before; `null`: that could not be told. With the first `intent` of an entry. */
  readonly was?: boolean | null
}

/** `intent`, `done`: on the way there. `undoing`, `undone`: on the way back. `kept`: the reader left it as somebody else made it since. */
export type StepState = (typeof stepStates)[number]
const stepStates = ['intent', 'done', 'undoing', 'undone', 'kept'] as const

/** A file as it was; its content is an object of the journal. */
export interface FileBefore {
  readonly sha256: Sha256
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** How far it came. Lines of steps after it: it goes on. */
export interface EndLine {
  readonly kind: 'end'
  readonly id: string
  readonly at: UnixSeconds
  readonly state: EndState
  readonly why: string
  /** Changes that need what is left, with the last of which it goes too. Absent: it does not wait for any. */
  readonly waitsFor?: readonly string[]
}

/** `rolled-back`: it did not cure. `broken-off`: it never came to its end. Both were taken back. `stuck`: something could not be taken back, and another try may. */
export type EndState = (typeof endStates)[number]
const endStates = ['applied', 'rolled-back', 'broken-off', 'undone', 'partly-undone', 'stuck'] as const

/** The lines of a journal's file. One that is torn was never waited for: what it would have told was never begun, and it is as if it were not there. */
export function readLines(id: string, bytes: Uint8Array): readonly Line[] {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .flatMap((text) => lineOf(id, text) ?? [])
}

/** The text of a line, with its end. */
export const writeLine = (line: Line): Uint8Array => new TextEncoder().encode(`${JSON.stringify(line)}\n`)

function lineOf(id: string, text: string): Line | null {
  const read = parsed(text)
  if (read === null || read['id'] !== id || typeof read['at'] !== 'number') return null
  return isLine(read) ? (read as unknown as Line) : null
}

function isLine({ kind, plans, about, step, state, waitsFor }: Readonly<Record<string, unknown>>): boolean {
  // A plan of another form is not carried back by half of what it says.
  if (kind === 'plan') return Array.isArray(plans) && plans.every(isPlan) && typeof about === 'object' && about !== null
  if (kind === 'step') return Number.isInteger(step) && (stepStates as readonly unknown[]).includes(state)
  return (
    kind === 'end' && (endStates as readonly unknown[]).includes(state) && (waitsFor === undefined || Array.isArray(waitsFor))
  )
}

const isPlan = (plan: unknown): boolean => typeof plan === 'object' && plan !== null && 'schema' in plan && plan.schema === 1

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

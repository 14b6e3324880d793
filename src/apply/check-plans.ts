import type { Step } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { contentOf } from './do-step.ts'
import { lookingHand } from './hand-for.ts'
import type { UndoPorts } from './ports.ts'
import { sha256Of } from './sha256-of.ts'

/** What is thought to be at a path after the steps so far. `rewritten`: a tool writes it, so its hash is not known before. */
interface Thought {
  readonly first: Sha256 | null
  readonly now: Sha256 | null | 'rewritten'
}

/**
 * Whether everything is as it was when the plans were made, and the rights are there: the reason where not, `null` where it is. Nothing
 * is changed. Several steps on one file go one after the other; a step that would undo an earlier one's work is refused.
 */
export function faultOf(steps: readonly Step[], ports: UndoPorts): string | null {
  const thoughts = new Map<string, Thought>()
  for (const step of steps) {
    const { change, needsRights } = step
    const able = needsRights ? ports.hand.elevated() : ports.hand
    if ('refused' in able) return able.refused
    if (change.kind !== 'file' && change.kind !== 'rewrite') continue
    // From another folder `undo` would mean another file.
    if (!absolute.test(change.path)) return `${change.path} is no absolute path`
    const refused = able.refusal(change.path)
    if (refused !== null) return refused
    const known = thoughts.get(change.path) ?? thoughtOf(hashNow(change.path, step, ports))
    // A tool works on what it finds: made for the file before our own steps, it suits the file after them too.
    const suits =
      change.before === known.now || (change.kind === 'rewrite' && thoughts.has(change.path) && change.before === known.first)
    if (!suits) return `${change.path} is not as it was when the plan was made`
    thoughts.set(change.path, { first: known.first, now: change.kind === 'rewrite' ? 'rewritten' : hashOf(contentOf(change)) })
  }
  return null
}

/** POSIX; Windows with a drive or a share. */
const absolute = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/

/** Rights are borrowed for reading only where it cannot be done without. */
function hashNow(path: string, step: Step, ports: UndoPorts): Sha256 | null {
  try {
    return ports.hand.read(path)?.sha256 ?? null
  } catch (error) {
    if (!step.needsRights) throw error
    return lookingHand(step, ports).read(path)?.sha256 ?? null
  }
}

const thoughtOf = (sha256: Sha256 | null): Thought => ({ first: sha256, now: sha256 })

const hashOf = (content: Uint8Array | null): Sha256 | null => (content === null ? null : sha256Of(content))

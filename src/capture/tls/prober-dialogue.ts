import type { CaptureFailure } from '../../model/evidence.ts'
import type { Dialogue, DialogueStep } from '../dialogue.ts'
import type { ProbeOutcome, Prober } from './prober.ts'

const none = Buffer.alloc(0)
const doneStep: DialogueStep = { kind: 'done', send: null, excess: none }

/** A prober as the last dialogue of a connection. It is done with a chain and fails without one; `prober.outcome` has it. */
export function proberDialogue(prober: Prober): Dialogue {
  const settled = (outcome: ProbeOutcome): DialogueStep =>
    outcome.kind === 'chain' ? doneStep : { kind: 'failed', failure: outcome.failure }
  return {
    start: () => prober.start(),
    feed(data) {
      const send = prober.feed(data)
      const { outcome } = prober
      return outcome === null ? { kind: 'more', send, soon: prober.hasEnough } : settled(outcome)
    },
    end(reason: CaptureFailure) {
      const outcome = prober.end(reason)
      return outcome.kind === 'chain' ? null : outcome.failure
    },
  }
}

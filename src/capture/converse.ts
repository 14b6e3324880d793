import type { Socket } from 'node:net'
import type { CaptureFailure } from '../model/evidence.ts'
import type { Dialogue, DialogueStep } from './dialogue.ts'
import type { OpenWire, Wire } from './wire.ts'

/** Limits of one conversation, in milliseconds. */
export interface ConversationLimits {
  /** From the first packet to the end, whatever happens. */
  readonly timeoutMs: number
  /** Without an octet from the peer. */
  readonly idleMs: number
  /** Until there is a connection. */
  readonly connectMs: number
}

export type ConversationEnd =
  /** Every dialogue is done. `socket` is there when it was asked for. */
  | { readonly kind: 'done'; readonly socket: Socket | null }
  /** `connected`: the failure came after the connection was there, in the dialogue of this index. */
  | { readonly kind: 'failed'; readonly failure: CaptureFailure; readonly connected: boolean; readonly dialogue: number }

const noConnection = 'no connection within'
/** How long to wait for more where `soon` was said. The limit is ours: servers send a flight in one go. */
const soonMs = 1000

/**
 * Opens a wire and runs dialogues over it, one after the other. Octets behind the end of one are the next one's first.
 * Always settles within the limits, and never rejects.
 */
export function converse(
  open: OpenWire,
  dialogues: readonly Dialogue[],
  limits: ConversationLimits,
  takeOver: boolean,
): Promise<ConversationEnd> {
  return new Promise((resolve) => {
    let wire: Wire | null = null
    let index = 0
    let connected = false
    let hurried = false
    let ended = false

    const finish = (end: ConversationEnd): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      if (end.kind === 'failed' || end.socket === null) wire?.close()
      resolve(end)
    }
    const fail = (failure: CaptureFailure): void => finish({ kind: 'failed', failure, connected, dialogue: index })
    const stop = (reason: CaptureFailure): void => {
      const dialogue = dialogues[index]
      const failure = dialogue === undefined ? reason : dialogue.end(reason)
      if (failure !== null) fail(failure)
      else if (index === dialogues.length - 1) finish({ kind: 'done', socket: null })
      else fail(reason)
    }
    const late = (what: string, milliseconds: number): void =>
      stop({ code: 'timeout', by: 'network', detail: `${what} ${milliseconds} ms` })
    const { timeoutMs, idleMs, connectMs } = limits
    const timer = setTimeout(() => late(connected ? 'not finished within' : noConnection, timeoutMs), timeoutMs)

    const succeed = (): void => finish({ kind: 'done', socket: takeOver && wire !== null ? wire.takeOver() : null })
    const take = (step: DialogueStep): void => {
      if (step.kind === 'failed') return fail(step.failure)
      if (step.send !== null) wire?.write(step.send)
      if (step.kind === 'more') {
        if (step.soon && !hurried) {
          hurried = true
          wire?.patience(Math.min(soonMs, idleMs))
        }
        return
      }
      index++
      const next = dialogues[index]
      if (next === undefined) return succeed()
      const first = next.start()
      if (first !== null) wire?.write(first)
      if (step.excess.length > 0) take(next.feed(step.excess))
    }

    // No dialogue throws, by its tests; but what a peer sent must not stop the process if one does.
    const guarded = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        fail({ code: 'malformed', by: 'self', detail: `not understood: ${String(error)}` })
      }
    }
    const begin = (): void => {
      wire = open(
        {
          connected() {
            connected = true
            wire?.patience(idleMs)
            if (dialogues.length === 0) succeed()
          },
          received(data) {
            const dialogue = dialogues[index]
            if (!ended && dialogue !== undefined) guarded(() => take(dialogue.feed(data)))
          },
          failed: stop,
          silent: () => (connected ? late('silent for', idleMs) : late(noConnection, connectMs)),
        },
        takeOver,
      )
      wire.patience(connectMs)
      const first = dialogues[0]?.start() ?? null
      if (first !== null) wire.write(first)
    }
    guarded(begin)
  })
}

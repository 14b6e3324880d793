import type { CaptureFailure } from '../model/evidence.ts'

/**
 * One party's side of a conversation, without I/O: octets in, octets out. A connection runs one after the other: a proxy's, a
 * STARTTLS protocol's, the TLS prober's. Octets that are fed are valid only during the call. Nothing makes one throw.
 */
export interface Dialogue {
  /** What to say before the peer speaks; `null`: the peer speaks first. */
  start(): Uint8Array | null
  /** Takes what came. */
  feed(data: Buffer): DialogueStep
  /** No more will come, for the reason given. `null`: there is a result all the same. */
  end(reason: CaptureFailure): CaptureFailure | null
}

export type DialogueStep =
  /** `soon`: no long wait for more is worth it. */
  | { readonly kind: 'more'; readonly send: Uint8Array | null; readonly soon: boolean }
  /** `excess`: octets that came behind the end of the dialogue, shared like those that were fed. */
  | { readonly kind: 'done'; readonly send: Uint8Array | null; readonly excess: Buffer }
  | { readonly kind: 'failed'; readonly failure: CaptureFailure }

/** More is needed; nothing has to be sent. */
export const more: DialogueStep = { kind: 'more', send: null, soon: false }

/** Sends, then waits for more. */
export const say = (send: Uint8Array | string): DialogueStep => ({
  kind: 'more',
  send: typeof send === 'string' ? Buffer.from(send, 'utf8') : send,
  soon: false,
})

/** Ends well. */
export const done = (excess: Buffer): DialogueStep => ({ kind: 'done', send: null, excess })

/** Ends badly. */
export const failed = (failure: CaptureFailure): DialogueStep => ({ kind: 'failed', failure })

/** The most that a failure quotes of what a peer said. The limit is ours. */
const quoteCharacters = 300

/** A peer's own words for a failure: on one line, bounded; still data, to be escaped where it is shown. */
export function quote(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > quoteCharacters ? `${line.slice(0, quoteCharacters)}…` : line
}

import type { CaptureFailure } from '../../model/evidence.ts'
import { foreignProtocol } from '../tls/foreign-protocol.ts'
import { type Dialogue, done, failed, more, quote, say } from '../dialogue.ts'
import { LineReader, maxTalkOctets } from './lines.ts'

/** What a protocol makes of one line of the server's. */
export type LineAnswer =
  | { readonly kind: 'wait' }
  | { readonly kind: 'say'; readonly text: string }
  /** TLS begins. */
  | { readonly kind: 'go' }
  /** `words`: the server's own. */
  | { readonly kind: 'refused'; readonly words: string }
  /** The server does not speak this protocol. */
  | { readonly kind: 'other'; readonly words: string }

/** A failure with what the server said. */
export const refusal = (words: string): CaptureFailure => ({ code: 'starttls-refused', by: 'peer', detail: quote(words) })

/** A peer that does not speak the protocol that was asked for: which one it speaks, where that shows, else what it said. */
export function notThisProtocol(words: string): CaptureFailure {
  const other = foreignProtocol(Buffer.from(`${words}\n`, 'latin1'))
  return other === null
    ? { code: 'malformed', by: 'peer', detail: `before TLS: ${quote(words)}` }
    : { code: 'not-tls', by: 'peer', detail: other }
}

/** A dialogue of lines, from one function that judges each of the server's lines. */
export function lineDialogue(judge: (line: string) => LineAnswer): Dialogue {
  const lines = new LineReader()
  return {
    start: () => null,
    feed(data) {
      lines.append(data)
      for (let line = lines.next(); line !== null; line = lines.next()) {
        const answer = judge(line)
        if (answer.kind === 'go') return done(lines.rest())
        if (answer.kind === 'refused') return failed(refusal(answer.words))
        if (answer.kind === 'other') return failed(notThisProtocol(answer.words))
        if (answer.kind === 'say') return say(answer.text)
      }
      return lines.overflowed
        ? failed({ code: 'too-much-data', by: 'self', detail: `more than ${maxTalkOctets} octets before TLS` })
        : more
    },
    end: (reason) => reason,
  }
}

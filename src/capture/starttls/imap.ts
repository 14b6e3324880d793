import { lineDialogue } from './line-dialogue.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** IMAP: RFC 9051 §6.2.1, RFC 3501 §6.2.1. */
export const imap: StarttlsEntry = {
  protocol: 'imap',
  port: 143,
  dialogue() {
    let greeted = false
    return lineDialogue((line) => {
      if (!greeted) {
        // RFC 9051 §7.1: BYE is a refusal; after PREAUTH there is no STARTTLS.
        if (/^\* (?:BYE|PREAUTH)\b/i.test(line)) return { kind: 'refused', words: line }
        if (!/^\* OK\b/i.test(line)) return { kind: 'other', words: line }
        greeted = true
        return { kind: 'say', text: 'a1 STARTTLS\r\n' }
      }
      if (/^a1 OK\b/i.test(line)) return { kind: 'go' }
      return /^(?:a1|\* BYE)\b/i.test(line) ? { kind: 'refused', words: line } : { kind: 'wait' }
    })
  },
}

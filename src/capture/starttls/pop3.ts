import { lineDialogue } from './line-dialogue.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** POP3: RFC 2595 §4. */
export const pop3: StarttlsEntry = {
  protocol: 'pop3',
  port: 110,
  dialogue() {
    let greeted = false
    return lineDialogue((line) => {
      if (/^-ERR\b/i.test(line)) return { kind: 'refused', words: line }
      if (!/^\+OK\b/i.test(line)) return { kind: 'other', words: line }
      if (greeted) return { kind: 'go' }
      greeted = true
      return { kind: 'say', text: 'STLS\r\n' }
    })
  },
}

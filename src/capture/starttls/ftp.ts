import { lineDialogue } from './line-dialogue.ts'
import { replyReader } from './reply-codes.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** FTP: RFC 4217 §4. */
export const ftp: StarttlsEntry = {
  protocol: 'ftp',
  port: 21,
  dialogue() {
    let greeted = false
    return lineDialogue(
      replyReader(({ code, words }) => {
        if (greeted) return code === 234 ? { kind: 'go' } : { kind: 'refused', words }
        // RFC 959 §5.4: 120 says when the service will be ready; 220 follows.
        if (code === 120) return { kind: 'wait' }
        if (code !== 220) return { kind: 'refused', words }
        greeted = true
        return { kind: 'say', text: 'AUTH TLS\r\n' }
      }),
    )
  },
}

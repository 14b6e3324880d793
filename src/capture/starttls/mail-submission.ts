import type { Dialogue } from '../dialogue.ts'
import { lineDialogue } from './line-dialogue.ts'
import { replyReader } from './reply-codes.ts'

/** RFC 2606 §2: a name that is nobody's, so that a probe tells nothing about the machine it runs on. */
const clientName = 'rootcause.invalid'

/**
 * The dialogue that SMTP and LMTP share (RFC 3207 §4): greeting, greeting back, STARTTLS. It is asked for whether it is
 * announced or not, for a refusal in the server's words tells more than an absence.
 */
export function mailDialogue(hello: 'EHLO' | 'LHLO'): Dialogue {
  let stage: 'greeting' | 'hello' | 'starttls' = 'greeting'
  return lineDialogue(
    replyReader(({ code, words }) => {
      if (stage === 'starttls') return code === 220 ? { kind: 'go' } : { kind: 'refused', words }
      if (stage === 'greeting') {
        if (code !== 220) return { kind: 'refused', words }
        stage = 'hello'
        return { kind: 'say', text: `${hello} ${clientName}\r\n` }
      }
      if (code !== 250) return { kind: 'refused', words }
      stage = 'starttls'
      return { kind: 'say', text: 'STARTTLS\r\n' }
    }),
  )
}

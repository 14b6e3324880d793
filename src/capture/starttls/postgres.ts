import { type DialogueStep, done, failed, more } from '../dialogue.ts'
import { GrowingBuffer } from '../tls/growing-buffer.ts'
import { notThisProtocol, refusal } from './line-dialogue.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** SSLRequest: length 8, code 80877103. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
/** An error message longer than this is told in part. The limit is ours. */
const maxErrorOctets = 4096

/** The answer is one octet; but a server that is too old to know the request, or that cannot serve, sends ErrorResponse. */
function judge(bytes: Buffer, last: boolean): DialogueStep {
  const answer = String.fromCharCode(bytes[0] ?? 0)
  if (answer === 'S') return done(bytes.subarray(1))
  if (answer === 'N') return failed(refusal('N'))
  if (answer !== 'E') return failed(notThisProtocol(bytes.toString('latin1', 0, 200)))
  const length = bytes.length < 5 ? maxErrorOctets : bytes.readUInt32BE(1)
  // The protocol before version 3 has bare text up to a zero where the length stands now.
  const whole = length > maxErrorOctets ? bytes.includes(0) || bytes.length > maxErrorOctets : bytes.length > length
  return whole || last ? failed(refusal(errorWords(bytes))) : more
}

/** The text of the message field, `M`, among fields that are strings behind a letter; all of it where there are no fields. */
function errorWords(bytes: Buffer): string {
  const fields = bytes.toString('utf8', 5, maxErrorOctets).split('\0')
  const message = fields.find((field) => field.startsWith('M'))
  return message === undefined ? bytes.toString('utf8', 1, maxErrorOctets).replaceAll('\0', ' ') : message.slice(1)
}

/** PostgreSQL: "Frontend/Backend Protocol", "SSL Session Encryption" and "Message Formats". */
export const postgres: StarttlsEntry = {
  protocol: 'postgres',
  port: 5432,
  dialogue() {
    const talk = new GrowingBuffer()
    return {
      start: () => sslRequest,
      feed(data) {
        talk.append(data)
        return talk.length === 0 ? more : judge(talk.view(), false)
      },
      end(reason) {
        const step = talk.length === 0 ? more : judge(talk.view(), true)
        return step.kind === 'failed' ? step.failure : reason
      },
    }
  },
}

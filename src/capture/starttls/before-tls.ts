import type { Dialogue } from '../dialogue.ts'

const mute = ', without a word in clear: where TLS starts at once, leave out --starttls'

/**
 * A STARTTLS dialogue as the last one before TLS. What the peer sends in clear behind its go-ahead is dropped and told by its
 * number of octets: nobody may answer a ClientHello before it is sent, and a client that kept it would take an attacker's
 * words for the server's (RFC 3207 §6, RFC 8314 §3.1; CVE-2011-0411).
 */
export function beforeTls(dialogue: Dialogue, dropped: (octets: number) => void): Dialogue {
  let isMute = true
  return {
    start: () => dialogue.start(),
    feed(data) {
      isMute = false
      const step = dialogue.feed(data)
      if (step.kind !== 'done') return step
      if (step.excess.length > 0) dropped(step.excess.length)
      return { ...step, excess: step.excess.subarray(0, 0) }
    },
    end(reason) {
      const failure = dialogue.end(reason)
      // Both sides wait for the other to begin: so it looks where TLS is expected at once, as on ports 465 and 993.
      return failure?.code === 'timeout' && isMute ? { ...failure, detail: `${failure.detail}${mute}` } : failure
    },
  }
}

import { type DialogueStep, done, failed, more } from '../dialogue.ts'
import { once } from '../../model/once.ts'
import { GrowingBuffer } from '../tls/growing-buffer.ts'
import { notThisProtocol, refusal } from './line-dialogue.ts'
import { maxTalkOctets } from './lines.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** RFC 4511 §4.14.1: the name of the StartTLS operation. */
const startTls = '1.3.6.1.4.1.1466.20037'

/** LDAPMessage { messageID 1, extendedReq { requestName } }. */
const request = once(() =>
  Buffer.concat([
    Buffer.from([0x30, 7 + startTls.length, 0x02, 1, 1, 0x77, 2 + startTls.length, 0x80, startTls.length]),
    Buffer.from(startTls),
  ]),
)

/** RFC 4511 §4.1.9; the codes that StartTLS draws. */
const resultNames: Readonly<Record<number, string>> = {
  1: 'operationsError',
  2: 'protocolError',
  8: 'strongerAuthRequired',
  10: 'referral',
  13: 'confidentialityRequired',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  80: 'other',
}

interface Element {
  readonly tag: number
  readonly content: Buffer
  /** Octets of the whole element. */
  readonly length: number
}

/** One BER element with a definite length, as RFC 4511 §5.1 asks; `null` when it is not whole, `malformed` when it is none. */
function readElement(bytes: Buffer): Element | null | 'malformed' {
  if (bytes.length < 2) return null
  const [tag = 0, first = 0] = bytes
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthOctets > 4) return 'malformed'
  if (bytes.length < 2 + lengthOctets) return null
  const length = lengthOctets === 0 ? first : bytes.readUIntBE(2, lengthOctets)
  if (length > maxTalkOctets) return 'malformed'
  const start = 2 + lengthOctets
  return bytes.length < start + length ? null : { tag, content: bytes.subarray(start, start + length), length: start + length }
}

/** The elements of a constructed one; fewer than there should be where it is malformed. */
function readElements(content: Buffer): readonly Element[] {
  const elements: Element[] = []
  for (let at = 0; at < content.length; ) {
    const element = readElement(content.subarray(at))
    if (element === null || element === 'malformed') break
    elements.push(element)
    at += element.length
  }
  return elements
}

/** The answer to the request, or the notice of disconnection (RFC 4511 §4.4.1): both are an ExtendedResponse. */
function judge(message: Element, excess: Buffer): DialogueStep {
  const [, response] = readElements(message.content)
  const [result, , words] = response?.tag === 0x78 ? readElements(response.content) : []
  if (message.tag !== 0x30 || result?.tag !== 0x0a) return failed(notThisProtocol(message.content.toString('latin1', 0, 200)))
  const code = result.content.length === 1 ? (result.content[0] ?? -1) : -1
  if (code === 0) return done(excess)
  return failed(refusal(`${resultNames[code] ?? `result ${code}`} ${words?.content.toString('utf8') ?? ''}`))
}

/** LDAP: RFC 4511 §4.14. */
export const ldap: StarttlsEntry = {
  protocol: 'ldap',
  port: 389,
  dialogue() {
    const talk = new GrowingBuffer()
    return {
      start: request,
      feed(data) {
        talk.append(data)
        const message = readElement(talk.view())
        if (message === null && talk.view()[0] === 0x30) return more
        if (message === null || message === 'malformed') return failed(notThisProtocol(talk.view().toString('latin1', 0, 200)))
        return judge(message, talk.view().subarray(message.length))
      },
      end: (reason) => reason,
    }
  },
}

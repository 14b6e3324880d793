import { type Dialogue, type DialogueStep, done, failed, more, say } from '../dialogue.ts'
import { GrowingBuffer } from '../tls/growing-buffer.ts'
import { notThisProtocol, refusal } from './line-dialogue.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** The stream is searched anew with each piece of it, so less of it is read than of other talk. The limit is ours. */
const maxStreamOctets = 16_384

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;' }
const escapeXml = (text: string): string => text.replace(/[&<>'"]/g, (character) => escapes[character] ?? '')

const featuresEnd = /<\/(?:[\w.-]+:)?features\s*>|<(?:[\w.-]+:)?features\s*\/>/
const proceed = /<(?:[\w.-]+:)?proceed(?:\s[^<>]*)?(?:(?<=\/)>|>\s*<\/(?:[\w.-]+:)?proceed\s*>)/
const streamError = /<(?:[\w.-]+:)?error(?:\s[^<>]*)?>([^]*?)<\/(?:[\w.-]+:)?error\s*>/
const failure = /<(?:[\w.-]+:)?failure(?:\s[^<>]*)?(?:(?<=\/)>|>[^]*?<\/(?:[\w.-]+:)?failure\s*>)/

/** RFC 6120 §5.4. The server's XML is searched, not parsed: what is looked for has one form, and nothing else of it is used. */
function xmppDialogue(host: string, serverToServer: boolean): Dialogue {
  const talk = new GrowingBuffer()
  let asked = false
  const judge = (): DialogueStep => {
    const text = talk.view().toString('latin1')
    const readable = (match: string): string => Buffer.from(match, 'latin1').toString('utf8')
    const error = streamError.exec(text)
    if (error !== null) return failed(refusal(readable(error[0])))
    if (asked) {
      const go = proceed.exec(text)
      if (go !== null) return done(talk.view().subarray(go.index + go[0].length))
      const no = failure.exec(text)
      return no === null ? more : failed(refusal(readable(no[0])))
    }
    const features = featuresEnd.exec(text)
    if (features === null) return more
    talk.consume(features.index + features[0].length)
    asked = true
    return say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
  }
  return {
    start: () =>
      Buffer.from(
        `<?xml version='1.0'?><stream:stream to='${escapeXml(host)}' xmlns='jabber:${serverToServer ? 'server' : 'client'}' ` +
          `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`,
      ),
    feed(data) {
      talk.append(data)
      if (!/^\s*(?:$|<)/.test(talk.view().toString('latin1', 0, 100)))
        return failed(notThisProtocol(talk.view().toString('utf8', 0, 200)))
      if (talk.length > maxStreamOctets) {
        return failed({ code: 'too-much-data', by: 'self', detail: `more than ${maxStreamOctets} octets before TLS` })
      }
      return data.includes(0x3e) ? judge() : more
    },
    end: (reason) => reason,
  }
}

/** XMPP: RFC 6120 §5. On port 5269 as one server to another (§14.7). */
export const xmpp: StarttlsEntry = {
  protocol: 'xmpp',
  port: 5222,
  dialogue: ({ host, port }) => xmppDialogue(host, port === 5269),
}

import { knownTexts } from './known/index.ts'
import type { KnownText } from './known/known-text.ts'
import { readings } from './readings.ts'

/** A known text, and where it stands in a pasted one. */
export interface Spotted {
  readonly text: KnownText
  /** The words that were recognised. Data from outside: escaped wherever it is shown. */
  readonly words: string
  /** Where they begin in their reading; larger is later. */
  readonly at: number
}

/** Every text of a table that stands in this one, each once, where it stands first. Never throws; bounded in time by the length that is read. */
export function spot(text: string, table: readonly KnownText[] = knownTexts): readonly Spotted[] {
  const found = new Map<KnownText, Spotted>()
  for (const reading of readings(text)) {
    for (const known of table) {
      if (found.has(known)) continue
      const match = known.pattern.exec(reading)
      if (match !== null && match[0] !== '' && !isOtherMatter(reading, match.index)) {
        found.set(known, { text: known, words: match[0].replace(/\s+/g, ' ').trim(), at: match.index })
      }
    }
  }
  return [...found.values()]
}

/** Certificates that are not for TLS: keys of SSH and OpenPGP, tokens, licences, signed code. */
function isOtherMatter(reading: string, at: number): boolean {
  const start = reading.lastIndexOf('\n', at) + 1
  const end = reading.indexOf('\n', at)
  const line = reading.slice(Math.max(start, at - 300), Math.min(end === -1 ? reading.length : end, at + 300))
  return otherMatter.test(line) && !tls.test(line)
}

const otherMatter =
  /\b(?:ssh|sshd|gpg2?|pgp|jwt|licen[cs]e|jarsigner|codesign|gift|voucher|password|session|cookie|token|training|birth|driver|insurance)\b/i
const tls =
  /\b(?:ssl|tls|https|x509|pkix|openssl|schannel|verify|key ?stores?|net::ERR_CERT\w*|SEC_ERROR\w*|SEC_E_\w*|CERT_[A-Z_]+)\b|_ssl\.c|https:/i

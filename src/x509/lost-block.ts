import { latin1 } from '../der/string.ts'
import { type PemProblem, readPem } from './pem.ts'
import { singleOctets } from './single-octets.ts'

/** Labels of blocks that hold certificates (RFC 7468 §5 and §8, and OpenSSL's own). */
const holdsCertificates = /^(?:(?:TRUSTED |X509 |X\.509 )?CERTIFICATE|PKCS7|PKCS #7 SIGNED DATA|CMS)$/
const beginsCertificate = /^-----BEGIN (?:TRUSTED |X509 |X\.509 )?CERTIFICATE-----/
/** Longer than each of them. */
const longestBegin = 48
/** What a line begins with that is commented out or quoted: it is meant to be passed over. */
const comments = '#;>/*'

/**
 * The first block of a PEM text that holds certificates which cannot be had from it: damaged, cut, or not at the start of its line, as
 * `cat` leaves it where a file lacks its last line end. A chain that is judged without it is another chain. `null`: there is none.
 */
export function lostBlock(bytes: Uint8Array): PemProblem | null {
  const damaged = readPem(bytes).find(({ label, problem }) => problem !== null && holdsCertificates.test(label))?.problem
  return damaged ?? behindText(singleOctets(bytes))
}

function behindText(text: Uint8Array): PemProblem | null {
  let line = 1
  /** The first octet of the line that is not blank; `null`: not met yet. */
  let first: number | null = null
  for (let at = 0; at < text.length; at++) {
    const octet = text[at] ?? 0
    if (octet === 0x0a || octet === 0x0d) {
      if (octet === 0x0a || text[at + 1] !== 0x0a) line++
      first = null
    } else if (octet !== 0x20 && octet !== 0x09) {
      const isOwn = first === null || comments.includes(String.fromCharCode(first))
      if (octet === 0x2d && !isOwn && text[at + 5] === 0x42 && beginsCertificate.test(latin1(text, at, at + longestBegin)))
        return { line, text: 'BEGIN CERTIFICATE does not stand at the start of its line' }
      first ??= octet
    }
  }
  return null
}

import { noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { opensslNumbers, opensslTexts } from './openssl.ts'
import { isBefore3, type OpensslGeneration } from './openssl-generation.ts'
import { opensslDecodingSlot, queueString, unreadExtensions } from './openssl-handshake.ts'
import { ownWords } from './own-words.ts'
import type { Slot } from './slots.ts'
import { mapTable, wrapTable } from './wrap.ts'

/** Releases of curl that word things differently. 8.10 stands for 8.0 to 8.16 as far as recorded (8.14.1). */
export type CurlRelease = '7' | '8.10' | '8.17'

/** curl with OpenSSL: lib/vtls/openssl.c, `ossl_connect_step2`, `Curl_ossl_check_peer_cert` and `ossl_verifyhost`. */
export function curlOpensslTexts(release: CurlRelease, generation: OpensslGeneration): MessageTable {
  const library = opensslTexts(generation)
  return {
    ...(release === '8.17'
      ? wrapTable(library, 'curl: (60) SSL certificate OpenSSL verify result: {text} ({code})', {
          code: opensslNumbers(generation),
        })
      : wrapTable(library, 'curl: (60) SSL certificate problem: {text}')),
    ...queued(release, generation),
    ...identity(release),
  }
}

/** PHP's ext/curl: curl_error() gives libcurl's error buffer, which the program curl prints behind its own name and the number. */
export const phpCurlTexts = (release: CurlRelease, generation: OpensslGeneration): MessageTable =>
  mapTable(curlOpensslTexts(release, generation), (template) => template.replaceAll(/curl: \(\d+\) /g, ''))

/**
 * Cargo prints libcurl's number, what libcurl calls the number (curl_easy_strerror), and its error buffer in parentheses. Seen on Cargo
 * 1.95.0 with libcurl 8.15.0 and OpenSSL 3.5.4, and on 1.97.0 with 8.20.0 and 3.6.2.
 */
export const cargoTexts = (release: CurlRelease): MessageTable =>
  mapTable(curlOpensslTexts(release, release === '8.17' ? '3.6' : '3.2'), (template) => {
    const words = template
      .replaceAll('curl: (60) ', '[60] SSL peer certificate or SSH remote key was not OK (')
      .replaceAll('curl: (35) ', '[35] SSL connect error (')
      .replaceAll(/\{\/(\w+)\}(?=\{!\1\})/g, '){/$1}')
    // Our own words stand for a whole line of Cargo's.
    if (!(words.split('{!').at(-1) ?? '').includes('] SSL ')) return words
    return words.includes('{!') ? words.replace(/\{\/\w+\}$/, ')$&') : `${words})`
  })

/**
 * The first entry of OpenSSL's queue, where it is not "certificate verify failed", is printed and ends with 35, not 60:
 * 7.74 prints it alone, 7.88 with the library's version before it, 8.14 and 8.17 behind words of curl's. Seen on 7.88;
 * the others: lib/vtls/openssl.c at curl-7_74_0, curl-8_14_1 and curl-8_17_0.
 */
function queued(release: CurlRelease, generation: OpensslGeneration): MessageTable {
  const lead = `curl: (35) ${release === '7' ? '' : 'TLS connect error: '}`
  const version = release === '7' && !isBefore3(generation) ? '{?library}OpenSSL/{library}: {/library}' : ''
  const decoding = opensslDecodingSlot(generation, 'bare')
  // Sections do not nest: the version stands between two that ask for the same.
  const ifKnown = (slot: Slot, text: Template, own: Template): Template =>
    `{?${slot}}${lead}{/${slot}}${version}{?${slot}}${text}{/${slot}}{!${slot}}${own}{/${slot}}`
  const texts = opensslTexts(generation)
  // Where extensions of a certificate on the way could not be read the queue says so.
  const ends = noIssuerCodes.flatMap((code) => {
    const own = texts[code]
    return own === undefined ? [] : [[code, ifKnown('isolated', unreadExtensions, `curl: (60) SSL certificate problem: ${own}`)]]
  })
  return {
    ...(release !== '8.17' && !isBefore3(generation)
      ? { 'signature-invalid': wrongSignature(generation, lead, version), ...Object.fromEntries(ends) }
      : {}),
    'handshake-version': lead + version + queueString('version', generation),
    'handshake-alert': ifKnown('curlAlert', queueString('alert', generation), ownWords['handshake-alert']),
    'chain-empty': lead + version + queueString('empty', generation),
    'certificate-malformed': ifKnown(decoding, `error:{${decoding}}`, ownWords['certificate-malformed']),
    'certificate-unreadable': ifKnown('truncated', queueString('decoding', generation), ownWords['certificate-unreadable']),
  }
}

/** Seen on 3.0.19 and 3.5.7, which tells an entry more than the algorithm's own: crypto/evp/m_sigver.c. */
function wrongSignature(generation: OpensslGeneration, lead: Template, version: Template): Template {
  if (generation === '3') return `${lead}${version}{opensslVerification}`
  const generic = 'error:030000EA:digital envelope routines::provider signature failure'
  return `{?rsaSignature}${lead}{opensslVerification}{/rsaSignature}{!rsaSignature}${lead}${generic}{/rsaSignature}`
}

function identity(release: CurlRelease): MessageTable {
  const target = release === '7' ? 'host name' : 'hostname'
  const address = { '7': 'host name', '8.10': 'ipv4 address', '8.17': 'IPv4 address' }[release]
  const none = 'curl: (60) SSL: no alternative certificate subject name matches target'
  const common = "curl: (60) SSL: certificate subject name '{cn}' does not match target"
  const unnamed = 'curl: (60) SSL: unable to obtain common name from peer certificate'
  return {
    'host-mismatch': `{?sans}${none} ${target} '{host}'{/sans}{!sans}${common} ${target} '{host}'{/sans}`,
    'ip-mismatch': `{?sans}${none} ${address} '{host}'{/sans}{!sans}${common} ${address} '{host}'{/sans}`,
    'host-in-common-name-only': `${none} ${target} '{host}'`,
    'host-no-names': unnamed,
  }
}

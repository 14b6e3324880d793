import type { MessageTable } from '../model/message.ts'
import { type OpensslGeneration, opensslNumbers, opensslTexts } from './openssl.ts'
import { wrapTable } from './wrap.ts'

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
    ...(release !== '8.17' && generation !== '1' ? signature : {}),
    ...decoding,
    ...identity(release),
  }
}

// The first entry of OpenSSL's queue, where it is not "certificate verify failed", is printed and ends with 35, not 60.
const queue = 'curl: (35) {?version}OpenSSL/{version}: {/version}'
const signature: MessageTable = {
  'signature-invalid': `${queue}{opensslVerification}`,
}
const decoding: MessageTable = {
  'certificate-malformed': `${queue}{?detail}{detail}{/detail}{!detail}error:0680009B:asn1 encoding routines::too long{/detail}`,
  'chain-empty': `${queue}error:0A00009F:SSL routines::length mismatch`,
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

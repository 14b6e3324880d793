import type { MessageTable, Template } from '../model/message.ts'
import { type CurlRelease, curlOpensslTexts } from './curl.ts'
import type { OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot, queueString } from './openssl-handshake.ts'
import { opensslTexts } from './openssl.ts'
import { ifKnown } from './own-words.ts'
import { mapTable, sameFor } from './wrap.ts'

/** git with libcurl and OpenSSL: libcurl's words behind git's own (http.c). Seen on git 2.39 with libcurl 7.88.1. */
export function gitOpensslTexts(release: CurlRelease, generation: OpensslGeneration): MessageTable {
  return mapTable(curlOpensslTexts(release, generation), (template) =>
    template.replaceAll(/curl: \(\d+\) /g, "fatal: unable to access 'https://{host}{port}/': "),
  )
}

const failed = '\nUnable to establish SSL connection.'
const unmatched: Template = 'ERROR: no certificate subject alternative name matches\n\trequested host name ‘{host}’.'
const common: Template = "ERROR: certificate common name ‘{cn}’ doesn't match requested host name ‘{host}’."

/**
 * wget with OpenSSL (src/openssl.c, ssl_check_certificate): a sentence of its own for the most frequent causes, the library's for the
 * rest. The issuer named is always the target's: left out where another certificate is at fault and it cannot be told from that. Its
 * advice to go on without a check is left out. Seen on 1.21.3 and 1.25.0 with OpenSSL 3.0.19.
 */
export function wgetOpensslTexts(generation: OpensslGeneration): MessageTable {
  const line = (text: Template): Template =>
    `ERROR: cannot verify {host}'s certificate{?targetIssuer}, issued by ‘{targetIssuer}’{/targetIssuer}:\n  ${text}`
  const queued = (text: Template): Template => `OpenSSL: ${text}${failed}`
  return {
    ...mapTable(opensslTexts(generation), line),
    ...sameFor(line("Unable to locally verify the issuer's authority."), ['issuer-not-found']),
    ...sameFor(line('Self-signed certificate encountered.'), ['self-signed-target', 'self-signed-in-chain']),
    'not-yet-valid': line('Issued certificate not yet valid.'),
    expired: line('Issued certificate has expired.'),
    'host-mismatch': `{?names}${unmatched}{/names}{!names}${common}{/names}`,
    'ip-mismatch': `{?ips}${unmatched}{/ips}{!ips}${common}{/ips}`,
    'host-no-names': common,
    'handshake-version': queued(queueString('version', generation)),
    'handshake-alert': ifKnown(opensslAlertSlot(generation), queued(queueString('alert', generation)), 'handshake-alert'),
    'chain-empty': queued(queueString('empty', generation)),
  }
}

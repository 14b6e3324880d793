import { failureCodes, type FailureCode } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { isBefore3, type OpensslGeneration } from './openssl-generation.ts'
import { constraintNumber, constraintText } from './openssl-constraint.ts'
import { opensslAlertSlot, opensslDecodingSlot, queueLine } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import { type PerCode, wrapTable } from './wrap.ts'

/** Number and text; the third part, where there is one, is what generation 1 says instead. `null`: it has no word for it. */
type Row = readonly [number | Template, Template, (readonly [number, Template] | null)?]

// crypto/x509/x509_txt.c at 1.0.2u and at 3.0.19 (the latter by calling the library for every number); numbers from
// include/openssl/x509_vfy.h.in. Which failure draws which number: X509_verify_cert in crypto/x509/x509_vfy.c.
const rows: Readonly<Partial<Record<FailureCode, Row>>> = {
  // 1.0.2 has no text for 1 and prints `error number 1`; 1.1.0 brought it.
  'handshake-failed': [1, 'unspecified certificate verification error'],
  'issuer-of-anchor-not-found': [2, 'unable to get issuer certificate'],
  'issuer-key-unreadable': [6, 'unable to decode issuer public key'],
  'signature-invalid': [7, 'certificate signature failure'],
  'not-yet-valid': [9, 'certificate is not yet valid'],
  expired: [10, 'certificate has expired'],
  'not-before-unreadable': [13, "format error in certificate's notBefore field"],
  'not-after-unreadable': [14, "format error in certificate's notAfter field"],
  'self-signed-target': [18, 'self-signed certificate', [18, 'self signed certificate']],
  'self-signed-in-chain': [
    19,
    'self-signed certificate in certificate chain',
    [19, 'self signed certificate in certificate chain'],
  ],
  'issuer-not-found': [20, 'unable to get local issuer certificate'],
  'target-unverified': [21, 'unable to verify the first certificate'],
  'path-too-long': [22, 'certificate chain too long'],
  'path-length-exceeded': [25, 'path length constraint exceeded'],
  'purpose-target': [26, 'unsuitable certificate purpose', [26, 'unsupported certificate purpose']],
  'purpose-ca': [26, 'unsuitable certificate purpose', [26, 'unsupported certificate purpose']],
  'key-usage-target': [26, 'unsuitable certificate purpose', [26, 'unsupported certificate purpose']],
  'path-not-found': [27, 'certificate not trusted'],
  'anchor-rejected': [28, 'certificate rejected'],
  'name-chaining': [29, 'subject issuer mismatch'],
  'key-usage-cert-sign': [32, 'key usage does not include certificate signing'],
  'critical-extension-unknown': [34, 'unhandled critical extension'],
  'ca-as-target': [37, 'invalid non-CA certificate (has CA markings)'],
  'extension-invalid': [41, 'invalid or inconsistent certificate extension'],
  policy: [43, 'no explicit policy'],
  'name-not-permitted': [47, 'permitted subtree violation'],
  'name-excluded': [48, 'excluded subtree violation'],
  'name-constraint-unsupported': [constraintNumber, constraintText],
  'host-mismatch': [62, 'hostname mismatch', [62, 'Hostname mismatch']],
  'ip-mismatch': [64, 'IP address mismatch'],
  'target-key-weak': [66, 'EE certificate key too weak'],
  'ca-key-weak': [67, 'CA certificate key too weak'],
  'ca-digest-weak': [68, 'CA signature digest algorithm too weak'],
  // X509_verify in crypto/x509/x_all.c fails alike for both in generation 1.
  'signature-unsupported': [76, 'Cannot find certificate signature algorithm', [7, 'certificate signature failure']],
  'strict-algorithm-mismatch': [78, 'cert info signature and signature algorithm mismatch', null],
  'not-a-ca': [79, 'invalid CA certificate', [24, 'invalid CA certificate']],
  'strict-path-length-without-ca': [80, 'Path length invalid for non-CA cert', null],
  'strict-path-length-without-key-usage': [81, 'Path length given without key usage keyCertSign', null],
  'strict-cert-sign-without-ca': [82, 'Key usage keyCertSign invalid for non-CA cert', null],
  'strict-issuer-empty': [83, 'Issuer name empty', null],
  'strict-subject-empty': [84, 'Subject name empty', null],
  'strict-akid-missing': [85, 'Missing Authority Key Identifier', null],
  'strict-skid-missing': [86, 'Missing Subject Key Identifier', null],
  'strict-san-empty': [87, 'Empty Subject Alternative Name extension', null],
  'strict-san-not-critical': [88, 'Subject empty and Subject Alt Name extension not critical', null],
  'strict-basic-constraints-not-critical': [89, 'Basic Constraints of CA cert not marked critical', null],
  'strict-akid-critical': [90, 'Authority Key Identifier marked critical', null],
  'strict-skid-critical': [91, 'Subject Key Identifier marked critical', null],
  'strict-ca-without-key-usage': [92, 'CA cert does not include key usage extension', null],
  'strict-extensions-before-v3': [93, 'Using cert extension requires at least X509v3', null],
  'ec-explicit-parameters': [94, 'Certificate public key has explicit ECC parameters'],
}

/** Texts of the library that name the same failure as another number; recognised, never rendered. */
export const opensslFurtherTexts: readonly (readonly [FailureCode, number, Template])[] = [
  ['extension-invalid', 42, 'invalid or inconsistent certificate policy extension'],
  ['name-constraint-unsupported', 52, 'unsupported or invalid name constraint syntax'],
  ['name-chaining', 30, 'authority and subject key identifier mismatch'],
  ['name-chaining', 31, 'authority and issuer serial number mismatch'],
  ['signature-invalid', 4, "unable to decrypt certificate's signature"],
  ['signature-unsupported', 77, 'subject signature algorithm and issuer public key algorithm mismatch'],
  ['issuer-key-unreadable', 24, "issuer certificate doesn't have a public key"],
]

/** The library's bare texts: what wrappers put in. */
export function opensslTexts(generation: OpensslGeneration): MessageTable {
  return once(texts, generation, ([, text]) => text)
}

/** X509_V_ERR_ numbers as digits, or a template of them. */
export function opensslNumbers(generation: OpensslGeneration): PerCode {
  return once(numbers, generation, ([number]) => String(number))
}

const texts = new Map<OpensslGeneration, MessageTable>()
const numbers = new Map<OpensslGeneration, MessageTable>()

/** Most profiles are made of one of three tables. */
function once(
  tables: Map<OpensslGeneration, MessageTable>,
  generation: OpensslGeneration,
  pick: (row: readonly [number | Template, Template]) => string,
): MessageTable {
  let table = tables.get(generation)
  if (table === undefined) tables.set(generation, (table = collect(generation, pick)))
  return table
}

/**
 * `openssl verify`: the line of its callback (apps/verify.c). 1.0.2 puts no space after the colon.
 * It checks no host unless told to, and takes part in no handshake.
 */
export function opensslVerifyTexts(generation: OpensslGeneration): MessageTable {
  const space = generation === '1.0.2' ? '' : ' '
  return wrapTable(opensslTexts(generation), `error {code} at {at} depth lookup:${space}{text}`, {
    code: opensslNumbers(generation),
  })
}

/**
 * `openssl s_client`: the line of its callback (apps/lib/s_cb.c), and the one at the end of the session (apps/s_client.c);
 * what fails before is told by a line of the error queue.
 */
export function opensslClientTexts(generation: OpensslGeneration): MessageTable {
  const decoding = opensslDecodingSlot(generation, 'line')
  return {
    ...wrapTable(opensslTexts(generation), 'verify error:num={code}:{text}\nVerify return code: {code} ({text})', {
      code: opensslNumbers(generation),
    }),
    'handshake-version': queueLine('version', generation),
    'handshake-alert': ifKnown(opensslAlertSlot(generation), queueLine('alert', generation), 'handshake-alert'),
    'chain-empty': queueLine('empty', generation),
    'certificate-unreadable': `{?truncated}${queueLine('decoding', generation)}{/truncated}{!truncated}${queueLine('undecoded', generation)}{/truncated}`,
    'certificate-malformed': `{?${decoding}}error:{${decoding}}{/${decoding}}{!${decoding}}${queueLine('undecoded', generation)}{/${decoding}}`,
  }
}

function collect(generation: OpensslGeneration, pick: (row: readonly [number | Template, Template]) => string): MessageTable {
  const out: Partial<Record<FailureCode, string>> = {}
  const isOld = isBefore3(generation)
  for (const code of failureCodes) {
    const row = rows[code]
    if (!row) continue
    const [number, text, old] = row
    if (isOld && old === null) continue
    out[code] = pick(isOld && old ? old : [number, text])
  }
  // openssl/openssl 0223dfc (24 April 2025, on master alone, from which 3.6 was cut): the text of 9 was lengthened. So says Cargo 1.97 with 3.6.2.
  if (generation === '3.6') out['not-yet-valid'] = pick([9, 'certificate is not yet valid or the system clock is incorrect'])
  return out
}

import type { FailureCode } from '../model/failure.ts'
import { type CauseWord, causeMeanings } from './cause-words.ts'

/**
 * What each failure can have come from, likeliest first. A text that names no issuer may come from either end: the server left one out, or
 * the store lacks it.
 */
const causesOfCode: Readonly<Record<FailureCode, readonly CauseWord[]>> = {
  'handshake-version': ['protocol'],
  'handshake-alert': ['handshake-unspecified'],
  'handshake-failed': ['unspecified'],
  'store-unusable': ['store-missing'],
  'chain-empty': ['handshake-unspecified'],
  'chain-too-large': ['strict-profile'],
  'chain-too-long': ['strict-profile'],
  'certificate-unreadable': ['strict-profile'],
  'certificate-malformed': ['strict-profile'],
  'no-anchors': ['store-missing'],
  'issuer-not-found': ['unknown-issuer', 'missing-intermediate', 'store-missing'],
  'issuer-of-anchor-not-found': ['unknown-issuer'],
  'target-unverified': ['missing-intermediate', 'unknown-issuer'],
  'self-signed-target': ['self-signed-target'],
  'self-signed-in-chain': ['untrusted-root-sent'],
  'path-not-found': ['unknown-issuer', 'missing-intermediate'],
  'path-too-long': ['path-length'],
  'search-budget-exceeded': ['unknown-issuer'],
  'anchor-rejected': ['distrusted'],
  'signature-invalid': ['bad-signature', 'same-name-authority'],
  'signature-unsupported': ['weak-digest', 'bad-signature'],
  'issuer-key-unreadable': ['strict-profile'],
  'signature-key-kind': ['bad-signature', 'same-name-authority'],
  'not-yet-valid': ['not-yet-valid', 'clock'],
  expired: ['expired-unspecified'],
  'not-before-unreadable': ['strict-profile'],
  'not-after-unreadable': ['strict-profile'],
  'name-chaining': ['unknown-issuer', 'missing-intermediate'],
  'critical-extension-unknown': ['strict-profile'],
  'extension-invalid': ['strict-profile'],
  'not-a-ca': ['not-a-ca'],
  'ca-as-target': ['purpose'],
  'path-length-exceeded': ['path-length'],
  'key-usage-cert-sign': ['not-a-ca'],
  'key-usage-target': ['purpose'],
  'key-usage-empty': ['purpose'],
  'purpose-target': ['purpose'],
  'purpose-ca': ['purpose'],
  'name-not-permitted': ['name-constraint'],
  'name-excluded': ['name-constraint'],
  'name-constraint-unsupported': ['name-constraint'],
  policy: ['strict-profile'],
  'version-too-old': ['not-a-ca', 'strict-profile'],
  'ec-explicit-parameters': ['strict-profile'],
  'target-key-weak': ['weak-key'],
  'ca-key-weak': ['weak-key'],
  'ca-digest-weak': ['weak-digest'],
  'strict-path-length-without-ca': ['strict-profile'],
  'strict-path-length-without-key-usage': ['strict-profile'],
  'strict-basic-constraints-not-critical': ['strict-profile'],
  'strict-ca-without-key-usage': ['strict-profile'],
  'strict-cert-sign-without-ca': ['strict-profile'],
  'strict-issuer-empty': ['strict-profile'],
  'strict-subject-empty': ['strict-profile'],
  'strict-san-not-critical': ['strict-profile'],
  'strict-san-empty': ['strict-profile'],
  'strict-algorithm-mismatch': ['strict-profile'],
  'strict-akid-critical': ['strict-profile'],
  'strict-skid-critical': ['strict-profile'],
  'strict-akid-missing': ['strict-profile'],
  'strict-skid-missing': ['strict-profile'],
  'strict-extensions-before-v3': ['strict-profile'],
  'host-mismatch': ['wrong-host'],
  'ip-mismatch': ['wrong-host', 'no-san'],
  'host-in-common-name-only': ['no-san', 'wrong-host'],
  'host-no-names': ['no-san', 'wrong-host'],
  'staple-missing': ['revocation-unavailable'],
  distrusted: ['distrusted'],
  'validity-too-long': ['strict-profile'],
}

const preference = Object.keys(causeMeanings)

/**
 * The causes of what one text can stand for: of one code its own, likeliest first; of several all of them, in the order of preference. More
 * than six codes of different kinds are a text that says nothing: `unspecified`.
 */
export function causesOf(codes: readonly FailureCode[]): readonly CauseWord[] {
  const [only] = codes
  if (only === undefined) return ['unspecified']
  if (codes.length === 1) return causesOfCode[only]
  const all = new Set(codes.flatMap((code) => causesOfCode[code]))
  if (all.size > 1) {
    all.delete('unspecified')
    all.delete('handshake-unspecified')
  }
  if (all.size > 8) return ['unspecified']
  // Texts for every way not to find an issuer: what is seldom stays out of sight behind what is usual.
  return [...all].toSorted((a, b) => preference.indexOf(a) - preference.indexOf(b))
}

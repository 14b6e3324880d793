import type { FailureCode } from '../../model/failure.ts'
import type { Role } from '../naming.ts'

/**
 * Each failure as half a sentence after "2 of 5 clients reject it: ". `{it}` is the certificate with its role, or
 * `a certificate`; `{issuer}` who signed it by name; `{host}` the name asked for; `{names}` the names that it is for;
 * `{until}` and `{from}` its dates with a distance; `{alert}`, `{unfinished}`, `{size}`, `{limit}`, `{after}`, `{days}`, `{setting}` and `{reason}` are params of the failure; `{sent}` the issuer where a certificate of that name was sent, else
 * `{absent}`.
 */
export const failureWords: Readonly<Record<FailureCode, string>> = {
  'handshake-version':
    'client and server share no TLS version[ that the client finishes: it refuses the signatures of TLS {unfinished}]',
  'handshake-alert': 'the server refused the connection[ with the alert {alert}]',
  'handshake-failed': 'the handshake failed',
  'store-unusable': '[{setting} leads to no list of roots][ ({reason})], so that it ends before it connects',
  'chain-empty': 'the server sent no certificate',
  'chain-too-large': 'the server sends more octets of certificates than the client takes[: {size}][, where {limit} are the most]',
  'chain-too-long': 'the server sends more certificates than the client takes[: {size} or more][, where {limit} are the most]',
  'staple-missing': '{it} demands a stapled OCSP answer, and the server sent none',
  'certificate-unreadable': '{it} cannot be read',
  'certificate-malformed': '{it} is not well formed',
  'issuer-not-found':
    'the issuer of {it} was not found[: {absent} was neither sent nor is it in the store][, although a certificate named {sent} was sent]',
  'issuer-of-anchor-not-found': '{it} is in the store, but it is no root, and its issuer[ {issuer}] is not there',
  'target-unverified':
    'the issuer of {it} was not found[: {absent} was neither sent nor is it in the store][, although a certificate named {sent} was sent]',
  'no-anchors': 'the store holds no root that the client can use',
  'self-signed-target': '{it} is signed by itself and is not in the store',
  'self-signed-in-chain': '{it} came from the server and is not in the store',
  'path-not-found': 'no path leads from {it} to a root in the store',
  'path-too-long': 'the path[ above {it}] is too long',
  'search-budget-exceeded': 'the client gave up looking for a path: there are too many to try',
  'anchor-rejected': 'the store itself marks {it} as not trusted',
  'signature-invalid': 'the signature of {it} does not fit',
  'signature-unsupported': 'the signature algorithm of {it} is not supported',
  'issuer-key-unreadable': 'the key of {it} cannot be read',
  'signature-key-kind': 'the signature of {it} is of another kind than the key of its issuer',
  'not-yet-valid': '{it} is not valid yet[: it is from {from}]',
  expired: '{it} expired[ at {until}]',
  'not-before-unreadable': 'the client cannot read the date from which {it} is valid',
  'not-after-unreadable': 'the client cannot read the date until which {it} is valid',
  'name-chaining': 'the issuer named in {it} is not the subject of the certificate above it',
  'critical-extension-unknown': '{it} has a critical extension that the client does not know',
  'extension-invalid': 'an extension of {it} is invalid',
  'not-a-ca': '{it} signed another certificate but is no certificate authority',
  'ca-as-target': '{it} is a certificate authority, not a server',
  'path-length-exceeded': 'there are more authorities below {it} than it allows',
  'key-usage-cert-sign': '{it} may not sign certificates (key usage)',
  'key-usage-target': '{it} may not be used by a TLS server (key usage)',
  'key-usage-empty': 'the key usage of {it} allows nothing at all',
  'purpose-target': '{it} is not meant for TLS servers (extended key usage)',
  'purpose-ca': '{it} may not issue certificates for TLS servers (extended key usage)',
  'name-not-permitted': 'a name in {it} is outside the names that an authority above it may issue for',
  'name-excluded': 'a name in {it} is one that an authority above it must not issue for',
  'name-constraint-unsupported': 'the client cannot check a name constraint that applies to {it}',
  policy: '{it} does not meet the policy that is asked for',
  'version-too-old': '{it} is a version 1 certificate and may not be an authority',
  'ec-explicit-parameters': 'the key of {it} spells out its curve instead of naming it',
  'target-key-weak': 'the key of {it} is too weak',
  'ca-key-weak': 'the key of {it} is too weak',
  'ca-digest-weak': '{it} is signed with a digest that is too weak',
  'strict-path-length-without-ca': '{it} has a path length but is no authority (strict checks)',
  'strict-path-length-without-key-usage': '{it} has a path length but may not sign certificates (strict checks)',
  'strict-basic-constraints-not-critical': 'the basic constraints of {it} are not marked critical (strict checks)',
  'strict-ca-without-key-usage': '{it} is an authority without a key usage (strict checks)',
  'strict-cert-sign-without-ca': '{it} may sign certificates but is no authority (strict checks)',
  'strict-issuer-empty': 'the issuer name of {it} is empty (strict checks)',
  'strict-subject-empty': 'the subject name of {it} is empty (strict checks)',
  'strict-san-not-critical': '{it} has no subject, and its alternative names are not marked critical (strict checks)',
  'strict-san-empty': 'the list of alternative names in {it} is empty (strict checks)',
  'strict-algorithm-mismatch': '{it} names two different signature algorithms (strict checks)',
  'strict-akid-critical': 'the authority key identifier of {it} is marked critical (strict checks)',
  'strict-skid-critical': 'the subject key identifier of {it} is marked critical (strict checks)',
  'strict-akid-missing': '{it} has no authority key identifier (strict checks)',
  'strict-skid-missing': '{it} has no subject key identifier (strict checks)',
  'strict-extensions-before-v3': '{it} has extensions but is not version 3 (strict checks)',
  'host-mismatch': '{it} is not for {host}[, but for {names}]',
  'ip-mismatch': '{it} is not for the address {host}[, but for {names}]',
  'host-in-common-name-only': '{it} has {host} as its common name only, which the client does not read',
  'host-no-names': '{it} names no host at all',
  distrusted: '{it} is distrusted by the makers of the client[ for what is newer than {after}]',
  'validity-too-long': '{it} is valid for longer than the client allows[: {days} days are the most]',
}

/** Other sentences for certificates that are not the server's: who is named there may hold the rule that a name breaks. */
const wordsAbove: Readonly<Partial<Record<FailureCode, string>>> = {
  'name-not-permitted': 'a name in the chain is outside those that {it} or an authority above it may issue for',
  'name-excluded': 'a name in the chain is one that {it} or an authority above it must not issue for',
  'name-constraint-unsupported': 'the client cannot check a name constraint of {it} or of an authority above it',
}

/** Other sentences for the server's certificate: a weak key of an authority is named there where its signature is. */
const wordsOfTarget: Readonly<Partial<Record<FailureCode, string>>> = {
  'ca-key-weak': '{it} is signed with a key that is too weak',
}

/** The sentence for a failure of a certificate in that role; `null`: of no single certificate. */
export function wordsForFailure(code: FailureCode, role: Role | null): string {
  const special = role === null ? undefined : (role === 'target' ? wordsOfTarget : wordsAbove)[code]
  return special ?? failureWords[code]
}

/** The failure as a few words behind the name of a certificate in that role: `expired`. */
export const failureTag = (code: FailureCode, role: Role | null): string | undefined =>
  (role === 'target' ? tagsOfTarget : tagsAbove)[code] ?? failureTags[code]

const tagsOfTarget: Readonly<Partial<Record<FailureCode, string>>> = { 'ca-key-weak': 'signed with a weak key' }
/** Who is named above the server's certificate may hold the rule that a name breaks. */
const tagsAbove: typeof tagsOfTarget = { 'name-not-permitted': 'name constraints', 'name-excluded': 'name constraints' }

/** The same as a few words behind a certificate's name: `expired`. Failures that are missing here have no short form. */
export const failureTags: Readonly<Partial<Record<FailureCode, string>>> = {
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'issuer-not-found': 'issuer not found',
  'issuer-of-anchor-not-found': 'issuer not found',
  'target-unverified': 'issuer not found',
  'path-not-found': 'no path to a trusted root',
  'no-anchors': 'the store is empty',
  'self-signed-target': 'signed by itself, not trusted',
  'self-signed-in-chain': 'root not trusted',
  'anchor-rejected': 'distrusted by the store',
  'signature-invalid': 'bad signature',
  'signature-unsupported': 'signature algorithm not supported',
  'signature-key-kind': 'bad signature',
  'host-mismatch': 'wrong name',
  'ip-mismatch': 'wrong address',
  'host-in-common-name-only': 'name only in the common name',
  'host-no-names': 'no names',
  'certificate-unreadable': 'unreadable',
  'certificate-malformed': 'malformed',
  'not-before-unreadable': 'date unreadable',
  'not-after-unreadable': 'date unreadable',
  'not-a-ca': 'not an authority',
  'target-key-weak': 'weak key',
  'ca-key-weak': 'weak key',
  'ca-digest-weak': 'weak digest',
  'purpose-target': 'wrong purpose',
  'purpose-ca': 'wrong purpose',
  distrusted: 'distrusted',
  'name-not-permitted': 'name not permitted',
  'name-excluded': 'name excluded',
  'staple-missing': 'stapled answer missing',
}

import { noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { ifKnown } from './own-words.ts'
import { sameFor, wrapTable } from './wrap.ts'

/** Releases of Go that word things differently. 1.20 stands for 1.20 to 1.23. */
export type GoRelease = '1.15' | '1.17' | '1.18' | '1.20' | '1.24' | '1.26'

/**
 * Go crypto/x509, `verify.go` (`CertificateInvalidError`, `HostnameError`, `UnknownAuthorityError`), under crypto/tls:
 * from 1.20 with its prefix. The parameters `hint` and `candidate` come from the verifier.
 */
export function goTexts(release: GoRelease): MessageTable {
  const bare = x509Texts(release)
  const isBare = release === '1.15' || release === '1.17' || release === '1.18'
  return { ...(isBare ? bare : wrapTable(bare, 'tls: failed to verify certificate: {text}')), ...handshake(release) }
}

// crypto/tls/handshake_client.go: before verification, so without its prefix in every release. Seen on 1.19; the parser of
// 1.15 was another, whose words are not known.
function handshake(release: GoRelease): MessageTable {
  const failed = 'tls: failed to parse certificate from server: '
  return {
    'handshake-version': 'tls: server selected unsupported protocol version {goVersion}',
    'handshake-alert': ifKnown('goAlert', 'remote error: tls: {goAlert}', 'handshake-alert'),
    // crypto/tls/conn.go, readHandshakeBytes.
    'chain-too-large': 'tls: handshake message of length {size} bytes exceeds maximum of {limit} bytes',
    'chain-empty': 'tls: received unexpected handshake message of type *tls.certificateMsg when waiting for *tls.certificateMsg',
    ...(release === '1.15'
      ? { 'certificate-malformed': `${failed}…` }
      : {
          'certificate-unreadable': `${failed}x509: malformed certificate`,
          'certificate-malformed': `${failed}{?goReading}{goReading}{/goReading}{!goReading}x509: …{/goReading}`,
        }),
  }
}

const unknownAuthority =
  'x509: certificate signed by unknown authority{?candidate} (possibly because of "{hint}" while trying to verify candidate authority certificate "{candidate}"){/candidate}'

/** Failures that Go never tells: they only name a candidate that was given up, which is the failing certificate or its issuer. */
const because = (hint: Template, candidate: 'cn' | 'issuerCn'): Template =>
  `x509: certificate signed by unknown authority (possibly because of "${hint}" while trying to verify candidate authority certificate "{?candidate}{candidate}{/candidate}{!candidate}{${candidate}}{/candidate}")`

/** `InsecureAlgorithmError`: the knob for SHA-1 came with its refusal in 1.18 and went in 1.24. */
const sha1Knob = '{?sha1} (temporarily override with GODEBUG=x509sha1=1){/sha1}'
const override: Readonly<Record<GoRelease, Template>> = {
  '1.15': '',
  '1.17': '',
  '1.18': sha1Knob,
  '1.20': sha1Knob,
  '1.24': '',
  '1.26': '',
}

/** NoValidChains (Verify): how many paths each filter has dropped. 1.24.4 counts only where the purposes dropped some as well. */
const noValidChains = (release: '1.24' | '1.26'): Template =>
  release === '1.24'
    ? 'x509: no valid chains built: {?byPurpose}{byPurpose} chains with incompatible key usage, {byPolicy} chains with invalid policies{/byPurpose}{!byPurpose}all candidate chains have invalid policies{/byPurpose}'
    : 'x509: no valid chains built: {?byPurpose}{byPurpose} candidate chains with incompatible key usage, {/byPurpose}{byPolicy} candidate chains with invalid policies'

function x509Texts(release: GoRelease): MessageTable {
  const expired = 'x509: certificate has expired or is not yet valid: current time {now}'
  const notAuthorised = 'x509: a root or intermediate certificate is not authorized to sign for this name:'
  const noNames = 'x509: certificate is not valid for any names, but wanted to match {host}'
  return {
    'handshake-failed': 'x509: unknown error',
    ...sameFor(unknownAuthority, noIssuerCodes),
    'signature-invalid': because('{goVerification}', 'issuerCn'),
    'signature-unsupported': because('x509: cannot verify signature: algorithm unimplemented', 'issuerCn'),
    'ca-digest-weak': because(`x509: cannot verify signature: insecure algorithm {goAlgorithm}${override[release]}`, 'issuerCn'),
    ...sameFor(because('x509: invalid signature: parent certificate cannot sign this kind of certificate', 'cn'), [
      'not-a-ca',
      'key-usage-cert-sign',
    ]),
    expired: `${expired} is after {?goNotAfter}{goNotAfter}{/goNotAfter}{!goNotAfter}{notAfter}{/goNotAfter}`,
    'not-yet-valid': `${expired} is before {?goNotBefore}{goNotBefore}{/goNotBefore}{!goNotBefore}{notBefore}{/goNotBefore}`,
    // A root or intermediate of version 1 or 2; one of version 3 that is no CA is only a hint.
    'version-too-old': 'x509: certificate is not authorized to sign other certificates',
    'path-length-exceeded': 'x509: too many intermediates for path length constraint',
    'search-budget-exceeded': 'x509: signature check attempts limit reached while verifying certificate chain',
    'critical-extension-unknown': 'x509: unhandled critical extension',
    ...sameFor('x509: certificate specifies an incompatible key usage', ['purpose-target', 'purpose-ca', 'key-usage-target']),
    ...(release === '1.24' || release === '1.26' ? { policy: noValidChains(release) } : {}),
    ...(release === '1.26'
      ? {}
      : {
          'name-constraint-unsupported': `{?detail}x509: cannot parse {detail}{/detail}{!detail}${notAuthorised} {kind} ("{name}") cannot be matched against constraints{/detail}`,
        }),
    'name-not-permitted': `${notAuthorised} {kind} "{name}" is not permitted by any constraint`,
    'name-excluded': `${notAuthorised} {kind} "{name}" is excluded by constraint "{constraint}"`,
    'host-mismatch': `{?names}x509: certificate is valid for {names}, not {host}{/names}{!names}${noNames}{/names}`,
    'host-no-names': noNames,
    'ip-mismatch':
      "{?ips}x509: certificate is valid for {ips}, not {host}{/ips}{!ips}x509: cannot validate certificate for {host} because it doesn't contain any IP SANs{/ips}",
    'host-in-common-name-only': `x509: certificate relies on legacy Common Name field, use SANs ${release === '1.15' ? 'or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0' : 'instead'}`,
  }
}

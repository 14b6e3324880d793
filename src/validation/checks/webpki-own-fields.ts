import { latin1 } from '../../der/string.ts'
import { tag } from '../../der/tag.ts'
import type { NotAfter } from '../../model/policy.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { MostSpecificVerifier } from '../../model/verifier.ts'
import type { WebpkiCertificate } from './webpki-certificate.ts'
import { readFlag, readOctet, readUnixTime, WebpkiReader } from './webpki-der.ts'
import { isWebpkiError, type WebpkiError, type WebpkiFault } from './webpki-error.ts'

/** What a certificate says of itself, whoever issued it; each part may be the error that is met in it. */
export interface WebpkiOwnFields {
  /** First and last second. What stands behind the fields, an error, comes after what they say: `isWhole`. */
  readonly validity: { readonly from: number; readonly until: number; readonly isWhole: boolean } | WebpkiError
  readonly limits: { readonly isAuthority: boolean; readonly pathLength: number | null; readonly isWhole: boolean } | WebpkiError
  /** What keeps it from being a TLS server's, or such a server's authority. */
  readonly purpose: WebpkiError | null
}

/** The parts in the order of check_issuer_independent_properties (rustls/webpki 0.103.13: src/verify_cert.rs). */
export const webpkiOwnFields = (
  { validity, extensions }: WebpkiCertificate,
  { emptyPurposes }: Pick<MostSpecificVerifier, 'emptyPurposes'>,
): WebpkiOwnFields => ({
  validity: readValidity(validity),
  limits: readLimits(extensions.get('2.5.29.19')),
  purpose: purposeError(extensions.get('2.5.29.37'), emptyPurposes === 'named' ? 'EmptyEkuExtension' : 'BadDer'),
})

/** check_validity, whose `notAfter` is inclusive; `null`: valid now. A validity that is turned around is told as such at any time. */
export function validityFault(validity: WebpkiOwnFields['validity'], at: UnixSeconds, notAfter: NotAfter): WebpkiFault | null {
  if (isWebpkiError(validity)) return { error: validity }
  const { from, until, isWhole } = validity
  if (from > until) return { error: 'InvalidCertValidity', code: at < from ? 'not-yet-valid' : 'expired' }
  if (at < from) return { error: 'CertNotValidYet' }
  if (notAfter === 'inclusive' ? at > until : at >= until) return { error: 'CertExpired' }
  return isWhole ? null : { error: 'BadDer' }
}

/** check_basic_constraints at this place of the path, 0 being the target. Self-issued certificates count as others do. */
export function limitsError(limits: WebpkiOwnFields['limits'], place: number): WebpkiError | null {
  if (isWebpkiError(limits)) return limits
  const { isAuthority, pathLength, isWhole } = limits
  if (place === 0 && isAuthority) return 'CaUsedAsEndEntity'
  if (place > 0 && !isAuthority) return 'EndEntityUsedAsCa'
  if (place > 0 && pathLength !== null && place - 1 > pathLength) return 'PathLenConstraintViolated'
  return isWhole ? null : 'BadDer'
}

function readValidity(content: Uint8Array): WebpkiOwnFields['validity'] {
  const r = new WebpkiReader(content)
  const from = readUnixTime(r)
  if (isWebpkiError(from)) return from
  const until = readUnixTime(r)
  if (isWebpkiError(until)) return until
  return { from, until, isWhole: r.isAtEnd }
}

/** A limit is read of any certificate; without the extension it is no authority. */
function readLimits(content: Uint8Array | undefined): WebpkiOwnFields['limits'] {
  if (content === undefined) return { isAuthority: false, pathLength: null, isWhole: true }
  const r = new WebpkiReader(content)
  const isAuthority = readFlag(r)
  if (isWebpkiError(isAuthority)) return isAuthority
  if (r.isAtEnd) return { isAuthority, pathLength: null, isWhole: true }
  const pathLength = readOctet(r)
  return pathLength === null ? 'BadDer' : { isAuthority, pathLength, isWhole: r.isAtEnd }
}

/** 1.3.6.1.5.5.7.3.1 */
const serverAuth = '\x2b\x06\x01\x05\x05\x07\x03\x01'

/** check_eku: what stands behind serverAuth is not looked at. */
function purposeError(content: Uint8Array | undefined, ofNone: WebpkiError): WebpkiError | null {
  if (content === undefined) return null
  const r = new WebpkiReader(content)
  if (r.isAtEnd) return ofNone
  while (!r.isAtEnd) {
    const id = r.expect(tag.oid)
    if (id === null) return 'BadDer'
    if (latin1(id, 0, id.length) === serverAuth) return null
  }
  return 'RequiredEkuNotFound'
}

import type { Certificate } from '../../model/certificate.ts'
import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Failure } from '../../model/failure.ts'
import type { Oid } from '../../model/oid.ts'
import type { KnownSignersVerifier } from '../../model/verifier.ts'
import { hasUndecodedExtension } from './critical-extensions.ts'

/**
 * Why wolfSSL cannot decode a certificate (ParseCertRelative and DecodeCert, wolfcrypt/src/asn.c); `null`: it can. Param `wolfsslDecoding`
 * has its error number and text.
 */
export function wolfsslDecodingFailure(
  certificate: Certificate,
  { knownExtensions }: KnownSignersVerifier,
): (Pick<Failure, 'code' | 'params'> & { readonly params: Readonly<Record<string, string>> }) | null {
  const { anomalies, version, extensions, keyUsage } = certificate
  const has = (...codes: readonly AnomalyCode[]): boolean => anomalies.some(({ code }) => codes.includes(code))
  const fail = (code: string, detail: string) =>
    ({ code: 'certificate-malformed', params: { wolfsslDecoding: `${code} ${detail}` } }) as const
  if (has('unreadable')) return fail('-140', 'ASN parsing error, invalid input')
  if (has('ec-explicit-parameters', 'public-key-malformed')) return fail('-140', 'ASN parsing error, invalid input')
  if (version !== 3 && extensions.length > 0) return fail('-141', 'ASN version error, invalid number')
  if (has('extension-duplicate')) return fail('-144', 'ASN object id error, invalid id')
  if (keyUsage?.bits === 0) return fail('-140', 'ASN parsing error, invalid input')
  if (hasUndecodedExtension(certificate, decoded(knownExtensions), 'structure'))
    return fail('-140', 'ASN parsing error, invalid input')
  if (hasMisplacedConstraints(certificate)) return fail('-198', 'Name Constraint error')
  if (hasOddAddress(certificate)) return fail('-125', 'out of memory error')
  if (has('algorithm-mismatch')) return fail('-152', 'ASN signature error, mismatched oid')
  return null
}

const [basicConstraints, nameConstraints] = ['2.5.29.19', '2.5.29.30']

/** The key identifiers are decoded as well. */
const decoded = (known: readonly Oid[]): readonly Oid[] => [...known, '2.5.29.14', '2.5.29.35']

/** DecodeExtensionType: name constraints may stand only behind basicConstraints that make the certificate an authority. */
function hasMisplacedConstraints({ extensions, basicConstraints: basic }: Certificate): boolean {
  const place = (oid: string): number => extensions.findIndex((e) => e.oid === oid)
  return place(nameConstraints) >= 0 && (basic?.cA !== true || place(nameConstraints) < place(basicConstraints))
}

/** GenerateDNSEntryIPString: an iPAddress of neither 4 nor 16 octets has no text. */
const hasOddAddress = ({ subjectAltName }: Certificate): boolean =>
  subjectAltName?.names.some((name) => name.kind === 'ip' && name.value.length !== 4 && name.value.length !== 16) === true

import { isSelfIssued } from '../../graph/issuers.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Oid } from '../../model/oid.ts'
import type { PathGraph } from '../../model/path.ts'
import type { FilteredVerifier } from '../../model/verifier.ts'
import { hasUndecodedExtension, unknownCriticalExtension } from './critical-extensions.ts'
import { isNssKeyKind } from './nss-key.ts'
import { nssConstraintViolation } from './nss-name-constraints.ts'
import { nssSignatureFailure } from './nss-signature.ts'

const keyUsageId = '2.5.29.15'
const policiesId = '2.5.29.32'
const extKeyUsageId = '2.5.29.37'
const serverAuth = '1.3.6.1.5.5.7.3.1'
/** What its policy checker decodes of issuers: mappings, constraints, inhibitAnyPolicy. */
const policyExtensions = ['2.5.29.33', '2.5.29.36', '2.5.29.54'] as const

/**
 * A whole path, target first and anchor last (pkix_CheckChain, lib/libpkix/pkix/top/pkix_validate.c, NSS 3.87): from the anchor down, each
 * certificate through all checkers; dates, key usage and path lengths were the matter of the search. `null`: it holds.
 */
export function libpkixPathFailure(
  path: readonly Certificate[],
  { algorithms, knownExtensions }: FilteredVerifier,
  graph: PathGraph,
): Failure | null {
  // Policies are read while there is a tree of them, which ends with the first certificate that has none.
  let hasTree = true
  for (let at = path.length - 2; at >= 0; at--) {
    const [certificate, issuer] = [path[at], path[at + 1]]
    if (certificate === undefined || issuer === undefined) continue
    const fail = (code: FailureCode): Failure => ({ code, at, certificate })
    const read = [...(hasTree ? [policiesId] : []), ...(at > 0 ? policyExtensions : [])]
    if (hasUndecodedExtension(certificate, read, 'structure')) return fail('extension-invalid')
    hasTree &&= certificate.certificatePolicies !== null
    const code = nssSignatureFailure(certificate, issuer, algorithms, graph)
    if (code !== null) return fail(code)
    // PKIX_PL_PublicKey_MakeInheritedDSAPublicKey, whether anything was signed with it or not.
    if (!isNssKeyKind(certificate.subjectPublicKeyInfo)) return fail('signature-unsupported')
    if (at === 0 && hasUndecodedExtension(certificate, [extKeyUsageId], 'structure')) return fail('extension-invalid')
    const named = outsideNames(certificate, at, path.slice(at + 1))
    if (named !== null) return named
    const oid = unknownCriticalExtension(certificate, knownExtensions) ?? repeatedCriticalExtension(certificate)
    if (oid !== null) return { ...fail('critical-extension-unknown'), params: { oid } }
  }
  return null
}

/** pkix_NameConstraintsChecker_Check: against all above; the common name of a target is a host if its purposes say so. */
function outsideNames(certificate: Certificate, at: number, above: readonly Certificate[]): Failure | null {
  if (at > 0 && isSelfIssued(certificate)) return null
  const commonNameIsHost = at === 0 && certificate.extendedKeyUsage?.purposes.includes(serverAuth) !== false
  for (const { nameConstraints } of above) {
    if (nameConstraints === null) continue
    const found = nssConstraintViolation(certificate, nameConstraints, commonNameIsHost)
    if (found !== null) return { code: found.code, at, certificate, params: found.params }
  }
  return null
}

/** pkix_CheckCert strikes each extension off once; keyUsage is struck off twice. */
function repeatedCriticalExtension({ extensions }: Certificate): Oid | null {
  const critical = extensions.filter((e) => e.critical).map((e) => e.oid)
  return critical.find((oid, i) => oid !== keyUsageId && critical.indexOf(oid) < i) ?? null
}

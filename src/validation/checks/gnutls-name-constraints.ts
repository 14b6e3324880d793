import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { GeneralName, GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import type { NameConstraintDialect, PurposePolicy } from '../../model/policy.ts'
import { gnutlsServesTls } from './gnutls-purpose.ts'
import { checkNameConstraints } from './name-constraints.ts'

type Offence = Pick<Failure, 'code' | 'params'>

/** _gnutls_check_key_purpose without a flag. */
const forServers: PurposePolicy = { anyIsEnough: true, gatedIsEnough: true, issuers: 'none' }

/** Microsoft's user principal name, the only other form that the library reads. */
const userPrincipalName = '1.3.6.1.4.1.311.20.2.3'

/**
 * Whether GnuTLS can take in an issuer's constraints at all (_gnutls_extract_name_constraints, lib/x509/name_constraints.c):
 * a subtree of a form that it does not know, or of an address without a proper mask, refuses whatever stands below.
 */
export function readsConstraints({ permitted, excluded }: NameConstraints): boolean {
  return [...taken(permitted), ...taken(excluded)].every(({ base }) => isReadable(base))
}

/** A list ends at an empty directory name there: _gnutls_parse_general_name2 has no data for it, which is what it says at the end. */
function taken(subtrees: readonly GeneralSubtree[]): readonly GeneralSubtree[] {
  const end = subtrees.findIndex(({ base }) => base.kind === 'directory' && base.value.rdns.length === 0)
  return end === -1 ? subtrees : subtrees.slice(0, end)
}

/** check_dns_constraints and check_email_constraints pass over an empty permitted name: others beside it still bind. */
const isNarrow = ({ base }: GeneralSubtree): boolean => (base.kind !== 'dns' && base.kind !== 'email') || base.value !== ''

/** check_ip_constraints does not hold an address of one version to subtrees of the other. */
function concerns({ subjectAltName }: Certificate, { base }: GeneralSubtree): boolean {
  if (base.kind !== 'ip') return true
  return subjectAltName?.names.some((name) => name.kind === 'ip' && name.value.length * 2 === base.value.length) ?? false
}

function isReadable(base: GeneralName): boolean {
  if (base.kind === 'ip') return base.value.length === 8 || base.value.length === 32
  if (base.kind === 'other') return base.type === userPrincipalName
  return base.kind === 'dns' || base.kind === 'email' || base.kind === 'directory' || base.kind === 'uri'
}

/**
 * gnutls_x509_name_constraints_check_crt for the target: host names, addresses and mail addresses are compared. Of
 * distinguished names and URIs only the excluded subtrees count, and any such subtree refuses every name of its form.
 */
export function gnutlsConstraintOffence(
  target: Certificate,
  given: NameConstraints,
  dialect: NameConstraintDialect,
): Offence | null {
  const constraints = {
    ...given,
    permitted: taken(given.permitted).filter((subtree) => isNarrow(subtree) && concerns(target, subtree)),
    excluded: taken(given.excluded),
  }
  const excludes = (kind: GeneralSubtree['base']['kind']): boolean => constraints.excluded.some(({ base }) => base.kind === kind)
  const hasUri = target.subjectAltName?.names.some((name) => name.kind === 'uri') ?? false
  if (excludes('directory') || (hasUri && excludes('uri'))) return { code: 'name-excluded' }
  // A common name is a host's only where the purposes allow a TLS server.
  const commonNameAsDns = dialect.commonNameAsDns && gnutlsServesTls(target, true, forServers)
  return checkNameConstraints(target, true, constraints, { ...dialect, commonNameAsDns })
}

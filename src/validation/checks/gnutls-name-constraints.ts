import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { GeneralName, GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import type { NameConstraintDialect, PurposePolicy } from '../../model/policy.ts'
import { gnutlsServesTls } from './gnutls-purpose.ts'
import { mergedConstraints, withoutFinalDots } from './gnutls-merged-constraints.ts'
import { emailAddress } from './email-address.ts'
import { attributes, checkNameConstraints } from './name-constraints.ts'
import { prefixLength } from './name-constraints-ip.ts'

type Offence = Pick<Failure, 'code' | 'params'>

/** _gnutls_check_key_purpose without a flag. */
const forServers: PurposePolicy = { anyIsEnough: true, gatedIsEnough: true, issuers: 'none' }

const commonName = '2.5.4.3'
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

/** _gnutls_mask_to_prefix, lib/x509/ip.c. */
const hasMask = (octets: Uint8Array): boolean => prefixLength(octets.subarray(octets.length / 2)) !== null

function isReadable(base: GeneralName): boolean {
  if (base.kind === 'ip') return (base.value.length === 8 || base.value.length === 32) && hasMask(base.value)
  if (base.kind === 'other') return base.type === userPrincipalName
  // Seen on 3.7.9: a dNSName with an empty label behind the first, or of a period alone.
  if (base.kind === 'dns') return base.value !== '.' && !base.value.includes('..')
  return base.kind === 'email' || base.kind === 'directory' || base.kind === 'uri'
}

/**
 * gnutls_x509_name_constraints_check_crt for the target, against what the issuers' constraints come to, the anchor's first: host
 * names, addresses and mail addresses are compared. Of distinguished names and URIs only the excluded subtrees count, and any
 * such subtree refuses every name of its form.
 */
export function gnutlsConstraintOffence(
  target: Certificate,
  issuers: readonly NameConstraints[],
  dialect: NameConstraintDialect,
): Offence | null {
  const [first] = issuers
  if (first === undefined) return null
  const merged = mergedConstraints(
    issuers.map(({ permitted, excluded }) => ({ permitted: taken(permitted), excluded: taken(excluded) })),
  )
  const constraints = {
    ...first,
    permitted: merged.permitted.filter(isNarrow).map(undotted),
    excluded: merged.excluded.map(undotted),
  }
  const names = target.subjectAltName?.names ?? []
  const excludes = (kind: GeneralName['kind']): boolean => constraints.excluded.some(({ base }) => base.kind === kind)
  if (excludes('directory') || (names.some(({ kind }) => kind === 'uri') && excludes('uri'))) return { code: 'name-excluded' }
  // check_email_constraints: an empty excluded one is every address.
  const isMail = ({ kind }: GeneralName): boolean => kind === 'email'
  if (names.some(isMail) && constraints.excluded.some(({ base }) => base.kind === 'email' && base.value === ''))
    return { code: 'name-excluded' }
  // A common name is a host's only where the purposes allow a TLS server.
  const commonNameAsDns = dialect.commonNameAsDns && gnutlsServesTls(target, true, forServers)
  const compared = comparedTarget(target)
  const found = checkNameConstraints(commonNameAsDns ? withCommonNames(compared) : compared, true, constraints, {
    ...dialect,
    commonNameAsDns: false,
    kinds: dialect.kinds.filter((kind) => kind !== 'ip'),
  })
  return found ?? addressOffence(target, constraints, dialect)
}

/** check_ip_constraints: an address of one version is not held to subtrees of the other. */
function addressOffence(target: Certificate, constraints: NameConstraints, dialect: NameConstraintDialect): Offence | null {
  const names = target.subjectAltName?.names ?? []
  for (const octets of [4, 16]) {
    const own = names.filter((name) => name.kind === 'ip' && name.value.length === octets)
    const ofVersion = ({ base }: GeneralSubtree): boolean => base.kind === 'ip' && base.value.length === 2 * octets
    const found =
      own.length === 0
        ? null
        : checkNameConstraints(
            withNames(target, own),
            true,
            {
              ...constraints,
              permitted: constraints.permitted.filter(ofVersion),
              excluded: constraints.excluded.filter(ofVersion),
            },
            { ...dialect, kinds: ['ip'], commonNameAsDns: false },
          )
    if (found !== null) return found
  }
  return null
}

const undottedName = (name: GeneralName): GeneralName =>
  name.kind === 'dns' && name.value.endsWith('.') ? { kind: 'dns', value: withoutFinalDots(name.value) } : name

const undotted = (subtree: GeneralSubtree): GeneralSubtree => ({ ...subtree, base: undottedName(subtree.base) })

/** The alternative names, and the subject's addresses where no other stands among them. */
function ownNames(target: Certificate): readonly GeneralName[] {
  const names = target.subjectAltName?.names ?? []
  const mailboxes = names.some(({ kind }) => kind === 'email') ? [] : attributes(target, emailAddress)
  return [...mailboxes.map(({ value }): GeneralName => ({ kind: 'email', value })), ...names]
}

/** The certificate with its names as the library compares them. */
function comparedTarget(target: Certificate): Certificate {
  const all = ownNames(target)
  const compared = all.map(comparedName)
  return compared.some((name, i) => name !== all[i]) ? withNames(target, compared) : target
}

/** email_ends_with: an address without an at sign is no fault: it is within a host that it equals, or a domain that it ends with. */
const comparedName = (name: GeneralName): GeneralName =>
  name.kind === 'email' && !name.value.includes('@') ? { kind: 'email', value: `@${name.value}` } : undottedName(name)

/** Where no dNSName stands, common names in their place, whatever text they are. */
function withCommonNames(target: Certificate): Certificate {
  const names = ownNames(target)
  if (names.some(({ kind }) => kind === 'dns')) return target
  const hosts = attributes(target, commonName).map(({ value }): GeneralName => ({ kind: 'dns', value }))
  return withNames(target, [...names, ...hosts].map(comparedName))
}

/** The certificate with other names. Its fields are accessors, so it is inherited from and not copied. */
function withNames(target: Certificate, names: readonly GeneralName[]): Certificate {
  const judged: Certificate = Object.create(target, { subjectAltName: { value: { critical: false, names } } })
  return judged
}

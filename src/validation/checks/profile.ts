import type { Certificate } from '../../model/certificate.ts'
import { type GeneralName, keyUsageBit } from '../../model/extension.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { Oid } from '../../model/oid.ts'
import { prefixLength } from './name-constraints-ip.ts'

const nameConstraints = '2.5.29.30'
const policyConstraints = '2.5.29.36'

/**
 * What RFC 5280 §4.1 and §4.2 ask of conforming issuers, beyond what §6 has a relying party look at: the first rule that a certificate
 * breaks, or `null`.
 */
export function profileFailure(certificate: Certificate): FailureCode | null {
  for (const [isBroken, code] of rules) if (isBroken(certificate)) return code
  return null
}

type Rule = readonly [(certificate: Certificate) => boolean, FailureCode]

const isAuthority = ({ basicConstraints }: Certificate): boolean => basicConstraints?.cA === true
const isSelfSigned = ({ issuer, subject }: Certificate): boolean => issuer.raw === subject.raw
const isCritical = ({ extensions }: Certificate, oid: Oid): boolean => extensions.some((e) => e.oid === oid && e.critical)
const isThere = ({ extensions }: Certificate, oid: Oid): boolean => extensions.some((e) => e.oid === oid)

const rules: readonly Rule[] = [
  // §4.1.2.2: at most 20 octets, positive.
  [
    ({ anomalies }) => anomalies.some(({ code }) => code === 'serial-too-long' || code === 'serial-negative'),
    'certificate-malformed',
  ],
  // §4.2: no extension twice.
  [({ anomalies }) => anomalies.some(({ code }) => code === 'extension-duplicate'), 'certificate-malformed'],
  // §4.1.2.6: an authority has a name; without one the subjectAltName is critical.
  [(c) => isAuthority(c) && c.subject.rdns.length === 0, 'strict-subject-empty'],
  [(c) => c.subject.rdns.length === 0 && c.subjectAltName !== null && !c.subjectAltName.critical, 'strict-san-not-critical'],
  // §4.2.1.1: in every certificate but a self-signed one, never critical.
  [(c) => c.authorityKeyIdentifier?.critical === true, 'strict-akid-critical'],
  [(c) => !isSelfSigned(c) && (c.authorityKeyIdentifier?.keyIdentifier ?? null) === null, 'strict-akid-missing'],
  // §4.2.1.2: in every authority, never critical.
  [(c) => c.subjectKeyIdentifier?.critical === true, 'strict-skid-critical'],
  [(c) => isAuthority(c) && c.subjectKeyIdentifier === null, 'strict-skid-missing'],
  // §4.2.1.9 and §4.2.1.3: critical in an authority; keyCertSign for authorities alone.
  [(c) => isAuthority(c) && c.basicConstraints?.critical === false, 'strict-basic-constraints-not-critical'],
  [(c) => !isAuthority(c) && ((c.keyUsage?.bits ?? 0) & keyUsageBit.keyCertSign) !== 0, 'strict-cert-sign-without-ca'],
  // §4.2.1.10 and §4.2.1.11: critical; names are constrained by authorities alone, and by names that are some.
  [(c) => isThere(c, nameConstraints) && (!isAuthority(c) || !isCritical(c, nameConstraints)), 'extension-invalid'],
  [(c) => isThere(c, policyConstraints) && !isCritical(c, policyConstraints), 'extension-invalid'],
  [(c) => subtreesOf(c).some(isNoConstraint), 'extension-invalid'],
  // §4.2.1.6: preferred name syntax, which no empty label fits.
  [
    (c) => (c.subjectAltName?.names ?? []).some((name) => name.kind === 'dns' && /^\.|\.\.|^$/.test(name.value)),
    'extension-invalid',
  ],
]

const subtreesOf = ({ nameConstraints: constraints }: Certificate): readonly GeneralName[] =>
  constraints === null ? [] : [...constraints.permitted, ...constraints.excluded].map(({ base }) => base)

/** A wildcard, or an address without a mask whose ones are adjacent. */
function isNoConstraint(base: GeneralName): boolean {
  if (base.kind === 'dns') return base.value.includes('*')
  if (base.kind !== 'ip') return false
  if (base.value.length !== 8 && base.value.length !== 32) return true
  return prefixLength(base.value.subarray(base.value.length / 2)) === null
}

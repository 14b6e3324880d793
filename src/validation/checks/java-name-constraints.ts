import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, GeneralSubtree } from '../../model/extension.ts'
import type { SentThenBuildVerifier } from '../../model/verifier.ts'
import { emailAddress } from './email-address.ts'
import { parseIp } from './host-name-ip.ts'
import { type MergedConstraints, mergeConstraints } from './java-merged-constraints.ts'
import { type JavaRelate, javaRelation, type JavaRelation, UnexpectedByJava } from './java-name-relation.ts'
import { attributes, type NameConstraintViolation, subjectName, violation } from './name-constraints.ts'

const commonNameOid = '2.5.4.3'

/**
 * The name constraints of one path, to be given its certificates from the top down, each once (ConstraintsChecker.verifyNameConstraints
 * in sun.security.provider.certpath): a certificate is held to what all above it permit and exclude, unless it is spared, and its
 * own constraints are then merged with these. `null`: it passes.
 */
export function javaNameConstraints(
  families: SentThenBuildVerifier['addressFamilies'],
): (certificate: Certificate, isSpared: boolean) => NameConstraintViolation | null {
  const relate = javaRelation(families)
  let held: MergedConstraints | null = null
  return (certificate, isSpared) => {
    const { nameConstraints } = certificate
    if (held === null && nameConstraints === null) return null
    try {
      const found = held === null || isSpared ? null : offence(certificate, held, relate)
      if (found === null && nameConstraints !== null) held = mergeConstraints(held, nameConstraints, relate)
      return found
    } catch (error) {
      if (!(error instanceof UnexpectedByJava)) throw error
      return unsupported('constraint-syntax', { constraint: error.message })
    }
  }
}

/** NameConstraintsExtension.verify (sun.security.x509). */
function offence(certificate: Certificate, held: MergedConstraints, relate: JavaRelate): NameConstraintViolation | null {
  const [permitted, excluded] = [held.permitted ?? [], held.excluded ?? []]
  const distance = baseDistance([...permitted, ...excluded])
  if (distance !== null) return unsupported('min-max', { detail: distance })
  for (const name of [...subjectName(certificate), ...alternativeNames(certificate)]) {
    const offended = excluded.find(({ base }) => isWithin(relate(base, name)))
    if (offended !== undefined) return violation('name-excluded', 'subtree', name, offended.base)
    if (!isPermitted(name, permitted, relate)) return violation('name-not-permitted', 'subtree', name)
  }
  return null
}

/** `detail`: what is not supported; `constraint`: what an exception that nobody catches says. */
const unsupported = (
  reason: NameConstraintViolation['params']['reason'],
  told: { readonly detail?: string; readonly constraint?: string },
): NameConstraintViolation => ({
  code: 'name-constraint-unsupported',
  params: { kind: '', name: '', constraint: '', reason, ...told },
})

/** calcMinMax: a minimum is told before a maximum (RFC 5280 §4.2.1.10 wants neither). */
function baseDistance(subtrees: readonly GeneralSubtree[]): string | null {
  if (subtrees.some(({ minimum }) => minimum !== 0)) return 'Non-zero minimum BaseDistance'
  return subtrees.some(({ maximum }) => maximum !== null) ? 'Maximum BaseDistance' : null
}

function isPermitted(name: GeneralName, permitted: readonly GeneralSubtree[], relate: JavaRelate): boolean {
  let isOfKind = false
  for (const { base } of permitted) {
    const relation = relate(base, name)
    if (isWithin(relation)) return true
    isOfKind ||= relation !== 'other-kind'
  }
  return !isOfKind
}

const isWithin = (relation: JavaRelation): boolean => relation === 'match' || relation === 'narrows'

/**
 * The subjectAltName, or the mailboxes of the subject where there is none; and the last common name, where it could be a host or an address and
 * none of its kind stands. One label is enough: an authority called `CN=intermediate` does not stand below constraints on host names.
 */
function alternativeNames(certificate: Certificate): readonly GeneralName[] {
  const names = certificate.subjectAltName?.names ?? mailboxes(certificate)
  const added = nameInCommonName(certificate)
  return added === null || names.some(({ kind }) => kind === added.kind) ? names : [...names, added]
}

/** RFC822Name takes what has no at sign for an address as well, but none that ends with its own, is `.` or empty. */
const mailboxes = (certificate: Certificate): readonly GeneralName[] =>
  attributes(certificate, emailAddress)
    .filter(({ value }) => !/^$|^[^@]*@$|^(?:[^@]*@)?\.$/.test(value))
    .map(({ value }) => ({ kind: 'email', value }))

function nameInCommonName(certificate: Certificate): GeneralName | null {
  const text = attributes(certificate, commonNameOid).at(-1)?.value
  if (text === undefined) return null
  const octets = parseIp(text)
  if (octets !== null) return { kind: 'ip', value: octets }
  // sun.security.x509.DNSName: labels of letters, digits and hyphens, no hyphen first.
  return /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/i.test(text) ? { kind: 'dns', value: text } : null
}

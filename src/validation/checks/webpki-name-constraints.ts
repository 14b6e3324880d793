import { latin1 } from '../../der/string.ts'
import { tag } from '../../der/tag.ts'
import type { Certificate } from '../../model/certificate.ts'
import { ipText } from '../../model/ip-text.ts'
import { toHex } from '../../x509/hex.ts'
import type { WebpkiCertificate } from './webpki-certificate.ts'
import { WebpkiReader } from './webpki-der.ts'
import { isWebpkiError, type WebpkiError, type WebpkiFault } from './webpki-error.ts'
import { directoryName, dnsName, ipAddress, matchesAddress, matchesDns, readName, uri, type WebpkiName } from './webpki-names.ts'
import { formatDirectory } from './name-constraints-directory.ts'
import { formatIpConstraint } from './name-constraints-ip.ts'

/** `closed`, from 0.103.12: a URI breaks any constraint on URIs, and a wildcard lies in no permitted subtree for one of its names alone. */
export type WebpkiConstraintRules = 'open' | 'closed'

/** A certificate below the constraints, with its place in the path. */
export interface WebpkiConstrained {
  readonly certificate: Certificate
  readonly read: WebpkiCertificate
}

/** A fault and whose it is: `null`, that of the certificate that holds the constraints. */
export interface WebpkiConstraintFault {
  readonly fault: WebpkiFault
  readonly by: WebpkiConstrained | null
}

/**
 * The constraints of one issuer against every name of every certificate below it, the nearest first (rustls/webpki 0.103.13:
 * src/subject_name/mod.rs, check_name_constraints): the alternative names, and then the subject, even an empty one. Each is met by
 * the permitted subtrees and then by the excluded ones; a subtree is read when a name comes to it. `spend` counts each pair; `false`:
 * no more are allowed.
 */
export function webpkiConstraintFault(
  constraints: Uint8Array,
  below: readonly WebpkiConstrained[],
  rules: WebpkiConstraintRules,
  spend: () => boolean,
): WebpkiConstraintFault | null {
  const outer = new WebpkiReader(constraints)
  const permitted = outer.isNext(0xa0) ? outer.expect(0xa0) : undefined
  if (permitted === null) return { fault: { error: 'BadDer' }, by: null }
  const excluded = outer.isNext(0xa1) ? outer.expect(0xa1) : undefined
  if (excluded === null) return { fault: { error: 'BadDer' }, by: null }
  const judge = (name: WebpkiName, { certificate }: WebpkiConstrained): WebpkiFault | null =>
    (permitted && fault(name, permitted, 'permitted', certificate, rules, spend)) ??
    (excluded && fault(name, excluded, 'excluded', certificate, rules, spend)) ??
    null
  for (const one of below) {
    const names = new WebpkiReader(one.read.extensions.get('2.5.29.17') ?? new Uint8Array(0))
    while (!names.isAtEnd) {
      const name = readName(names)
      if (name === null) return { fault: { error: 'BadDer' }, by: one }
      const met = judge(name, one)
      if (met !== null) return { fault: met, by: one }
    }
    const met = judge({ kind: directoryName, value: new Uint8Array(0) }, one)
    if (met !== null) return { fault: met, by: one }
  }
  return outer.isAtEnd ? null : { fault: { error: 'BadDer' }, by: null }
}

/** check_presented_id_conforms_to_constraints, for one of the two lists. */
function fault(
  name: WebpkiName,
  subtrees: Uint8Array,
  role: 'permitted' | 'excluded',
  certificate: Certificate,
  rules: WebpkiConstraintRules,
  spend: () => boolean,
): WebpkiFault | null {
  const r = new WebpkiReader(subtrees)
  let [isInside, isOutside] = [false, false]
  while (!r.isAtEnd) {
    if (!spend()) return { error: 'MaximumNameConstraintComparisonsExceeded' }
    const subtree = r.expect(tag.sequence)
    const own = subtree && new WebpkiReader(subtree)
    const base = own && readName(own)
    if (own === null || base === null) return { error: 'BadDer' }
    if (!own.isAtEnd) return { error: 'TrailingData' }
    if (base.kind !== name.kind) continue
    const match = compare(name, base, role, rules)
    if (match === null) continue
    if (isWebpkiError(match)) return { error: match, ...(match !== 'BadDer' && about('unsupported', name, base, certificate)) }
    if (role === 'excluded' && match) return violation(role, name, base, certificate)
    isInside ||= match
    isOutside ||= !match
  }
  return role === 'permitted' && isOutside && !isInside ? violation(role, name, null, certificate) : null
}

/** Whether the name lies in the subtree; `null`: the two have nothing to do with each other. */
function compare(
  name: WebpkiName,
  base: WebpkiName,
  role: 'permitted' | 'excluded',
  rules: WebpkiConstraintRules,
): boolean | WebpkiError | null {
  switch (name.kind) {
    case dnsName:
      return matchesDns(textOf(name), textOf(base), role, rules === 'closed' ? 'stay' : 'reach')
    case ipAddress:
      return matchesAddress(name.value, base.value)
    case uri:
      return rules === 'closed' ? role === 'excluded' : null
    case directoryName:
      return role === 'excluded'
    default:
      return 'NameConstraintViolation'
  }
}

const textOf = ({ value }: WebpkiName): string => latin1(value, 0, value.length)

/** Kinds that are compared are told by what they broke; of others it is told that they cannot be. */
function violation(
  role: 'permitted' | 'excluded',
  name: WebpkiName,
  base: WebpkiName | null,
  certificate: Certificate,
): WebpkiFault {
  const isCompared = name.kind === dnsName || name.kind === ipAddress
  return { error: 'NameConstraintViolation', ...about(isCompared ? role : 'unsupported', name, base, certificate) }
}

/** Code and values for the reader, as `checkNameConstraints` gives them. */
function about(
  why: 'permitted' | 'excluded' | 'unsupported',
  name: WebpkiName,
  base: WebpkiName | null,
  certificate: Certificate,
): Pick<WebpkiFault, 'code' | 'params'> {
  const code = { permitted: 'name-not-permitted', excluded: 'name-excluded', unsupported: 'name-constraint-unsupported' } as const
  return {
    code: code[why],
    params: {
      kind: kinds.get(name.kind) ?? 'name',
      name: shown(name, certificate),
      constraint:
        base === null || name.kind === directoryName
          ? ''
          : base.kind === ipAddress
            ? formatIpConstraint(base.value)
            : textOf(base),
      reason: why === 'unsupported' ? 'type' : 'subtree',
    },
  }
}

const kinds: ReadonlyMap<number, string> = new Map([
  [1, 'email address'],
  [dnsName, 'DNS name'],
  [directoryName, 'directory name'],
  [uri, 'URI'],
  [ipAddress, 'IP address'],
])

function shown(name: WebpkiName, { subject }: Certificate): string {
  if (name.kind === directoryName) return formatDirectory(subject)
  if (name.kind === ipAddress) return ipText(name.value)
  return name.kind === 1 || name.kind === dnsName || name.kind === uri ? textOf(name) : toHex(name.value)
}

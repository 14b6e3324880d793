import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'

/**
 * A key on a curve that is spelled out: whoever chooses the generator knows a private key for any public one, so that the key says
 * nothing of its holder (CVE-2020-0601). RFC 5480 §2.1.1 allows named curves alone.
 */
export const hasExplicitParameters = ({ subjectPublicKeyInfo: { key }, anomalies }: Certificate): boolean =>
  (key.kind === 'ec' && key.curve === null) || anomalies.some((a) => a.code === 'ec-explicit-parameters')

/**
 * RFC 5280 §4.2.1.9 and §4.2.1.3: an authority, by its own word. A root of version 1 or 2 has no field to say it in (§4.1.2.1); what speaks
 * for such a one are programmes alone.
 */
export function mayIssue({ version, basicConstraints, keyUsage }: Certificate): boolean {
  if (version < 3) return true
  return basicConstraints?.cA === true && (keyUsage === null || (keyUsage.bits & keyUsageBit.keyCertSign) !== 0)
}

/** The same, said in full: version 3, cA and keyCertSign. What another authority signs must say it. */
export const isDeclaredAuthority = ({ version, basicConstraints, keyUsage }: Certificate): boolean =>
  version >= 3 && basicConstraints?.cA === true && ((keyUsage?.bits ?? 0) & keyUsageBit.keyCertSign) !== 0

const anyPurpose = '2.5.29.37.0'

/**
 * Whether what it certifies is bound by names, length of the path or purpose (RFC 5280 §4.2.1.10, §4.2.1.9, §4.2.1.12): a root of
 * the same key would be free of that, for an anchor's own constraints bind nobody (§6.1.1 d). A purpose alone is such a bound too: a
 * store serves more than TLS.
 */
export const isConstrained = ({ nameConstraints, basicConstraints, extendedKeyUsage, extensions }: Certificate): boolean =>
  extensions.some(({ oid }) => oid === nameConstraintsOid) ||
  nameConstraints !== null ||
  (basicConstraints?.pathLenConstraint ?? null) !== null ||
  (extendedKeyUsage !== null && !extendedKeyUsage.purposes.includes(anyPurpose)) ||
  (extendedKeyUsage === null && extensions.some(({ oid }) => oid === extendedKeyUsageOid))

const nameConstraintsOid = '2.5.29.30'
const extendedKeyUsageOid = '2.5.29.37'

/** Anomalies after which it is not known what the certificate says, or two readers may read two things. */
const graveAnomalies: ReadonlySet<AnomalyCode> = new Set([
  'unreadable',
  'truncated',
  'trailing-data',
  'data-after-certificate',
  'too-deep',
  'too-large',
  'indefinite-length',
  'field-malformed',
  'field-unexpected',
  'algorithm-mismatch',
  'name-malformed',
  'time-malformed',
  'public-key-malformed',
  'extensions-before-v3',
  'extension-duplicate',
  'extension-malformed',
  'validity-inverted',
])

/** The first anomaly that makes it unfit for anything to rest on; `null`: none. Lesser ones are in many roots that programmes include. */
export const graveAnomaly = ({ anomalies }: Certificate): AnomalyCode | null =>
  anomalies.find(({ code }) => graveAnomalies.has(code))?.code ?? null

import type { AnomalyCode } from '../model/anomaly.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Finding } from '../model/finding.ts'
import { once } from '../model/once.ts'
import { type Refusal, refusals } from './facts/refused-anomalies.ts'
import { concern, failuresOf, type Rejection, rejections } from './facts/rejections.ts'
import { strictAnomaly } from './facts/strict-anomalies.ts'
import { isUnreadable } from './facts/unreadable.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC313: a certificate that was sent is not what X.690 or RFC 5280 §4 allow. Each client's decoder refuses some such
 * faults and overlooks others. One finding for each kind of fault; of a certificate that cannot be read, that alone.
 * Explicit curves are RC315, and what only strict clients mind is RC311.
 * about: the certificate. params: `anomaly`: the `AnomalyCode`, empty for an extension that is well formed and makes no
 * sense here; `standard`: the section that it departs from, or empty.
 */
export const malformed: FindingRule = (situation) => {
  const refused = refusals(situation)
  const strict = strictRefusals(situation)
  const sent = new Set(situation.world.chains.flatMap((c) => c.sent))
  return [...new Set([...sent, ...refused.map((r) => r.certificate)])].flatMap((certificate) =>
    anomaliesOf(certificate, refused).flatMap((anomaly): readonly Finding[] => {
      const isSame = (r: Refusal) => r.certificate === certificate && r.anomaly === anomaly
      const [own, alsoStrict] = [refused.filter(isSame), strict.filter(isSame)]
      if (anomaly === 'ec-explicit-parameters' || (own.length === 0 && alsoStrict.length > 0)) return []
      const explained = new Set<Rejection>([...own, ...alsoStrict].map((r) => r.rejection))
      const standard = anomaly === null ? '' : (standards()[anomaly] ?? '')
      return [
        { code: 'RC313', ...concern([...explained]), about: [certificate.sha256], params: { anomaly: anomaly ?? '', standard } },
      ]
    }),
  )
}

function anomaliesOf(certificate: Certificate, refused: readonly Refusal[]): readonly (AnomalyCode | null)[] {
  if (isUnreadable(certificate)) return ['unreadable']
  const own = refused.filter((r) => r.certificate === certificate).map((r) => r.anomaly)
  return [...new Set([...certificate.anomalies.map((a) => a.code), ...own])]
}

const strictRefusals = (situation: Parameters<FindingRule>[0]): readonly Refusal[] =>
  rejections(situation).flatMap((rejection) =>
    failuresOf(rejection).flatMap((failure): readonly Refusal[] => {
      const anomaly = strictAnomaly(failure)
      return failure.certificate === null || anomaly === null ? [] : [{ rejection, certificate: failure.certificate, anomaly }]
    }),
  )

/** The section that each anomaly departs from: X.690 §8 (BER), §10 and §11 (DER), or a field's own. Empty: no single one. */
const standards = once(
  (): Readonly<Record<AnomalyCode, string>> => ({
    unreadable: '',
    truncated: 'X.690 §8.1',
    'trailing-data': '',
    'data-after-certificate': 'RFC 8446 §4.4.2',
    'too-deep': '',
    'too-large': '',
    'indefinite-length': 'X.690 §10.1',
    'length-not-minimal': 'X.690 §10.1',
    'tag-not-minimal': 'X.690 §8.1.2',
    'boolean-not-canonical': 'X.690 §11.1',
    'integer-not-minimal': 'X.690 §8.3',
    'bit-string-padding': 'X.690 §11.2',
    'oid-malformed': 'X.690 §8.19',
    'set-not-sorted': 'X.690 §11.6',
    'default-encoded': 'X.690 §11.5',
    'field-unexpected': 'RFC 5280 §4',
    'field-malformed': 'RFC 5280 §4',
    'version-unknown': 'RFC 5280 §4.1.2.1',
    'serial-negative': 'RFC 5280 §4.1.2.2',
    'serial-zero': 'RFC 5280 §4.1.2.2',
    'serial-too-long': 'RFC 5280 §4.1.2.2',
    'algorithm-mismatch': 'RFC 5280 §4.1.1.2',
    'algorithm-parameters': 'RFC 5280 §4.1.1.2',
    'issuer-empty': 'RFC 5280 §4.1.2.4',
    'name-malformed': 'RFC 5280 §4.1.2.4',
    'string-malformed': 'RFC 5280 §4.1.2.4',
    'time-malformed': 'RFC 5280 §4.1.2.5',
    'time-without-seconds': 'RFC 5280 §4.1.2.5',
    'time-with-offset': 'RFC 5280 §4.1.2.5',
    'time-with-fraction': 'RFC 5280 §4.1.2.5',
    'time-form': 'RFC 5280 §4.1.2.5',
    'validity-inverted': 'RFC 5280 §4.1.2.5',
    'public-key-malformed': 'RFC 5280 §4.1.2.7',
    'ec-explicit-parameters': 'RFC 5480 §2.1.1',
    'unique-id-before-v2': 'RFC 5280 §4.1.2.8',
    'extensions-before-v3': 'RFC 5280 §4.1.2.9',
    'extensions-empty': 'RFC 5280 §4.1.2.9',
    'signature-unused-bits': 'RFC 5280 §4.1.1.3',
    'extension-duplicate': 'RFC 5280 §4.2',
    'extension-malformed': 'RFC 5280 §4.2',
    'extension-empty': 'RFC 5280 §4.2',
    'extension-criticality': 'RFC 5280 §4.2',
    'san-empty': 'RFC 5280 §4.2.1.6',
    'name-empty': 'RFC 5280 §4.2.1.6',
  }),
)

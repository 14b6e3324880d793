import type { AnomalyCode } from '../../model/anomaly.ts'
import { type Failure, type FailureCode, failureCodes } from '../../model/failure.ts'
import { once } from '../../model/once.ts'
import type { Oid } from '../../model/oid.ts'

/** What X509_V_FLAG_X509_STRICT refuses, and nothing else does. */
export const strictFailures: readonly FailureCode[] = failureCodes.filter((code) => code.startsWith('strict-'))

/** The anomaly that a strict failure is about; `null` where the reader has none for it: the standard asks for more than form. */
export function strictAnomaly({ code, certificate }: Failure): AnomalyCode | null {
  const known = anomalies()[code]
  if (known === undefined || certificate === null) return null
  const [anomaly, about] = known
  return certificate.anomalies.some((a) => a.code === anomaly && (about === null || a.about === about)) ? anomaly : null
}

const anomalies = once(
  (): Readonly<Partial<Record<FailureCode, readonly [AnomalyCode, Oid | null]>>> => ({
    'strict-basic-constraints-not-critical': ['extension-criticality', '2.5.29.19'],
    'strict-san-not-critical': ['extension-criticality', '2.5.29.17'],
    'strict-akid-critical': ['extension-criticality', '2.5.29.35'],
    'strict-skid-critical': ['extension-criticality', '2.5.29.14'],
    'strict-issuer-empty': ['issuer-empty', null],
    'strict-san-empty': ['san-empty', null],
    'strict-algorithm-mismatch': ['algorithm-mismatch', null],
    'strict-extensions-before-v3': ['extensions-before-v3', null],
  }),
)

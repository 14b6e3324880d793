import { type FailureCode, failureCodes } from '../../model/failure.ts'

/** Failures that are a matter of policy: the path is there and its signatures are true, and the client asks for more. */
export const policyFailures: readonly FailureCode[] = [
  ...failureCodes.filter((code) => code.startsWith('strict-')),
  'certificate-malformed',
  'not-before-unreadable',
  'not-after-unreadable',
  'chain-too-large',
  'chain-too-long',
  'path-too-long',
  'search-budget-exceeded',
  'ca-as-target',
  'policy',
  'ec-explicit-parameters',
  'signature-unsupported',
  'target-key-weak',
  'ca-key-weak',
  'ca-digest-weak',
  'host-in-common-name-only',
  'host-no-names',
  'staple-missing',
  'validity-too-long',
]

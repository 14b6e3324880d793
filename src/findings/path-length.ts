import { blameRule } from './facts/blame-rule.ts'

/**
 * RC309: more authorities stand below a certificate than its pathLenConstraint allows (RFC 5280 §4.2.1.9).
 * about: the certificate whose constraint or place fails. params: `limit`: its pathLenConstraint; empty: it has none.
 */
export const pathLength = blameRule('RC309', ['path-length-exceeded'], ({ certificate }) => ({
  limit: String(certificate?.basicConstraints?.pathLenConstraint ?? ''),
}))

import { blameRule } from './facts/blame-rule.ts'

/**
 * RC320: the certificate policies of the path do not fit what it demands of itself (RFC 5280 §4.2.1.11, §6.1.3 d to f).
 * about: the certificate at which the policies run out. params: none.
 */
export const policy = blameRule('RC320', ['policy'])

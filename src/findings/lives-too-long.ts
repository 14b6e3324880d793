import { isoTime } from '../model/time.ts'
import { blameRule } from './facts/blame-rule.ts'

/**
 * RC319: the certificate is valid for longer than the client's root programme allows.
 * about: the target. params: `notBefore`, `notAfter`.
 */
export const livesTooLong = blameRule('RC319', ['validity-too-long'], ({ certificate }) => ({
  notBefore: certificate === null ? '' : isoTime(certificate.notBefore),
  notAfter: certificate === null ? '' : isoTime(certificate.notAfter),
}))

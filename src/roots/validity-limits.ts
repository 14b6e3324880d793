import { seconds, type UnixSeconds } from '../model/time.ts'
import type { Programme } from './platforms.ts'
import type { ValidityLimit } from '../model/programme.ts'

const days = (n: number): number => n * 86400
const hour = 3600
const at = (iso: string): ValidityLimit['issuedFrom'] => seconds(Date.parse(iso) / 1000)

const chromium = 'Chromium net/cert/cert_verify_proc.cc, CertVerifyProc::HasTooLongValidity'
const reduced = `${chromium} (2026): Baseline Requirements 2.1.7 §6.3.2, CA/Browser Forum ballot SC-081v3`
const apple = 'Apple Security-61901, SecPolicy.c (set_ssl_validity_periods) and SecPolicyServer.c'

/**
 * The limits of each programme's own clients; all that hold for a target count. A programme that is not here has no client that
 * measures. The steps to 200, 100 and 47 days bind authorities of every programme; Chrome alone was found to measure them:
 * Security-61901 (macOS and iOS 26) ends with 398 days, and neither support article 102028 (once HT211025) nor the Apple Root Program
 * Policy 2.0 (2026-08-01) names a shorter limit that Apple's systems would measure.
 */
export const validityLimits: Readonly<Partial<Record<Programme, readonly ValidityLimit[]>>> = {
  apple: [
    { issuedFrom: at('2018-03-01T00:00:00Z'), longest: days(825) + hour, anchors: 'of-platform', source: apple },
    // Support article HT210176 says 1 July: the constant in the source lies an hour before.
    { issuedFrom: at('2019-06-30T23:00:00Z'), longest: days(825) + hour, anchors: 'others', source: apple },
    {
      issuedFrom: at('2020-09-01T00:00:00Z'),
      longest: days(398),
      anchors: 'of-platform',
      source: `${apple}; support article HT211025`,
    },
  ],
  chrome: [
    // The most that 60 and 39 months can be.
    { issuedFrom: at('2012-07-01T00:00:00Z'), longest: days(365 * 3 + 366 * 2), anchors: 'of-platform', source: chromium },
    { issuedFrom: at('2015-04-01T00:00:00Z'), longest: days(366 + 365 * 2 + 92), anchors: 'of-platform', source: chromium },
    { issuedFrom: at('2018-03-01T00:00:00Z'), longest: days(825), anchors: 'of-platform', source: chromium },
    { issuedFrom: at('2020-09-01T00:00:00Z'), longest: days(398), anchors: 'of-platform', source: chromium },
    { issuedFrom: at('2026-03-15T00:00:00Z'), longest: days(200), anchors: 'of-platform', source: reduced },
    { issuedFrom: at('2027-03-15T00:00:00Z'), longest: days(100), anchors: 'of-platform', source: reduced },
    { issuedFrom: at('2029-03-15T00:00:00Z'), longest: days(47), anchors: 'of-platform', source: reduced },
  ],
}

/**
 * From which day of issue on a programme's own clients want signed certificate timestamps (RFC 6962) with a target. Chrome does so
 * too; its own profile is the place for that, for it has a code of its own.
 */
export const timestampsFrom: Readonly<Partial<Record<Programme, UnixSeconds>>> = {
  // SecPolicyServer.c, SecPolicyCheckSystemTrustedCTRequired; support article HT205280 says 15 October.
  apple: at('2018-10-16T00:00:00Z'),
}

import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c 2008-04-02T00:00:00Z 2037-12-01T23:59:59Z VeriSign Universal Root Certification Authority
  fails root 37d51006c512eaab626421f1ec8c92013fc5f82ae98ee533eb4619b8deb4d06c 2006-11-27T00:00:00Z 2036-07-16T23:59:59Z GeoTrust Primary Certification Authority
  fails root 4b03f45807ad70f21bfc2cae71c9fde4604c064cf5ffb686bae5dbaad7fdd34c 2008-04-02T00:00:00Z 2037-12-01T23:59:59Z thawte Primary Root CA - G3
  fails root 5edb7ac43b82a06a8761e8d7be4979ebf2611f7dd79bf91c1c6b566a219ed766 2007-11-05T00:00:00Z 2038-01-18T23:59:59Z GeoTrust Primary Certification Authority - G2
  fails root 69ddd7ea90bb57c93e135dc85ea6fcd5480b603239bdc454fc758b2a26cf7f79 2007-11-05T00:00:00Z 2038-01-18T23:59:59Z VeriSign Class 3 Public Primary Certification Authority - G4
  fails root 8d722f81a9c113c0791df136a2966db26c950a971db46b4199f4ea54b78bfb9f 2006-11-17T00:00:00Z 2036-07-16T23:59:59Z thawte Primary Root CA
  fails root 9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df 2006-11-08T00:00:00Z 2036-07-16T23:59:59Z VeriSign Class 3 Public Primary Certification Authority - G5
  fails root a0234f3bc8527ca5628eec81ad5d69895da5680dc91d1cb8477f33f878b95b0b 2004-03-04T05:00:00Z 2029-03-04T05:00:00Z GeoTrust Universal CA 2
  fails root a0459b9f63b22559f5fa5d4c6db3f9f72ff19342033578f073bf1d1b46cbb912 2004-03-04T05:00:00Z 2029-03-04T05:00:00Z GeoTrust Universal CA
  fails root a4310d50af18a6447190372a86afaf8b951ffb431d837f1e5688b45971ed1557 2007-11-05T00:00:00Z 2038-01-18T23:59:59Z thawte Primary Root CA - G2
  fails root b478b812250df878635c2aa7ec7d155eaa625ee82916e2cd294361886cd1fbd4 2008-04-02T00:00:00Z 2037-12-01T23:59:59Z GeoTrust Primary Certification Authority - G3
  fails root ff856a2d251dcd88d36656f450126798cfabaade40799c722de4d2b5db36a73a 2002-05-21T04:00:00Z 2022-05-21T04:00:00Z GeoTrust Global CA
  fails root eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244 1999-10-01T00:00:00Z 2036-07-16T23:59:59Z VeriSign Class 3 Public Primary Certification Authority - G3
`)

const from = instant('2018-04-17')

/** The authorities of Symantec lost trust in steps. */
export const symantec2018: Incident = {
  id: 'symantec-2018',
  name: 'Symantec distrusted',
  title: 'the distrust of Symantec’s authorities (2018 to 2020)',
  from,
  until: null,
  story:
    'After years of certificates issued without the checks that were promised, browsers withdrew their trust from the roots of Symantec, GeoTrust, Thawte, RapidSSL and VeriSign: first from what was issued before June 2016, then from all of it. The business went to DigiCert, which issues from other roots.',
  distrusts: true,
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla distrust-after 2018-09-30T00:00:00Z a0459b9f a4310d50
  mozilla distrust-after 2019-01-31T00:00:00Z 69ddd7ea
  mozilla distrust-after 2019-04-30T00:00:00Z 23995611 37d51006 4b03f458 8d722f81 9acfab7e b478b812
  mozilla distrust-after 2020-01-01T00:00:00Z 5edb7ac4 a0234f3b ff856a2d
  mozilla removed 2020-06-26 eb04cf5e
  mozilla removed 2020-12-11 37d51006 4b03f458 69ddd7ea 8d722f81 9acfab7e a0234f3b a0459b9f a4310d50 b478b812 ff856a2d
  mozilla removed 2021-03-18 23995611 5edb7ac4
`,
  ),
  affected: 'Servers that still send a chain of the old authorities; programs whose store still holds these roots see nothing.',
  symptom: [
    'NET::ERR_CERT_SYMANTEC_LEGACY',
    'SEC_ERROR_UNKNOWN_ISSUER',
    'unable to get local issuer certificate',
    'TLS Server certificate issued after 2019-04-16 and anchored by a distrusted legacy Symantec root CA',
  ],
  cure: ['Server: have the certificate issued again below a root of DigiCert, or by another authority.'],
  noLongerNeeded: 'All such certificates of servers have expired since.',
  sources: [
    'Google security blog, 2017-09-11: Chrome’s Plan to Distrust Symantec Certificates',
    'NSS 3.53, 3.54, 3.60 and 3.63 (certdata.txt)',
    'OpenJDK: sun.security.validator.SymantecTLSPolicy',
  ],
  known: 'source',
  documented: [
    'Chrome 66 (2018-04-17) refused what was issued before 2016-06-01, Chrome 70 (2018-10-16) all of it (Google security blog, 2017-09-11).',
  ],
  matches: matching(certificates, { from, unanchored: ['fails'], distrusted: true, onPublicStore: true }),
}

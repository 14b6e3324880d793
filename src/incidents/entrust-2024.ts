import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5 2012-12-18T15:25:36Z 2037-12-18T15:55:36Z Entrust Root Certification Authority - EC1
  fails root 0376ab1d54c5f9803ce4b2e201a0ee7eef7b57b636e8a93c9b8d4860c96f5fa7 2010-01-29T14:06:06Z 2030-12-31T14:06:06Z AffirmTrust Commercial
  fails root 0a81ec5a929777f145904af38d5d509f66b5e2c58fcdb531058b0e17f3f0b41b 2010-01-29T14:08:24Z 2030-12-31T14:08:24Z AffirmTrust Networking
  fails root 43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339 2009-07-07T17:25:54Z 2030-12-07T17:55:54Z Entrust Root Certification Authority - G2
  fails root 6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177 1999-12-24T17:50:51Z 2029-07-24T14:15:12Z Entrust.net Certification Authority (2048)
  fails root 70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a 2010-01-29T14:10:36Z 2040-12-31T14:10:36Z AffirmTrust Premium
  fails root 73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c 2006-11-27T20:23:42Z 2026-11-27T20:53:42Z Entrust Root Certification Authority
  fails root bd71fdf6da97e4cf62d1647add2581b07d79adf8397eb4ecba9c5e8488821423 2010-01-29T14:20:24Z 2040-12-31T14:20:24Z AffirmTrust Premium ECC
  fails root db3517d1f6732a2d5ab97c533ec70779ee3270a62fb4ac4238372460e6f01e88 2015-05-27T11:11:16Z 2037-12-27T11:41:16Z Entrust Root Certification Authority - G4
`)

const from = instant('2024-11-12')

/** Entrust and AffirmTrust lost trust for new certificates. */
export const entrust2024: Incident = {
  id: 'entrust-2024',
  name: 'Entrust and AffirmTrust distrusted',
  title: 'the distrust of Entrust and AffirmTrust (November 2024)',
  from,
  until: null,
  story:
    'Chrome refused what was logged after 11 November 2024 below the roots of Entrust and AffirmTrust, Mozilla what was issued after the end of that month, Java likewise. Bundles and libraries without dates removed the roots whole, some of them at once, and refused older certificates that browsers still took.',
  distrusts: true,
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2024-11-21 db3517d1
  mozilla distrust-after 2024-11-30T23:59:59Z 02ed0eb2 0376ab1d 0a81ec5a 43df5774 6dc47172 70a73f7f 73c17643 bd71fdf6
  mozilla removed 2025-04-28 6dc47172
  mozilla removed 2026-04-16 02ed0eb2 0376ab1d 0a81ec5a 43df5774 70a73f7f bd71fdf6
`,
  ),
  affected: 'Servers below these roots; programs with a bundle from which they were removed too early.',
  symptom: [
    'NET::ERR_CERT_AUTHORITY_INVALID',
    'unable to get local issuer certificate',
    'TLS Server certificate issued after 2024-11-11 and anchored by a distrusted legacy Entrust root CA',
  ],
  cure: [
    'Server: have the certificate issued again; Entrust itself sells certificates below roots of others since.',
    'Client: update the bundle or the library; do not install these roots.',
  ],
  noLongerNeeded: 'The last certificates from before have expired by the end of 2025.',
  sources: [
    'NSS 3.107 and 3.123 (certdata.txt)',
    'Google security blog, 2024-06-27: Sustaining Digital Certificate Security - Entrust Certificate Distrust',
    'github.com/curl/curl issue 15547',
    'github.com/golang/go issue 70777',
    'github.com/openjdk/jdk pull requests 20731 and 21225',
  ],
  known: 'source',
  documented: [
    'Chrome counts from 2024-11-11T23:59:59Z by the earliest timestamp (Google security blog, 2024-06-27, moved from 2024-10-31); newer root stores of Chrome no longer hold these roots.',
    'Java refuses what was issued after 2024-11-11 (jdk pull request 21225).',
  ],
  matches: matching(certificates, { from, unanchored: ['fails'], distrusted: true, onPublicStore: true }),
}

import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739 2000-09-30T21:12:19Z 2021-09-30T14:01:15Z DST Root CA X3
  fails intermediate 730c1bdcd85f57ce5dc0bba733e5f1ba5a925b2a771d640a26f7a454224dad3b 2020-10-07T19:21:40Z 2021-09-29T19:21:40Z R3
  fails intermediate 5a8f16fda448d783481cca57a2428d174dad8c60943ceb28f661ae31fd39a5fa 2020-10-07T19:21:45Z 2021-09-29T19:21:45Z R4
  replaces root 96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6 2015-06-04T11:04:38Z 2035-06-04T11:04:38Z ISRG Root X1
  below cross 6d99fb265eb1c5b3744765fcbc648f3cd8e1bffafdc4c2f99b9d47cf7ff1c24f 2021-01-20T19:14:03Z 2024-09-30T18:14:03Z ISRG Root X1
`)

const from = instant('2021-09-30T14:01:15Z')

/** DST Root CA X3 expired; the cross-certificate under it lived on. */
export const dstRootX32021: Incident = {
  id: 'dst-root-x3-2021',
  name: 'DST Root CA X3 expires',
  title: 'the DST Root CA X3 incident of 30 September 2021',
  from,
  until: instant('2024-09-30T18:14:03Z'),
  story:
    'DST Root CA X3 expired at 2021-09-30T14:01:15Z. Let’s Encrypt went on sending a cross-certificate for ISRG Root X1 that DST Root CA X3 had signed and that outlived it on purpose: old releases of Android do not look at the dates of a root. Clients that prefer what was sent to what they hold followed it to the expired root and rejected the chain, although they held ISRG Root X1.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2022-01-06 06872603
`,
  ),
  affected:
    'OpenSSL 1.0.x and LibreSSL on old systems (CentOS and RHEL 7, old releases of macOS), programs that carry them, and clients without ISRG Root X1.',
  symptom: ['certificate has expired', 'unable to get local issuer certificate', 'x509: certificate signed by unknown authority'],
  cure: [
    'Client: remove DST Root CA X3 from its store, as updates of the systems do; then ISRG Root X1 is found.',
    'Client: a newer OpenSSL, which looks into the store first (1.0.2 does so on request: -trusted_first).',
    'Server: send the chain that ends at ISRG Root X1.',
  ],
  noLongerNeeded:
    'Since the cross-certificate expired at 2024-09-30T18:14:03Z no server can send it to any use. A root that was removed for this need not come back.',
  sources: [
    'OpenSSL blog, 2021-09-13: Old Let’s Encrypt Root Certificate Expiration and OpenSSL 1.0.2',
    'Ubuntu USN-5089-1',
    'Red Hat RHBA-2021:3649',
    'letsencrypt.org/docs/dst-root-ca-x3-expiration-september-2021',
  ],
  known: 'source',
  documented: [
    'Ubuntu and Red Hat took the root out (USN-5089-1, RHBA-2021:3649).',
    'Android does not look at the expiry of an anchor, and before 7.1.1 did not hold ISRG Root X1 (letsencrypt.org).',
  ],
  matches: matching(certificates, {
    from,
    before: instant('2024-09-30T18:14:03Z'),
    expired: true,
    unanchored: ['fails', 'below'],
  }),
}

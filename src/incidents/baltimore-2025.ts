import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 16af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd4b93dbf3f26aeb 2000-05-12T18:46:00Z 2025-05-12T23:59:00Z Baltimore CyberTrust Root
  fails cross 6dacbb8945137b1dad4211b0436efbe06f12ace36904973b45ae25740823d369 2016-12-07T12:17:34Z 2025-05-10T12:00:00Z DigiCert Global Root CA
  fails cross cbf8fb77660167e6baacd0df77cda397d0117ee2beea23b935317f8bb5b5e3b0 2016-12-07T12:16:32Z 2025-05-10T12:00:00Z DigiCert High Assurance EV Root CA
  replaces root cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f 2013-08-01T12:00:00Z 2038-01-15T12:00:00Z DigiCert Global Root G2
  below intermediate 38f73647f1ecaeec0fc5afe68ac30e0c26171e9f232f4530729412408fd53626 2020-09-24T00:00:00Z 2025-05-11T23:59:59Z DigiCert Baltimore TLS RSA SHA256 2020 CA1
  below intermediate f9690880819f06cdcc0b2f224b207f2af6003fb57339b8679a160fa95208d62d 2015-12-08T12:05:07Z 2025-05-10T12:00:00Z DigiCert Baltimore CA-2 G2
`)

const from = instant('2025-04-28')

/** Baltimore CyberTrust Root left the stores and expired. */
export const baltimore2025: Incident = {
  id: 'baltimore-2025',
  name: 'Baltimore CyberTrust Root ends',
  title: 'the end of Baltimore CyberTrust Root (12 May 2025)',
  from,
  until: null,
  story:
    'Azure, and services that had pinned its root, left Baltimore CyberTrust Root for DigiCert Global Root G2 between 2020 and 2022. Mozilla removed the old root in April 2025, and it expired at 2025-05-12T23:59:00Z. Programs that had only that one root pinned stopped.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2025-04-28 16af57a9
`,
  ),
  affected: 'Devices and database clients with a pinned root, and old chains below it.',
  symptom: [
    'unable to get local issuer certificate',
    'certificate has expired',
    'PKIX path building failed: unable to find valid certification path to requested target',
  ],
  cure: [
    'Client: replace the pinned root by DigiCert Global Root G2, or use the system’s store instead of a single file.',
    'Server: send the chain to DigiCert Global Root G2.',
  ],
  noLongerNeeded: 'A file with the single root is never needed again; the system’s store has what Azure uses.',
  sources: ['github.com/MicrosoftDocs/azure-docs issue 64286', 'NSS 3.111 (certdata.txt)'],
  known: 'source',
  documented: ['Azure announced the move for 2020-07 and 2021-02 (azure-docs issue 64286).'],
  matches: matching(certificates, { from, expired: true, unanchored: ['fails', 'below'], onPublicStore: true }),
}

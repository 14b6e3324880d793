import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails cross 6d99fb265eb1c5b3744765fcbc648f3cd8e1bffafdc4c2f99b9d47cf7ff1c24f 2021-01-20T19:14:03Z 2024-09-30T18:14:03Z ISRG Root X1
  fails root 0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739 2000-09-30T21:12:19Z 2021-09-30T14:01:15Z DST Root CA X3
  replaces root 96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6 2015-06-04T11:04:38Z 2035-06-04T11:04:38Z ISRG Root X1
  below intermediate 131fce7784016899a5a00203a9efc80f18ebbd75580717edc1553580930836ec 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z R12
  below intermediate 1a07529a8b3f01d231dfad2abdf71899200bb65cd7e03c59fa82272533355b74 2020-09-04T00:00:00Z 2025-09-15T16:00:00Z R4
  below intermediate 24d45aa9b8d6053d281f3842c8cc0c6c1af7ccdfd42dd5c12f6a74fa9323f7a2 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z R14
  below intermediate 591e9ce6c863d3a079e9fabe1478c7339a26b21269dde795211361024ae31a44 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z R11
  below intermediate 5dfdb3cf31b26f23d87c09f3a0cef642f64069a9fb7cfe29270bb5dc0f1e16bb 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z E5
  below intermediate 67add1166b020ae61b8f5fc96813c04c2aa589960796865572a3c7e737613dfd 2020-09-04T00:00:00Z 2025-09-15T16:00:00Z R3
  below intermediate 76e9e288aafc0e37f4390cbf946aad997d5c1c901b3ce513d3d8fadbabe2ab85 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z E6
  below intermediate 83624fd338c8d9b023c18a67cb7a9c0519da43d11775b4c6cbdad45c3d997c52 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z E8
  below intermediate 9d7c3f1aa6ad2b2ec0d5cf1e246f8d9ae6cbc9fd0755ad37bb974b1f2fb603f3 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z R10
  below intermediate aeb1fd7410e83bc96f5da3c6a7c2c1bb836d1fa5cb86e708515890e428a8770b 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z E7
  below intermediate d3b128216a843f8ef1321501f5df52a5df52939ee2c19297712cd3de4d419354 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z R13
  below intermediate fde88f2d4f8913d3dc1664d5f8de51e07fe2abfed93b45acad5a29bfebaa23fb 2024-03-13T00:00:00Z 2027-03-12T23:59:59Z E9
`)

const from = instant('2024-09-30T18:14:03Z')

/** The last cross-certificate for ISRG Root X1 expired. */
export const letsencryptCross2024: Incident = {
  id: 'letsencrypt-cross-2024',
  name: 'Let’s Encrypt’s last way below DST',
  title: 'the end of the cross-certificate of Let’s Encrypt (30 September 2024)',
  from,
  until: null,
  story:
    'The cross-certificate for ISRG Root X1 below DST Root CA X3 expired at 2024-09-30T18:14:03Z. It had carried old devices, which do not hold ISRG Root X1: from then on they find no way up.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2022-01-06 06872603
`,
  ),
  affected:
    'Android up to 7.0, and any client whose store is older than ISRG Root X1; servers that still send the expired certificate.',
  symptom: [
    'Trust anchor for certification path not found.',
    'unable to get local issuer certificate',
    'certificate has expired',
    'PKIX path building failed: unable to find valid certification path to requested target',
  ],
  cure: [
    'Client: a newer system; or a program that carries ISRG Root X1 with it.',
    'Server: stop sending the expired cross-certificate; for old devices use an authority that they know.',
  ],
  noLongerNeeded: 'When the old devices are gone.',
  sources: ['letsencrypt.org/2023/07/10/cross-sign-expiration', 'letsencrypt.org/docs/certificate-compatibility'],
  known: 'source',
  documented: ['Android before 7.1.1 does not hold ISRG Root X1 (letsencrypt.org/docs/certificate-compatibility).'],
  matches: matching(certificates, { from, expired: true, unanchored: ['fails', 'replaces', 'below'], onPublicStore: true }),
}

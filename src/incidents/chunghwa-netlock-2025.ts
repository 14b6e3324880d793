import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5 2004-12-20T02:31:27Z 2034-12-20T02:31:27Z ePKI Root Certification Authority
  fails root 6c61dac3a2def031506be036d2a6fe401994fbd13df9c8d466599274c446ec98 2008-12-11T15:08:21Z 2028-12-06T15:08:21Z NetLock Arany (Class Gold) Főtanúsítvány
  fails root f015ce3cc239bfef064be9f1d2c417e1a0264a0a94be1f0c8d121864eb6949cc 2019-02-22T09:46:04Z 2037-12-31T15:59:59Z HiPKI Root CA - G1
`)

const from = instant('2025-08-01')

/** Chrome set a date for Chunghwa Telecom and NetLock. */
export const chunghwaNetlock2025: Incident = {
  id: 'chunghwa-netlock-2025',
  name: 'Chunghwa and NetLock distrusted',
  title: 'the distrust of Chunghwa Telecom and NetLock (31 July 2025)',
  from,
  until: null,
  story:
    'Chrome refuses what was logged after 31 July 2025 below the roots of Chunghwa Telecom and of NetLock. Mozilla set its own date for one of them. Other programmes trust both.',
  distrusts: true,
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla distrust-after 2025-04-15T23:59:59Z c0a6f4dc
  chrome sct-not-after 2025-07-31T23:59:59Z c0a6f4dc 6c61dac3 f015ce3c
`,
  ),
  affected: 'Sites in Taiwan and Hungary with a certificate from after that day.',
  symptom: ['NET::ERR_CERT_AUTHORITY_INVALID', 'SEC_ERROR_UNKNOWN_ISSUER'],
  cure: ['Server: another authority.'],
  noLongerNeeded: 'Nothing was to be cured on clients.',
  sources: [
    'Chrome Root Store, version 36 (root_store.textproto)',
    'NSS 3.114 (certdata.txt)',
    'github.com/dragonwell-project/dragonwell8 issue 760',
  ],
  known: 'source',
  documented: ['Java refuses what Chunghwa issues after 2026-03-17 (dragonwell8 issue 760).'],
  matches: matching(certificates, { from, unanchored: ['fails'], distrusted: true, onPublicStore: true }),
}

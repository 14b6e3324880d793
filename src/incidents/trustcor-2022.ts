import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 0753e940378c1bd5e3836e395daea5cb839e5046f1bd0eae1951cf10fec7c965 2016-02-04T12:32:23Z 2034-12-31T17:26:39Z TrustCor RootCert CA-2
  fails root 5a885db19c01d912c5759388938cafbbdf031ab2d48e91ee15589b42971d039c 2016-02-04T12:32:33Z 2029-12-31T17:28:07Z TrustCor ECA-1
  fails root d40e9c86cd8fe468c1776959f49ea774fa548684b6c406f3909261f4dce2575c 2016-02-04T12:32:16Z 2029-12-31T17:23:16Z TrustCor RootCert CA-1
`)

const from = instant('2022-11-30')

/** TrustCor lost trust. */
export const trustcor2022: Incident = {
  id: 'trustcor-2022',
  name: 'TrustCor distrusted',
  title: 'the distrust of TrustCor (30 November 2022)',
  from,
  until: null,
  story:
    'The three roots of TrustCor lost the trust of Mozilla for what was issued from December 2022 on, after questions about its owners; they were then removed. Bundles of old distributions hold them to this day.',
  distrusts: true,
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla distrust-after 2022-11-30T00:00:00Z 0753e940 5a885db1 d40e9c86
  mozilla removed 2023-11-16 0753e940 5a885db1 d40e9c86
`,
  ),
  affected: 'Few servers; and machines with an old bundle, which still trust these roots.',
  symptom: ['unable to get local issuer certificate', 'SEC_ERROR_UNKNOWN_ISSUER', 'NET::ERR_CERT_AUTHORITY_INVALID'],
  cure: ['Server: another authority.', 'Client: let the system update its roots. Do not install the old ones.'],
  noLongerNeeded: 'Nothing was to be cured on clients.',
  sources: ['NSS 3.86 and 3.95 (certdata.txt)', 'github.com/nodejs/node issue 45762'],
  known: 'source',
  documented: ['Microsoft set a date as well (node issue 45762).'],
  matches: matching(certificates, { from, unanchored: ['fails'], distrusted: true, onPublicStore: true }),
}

import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 9a296a5182d1d451a2e37f439b74daafa267523329f90f9a0d2007c334e23c9a 2020-02-10T00:00:00Z 2040-06-10T00:00:00Z GLOBALTRUST 2020
`)

const from = instant('2024-06-30')

/** GLOBALTRUST 2020 lost trust for new certificates, and was removed too early by some. */
export const globaltrust2024: Incident = {
  id: 'globaltrust-2024',
  name: 'GLOBALTRUST 2020 distrusted',
  title: 'the distrust of GLOBALTRUST 2020 (30 June 2024)',
  from,
  until: null,
  story:
    'Mozilla trusted GLOBALTRUST 2020 no longer for what was issued after June 2024. Bundles without dates, such as certifi, could only remove the root whole, and so refused older certificates that Firefox still took.',
  distrusts: true,
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla distrust-after 2024-06-30T00:00:00Z 9a296a51
  mozilla removed 2026-04-16 9a296a51
`,
  ),
  affected: 'Servers below this root, above all in Austria.',
  symptom: ['unable to get local issuer certificate', 'unable to get issuer certificate', 'SEC_ERROR_UNKNOWN_ISSUER'],
  cure: ['Server: another authority.', 'Client: nothing. The root should not be installed again.'],
  noLongerNeeded: 'Nothing was to be cured on clients.',
  sources: [
    'GHSA-248v-346w-9cwc (CVE-2024-39689), certifi',
    'NSS 3.102 (certdata.txt)',
    'github.com/rustls/webpki-roots issues 72 and 74',
  ],
  known: 'source',
  documented: ['Fewer than 100 certificates were in use then (webpki-roots issue 72).'],
  matches: matching(certificates, { from, unanchored: ['fails'], distrusted: true, onPublicStore: true }),
}

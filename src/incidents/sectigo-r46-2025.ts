import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  replaces root 7bb647a62aeeac88bf257aa522d01ffea395e0ab45c73f93f65654ec38f25a06 2021-03-22T00:00:00Z 2046-03-21T23:59:59Z Sectigo Public Server Authentication Root R46
  replaces root c90f26f0fb1b4018b22227519b5ca2b53e2ca5b3be5cf18efe1bef47380c5383 2021-03-22T00:00:00Z 2046-03-21T23:59:59Z Sectigo Public Server Authentication Root E46
  replaces cross 92f351bf3d54164dfa8dd8f9e1139d3150349786485d2b9eecd00e2971c1e6c5 2021-03-22T00:00:00Z 2038-01-18T23:59:59Z Sectigo Public Server Authentication Root R46
  replaces cross ea6b89ed6907a209ff9188676fb164e7aced894b8996dfbe5ce5bbcc22de4ddd 2021-03-22T00:00:00Z 2038-01-18T23:59:59Z Sectigo Public Server Authentication Root E46
  below intermediate 8c54c334b66ba4e426772af4a3f9136c19a1aec729fdb28c535c07a5a4ef22e0 2021-03-22T00:00:00Z 2036-03-21T23:59:59Z Sectigo Public Server Authentication CA DV R36
  below intermediate 873f0ba80e3ac222656dfd04158cc15c2927d42d5d05f01dee4a47eb43a916df 2021-03-22T00:00:00Z 2036-03-21T23:59:59Z Sectigo Public Server Authentication CA DV E36
`)

const from = instant('2025-05-15')

/** Sectigo moved to new roots. */
export const sectigoR462025: Incident = {
  id: 'sectigo-r46-2025',
  name: 'Sectigo moves to R46 and E46',
  title: 'the move of Sectigo to its roots R46 and E46 (2025)',
  from,
  until: null,
  story:
    'From May 2025 on Sectigo issues below its roots R46 and E46 of 2021, which stores hold since 2023 only. Older stores need the cross-certificates below USERTrust, which reach to 2038, and not every server sends them.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla added 2023-07-27 7bb647a6 c90f26f0
`,
  ),
  affected: 'Old Java, old Android, embedded bundles; any store from before 2023.',
  symptom: [
    'PKIX path building failed: unable to find valid certification path to requested target',
    'unable to get local issuer certificate',
    'x509: certificate signed by unknown authority',
  ],
  cure: ['Server: send the cross-certificate below USERTrust as well.', 'Client: update the store.'],
  noLongerNeeded: 'When the stores that matter are from 2024 or later.',
  sources: ['github.com/testssl/testssl.sh issue 2933', 'github.com/payara/Payara issue 7725', 'NSS 3.92 (certdata.txt)'],
  known: 'source',
  documented: ['The move began on 2025-05-15 (Sectigo, quoted in testssl.sh issue 2933).'],
  matches: matching(certificates, { from, unanchored: ['replaces', 'below'], onPublicStore: true }),
}

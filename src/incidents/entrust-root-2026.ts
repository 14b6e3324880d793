import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c 2006-11-27T20:23:42Z 2026-11-27T20:53:42Z Entrust Root Certification Authority
  replaces root 43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339 2009-07-07T17:25:54Z 2030-12-07T17:55:54Z Entrust Root Certification Authority - G2
`)

const from = instant('2026-11-27T20:53:42Z')

/** Entrust Root Certification Authority expires. */
export const entrustRoot2026: Incident = {
  id: 'entrust-root-2026',
  name: 'Entrust’s root of 2006 expires',
  title: 'the expiry of Entrust Root Certification Authority (27 November 2026)',
  from,
  until: null,
  story:
    'Entrust Root Certification Authority expires at 2026-11-27T20:53:42Z. Programmes trust it for nothing new since 2024, and most have removed it; old bundles hold it still.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla distrust-after 2024-11-30T23:59:59Z 73c17643 43df5774
`,
  ),
  affected: 'Old chains below it, and programs that pinned it.',
  symptom: ['certificate has expired', 'unable to get local issuer certificate'],
  cure: ['Server: have the certificate issued again below another root.', 'Client: let the system update its roots.'],
  noLongerNeeded: 'When nothing leads to this root any more.',
  sources: ['NSS 3.107 (certdata.txt)', 'The certificate itself'],
  known: 'source',
  documented: [],
  matches: matching(certificates, { from, expired: true, unanchored: ['fails'], onPublicStore: true }),
}

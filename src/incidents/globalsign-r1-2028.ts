import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99 1998-09-01T12:00:00Z 2028-01-28T12:00:00Z GlobalSign Root CA
  fails cross 33ef151efb08d1c44fb85cc3f23ec6873014e9f881691bd4938b7f251580b694 2019-11-20T00:00:00Z 2028-01-28T00:00:00Z GlobalSign Root E46
  fails cross 3ee0278df71fa3c125c4cd487f01d774694e6fc57e0cd94c24efd769133918e5 2020-06-19T00:00:42Z 2028-01-28T00:00:42Z GTS Root R1
  fails cross 445eec78bc61215044a0379656aa2d5db5e42f76cb70b8d14c2077aa943d4ebb 2018-09-19T00:00:00Z 2028-01-28T12:00:00Z GlobalSign
  fails cross 4ef06b3815b05fcca7a66b35dc2229f4bbc600b46e1e083cf7f0d6d1c406559c 2006-12-15T08:00:00Z 2028-01-28T12:00:00Z GlobalSign
  fails cross 76b27b80a58027dc3cf1da68dac17010ed93997d0b603e2fadbe85012493b5a7 2023-11-15T03:43:21Z 2028-01-28T00:00:42Z GTS Root R4
  fails cross a5e33c28e3013a71f5f760ae3b16595090043d2ec5209ec52903c4fbad258dad 2019-11-20T00:00:00Z 2028-01-28T00:00:00Z GlobalSign Root R46
  fails cross c84e1378b974a991acdcdd733421e3061e6fa21a0491c8902bafde3855e0063e 2019-06-19T00:00:00Z 2028-01-28T12:00:00Z GlobalSign
  fails cross c94fedda4e8608908580bc7f87b434e03bb262e42f64c63820a8f50fb17c1cec 2009-03-18T10:00:00Z 2028-01-28T12:00:00Z GlobalSign
  fails cross f349954e8fb6d44011bcb789d97d9a2cb2032bd5f0b598d1fb8a099f5848d523 2019-06-19T00:00:00Z 2028-01-28T12:00:00Z GlobalSign
  replaces root d947432abde7b7fa90fc2e6b59101b1280e0e1c7e4e40fa3c6887fff57a7f4cf 2016-06-22T00:00:00Z 2036-06-22T00:00:00Z GTS Root R1
`)

const from = instant('2028-01-28T12:00:00Z')

/** GlobalSign Root CA (R1) expires. */
export const globalsignR12028: Incident = {
  id: 'globalsign-r1-2028',
  name: 'GlobalSign Root CA expires',
  title: 'the expiry of GlobalSign Root CA (28 January 2028)',
  from,
  until: null,
  story:
    'GlobalSign Root CA (R1) expires at 2028-01-28T12:00:00Z, and with it the cross-certificates through which Google Trust Services reach old clients. The newer roots, with the same names and keys, live on. It is the pattern of May 2020 once more.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2025-04-28 ebd41040
`,
  ),
  affected: 'Clients that follow the chain as it was sent, or whose store lacks the roots of Google Trust Services.',
  symptom: ['certificate has expired', 'unable to get local issuer certificate'],
  cure: ['Server: stop sending the cross-certificate before that day.', 'Client: let the system update its roots.'],
  noLongerNeeded: 'When no server sends the expired cross-certificates.',
  sources: ['The certificates themselves'],
  known: 'source',
  documented: [],
  matches: matching(certificates, { from, expired: true, unanchored: ['fails'], onPublicStore: true }),
}

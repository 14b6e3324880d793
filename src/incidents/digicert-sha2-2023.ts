import { facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails intermediate 154c433c491929c5ef686e838e323664a00e6a0d822ccc958fb4dab03e49a08f 2013-03-08T12:00:00Z 2023-03-08T12:00:00Z DigiCert SHA2 Secure Server CA
  replaces intermediate c1ad7778796d20bca65c889a2655021156528bb62ff5fa43e1b8e5a83e3d2eaa 2020-09-23T00:00:00Z 2030-09-22T23:59:59Z DigiCert SHA2 Secure Server CA
`)

const from = instant('2023-03-08T12:00:00Z')

/** An intermediate of DigiCert expired and stayed behind in stores. */
export const digicertSha22023: Incident = {
  id: 'digicert-sha2-2023',
  name: 'an intermediate of DigiCert expires',
  title: 'the expiry of DigiCert SHA2 Secure Server CA (8 March 2023)',
  from,
  until: null,
  story:
    'The intermediate DigiCert SHA2 Secure Server CA of 2013 expired at 2023-03-08T12:00:00Z; another certificate for the same name and key reaches to 2030. Where the expired one stays in a store of intermediates, or in the chain that a server sends, clients that take the first that fits reject the target.',
  facts: certificates,
  events: [],
  affected: 'Python on Windows, which loads the store of intermediates as well; servers that still send the old one.',
  symptom: ['certificate has expired'],
  cure: [
    'Client on Windows: delete the expired intermediate from the store of intermediate authorities.',
    'Server: send the newer intermediate instead.',
  ],
  noLongerNeeded: 'When the expired intermediate is nowhere any more.',
  sources: ['github.com/simonrob/email-oauth2-proxy issue 142'],
  known: 'source',
  documented: [
    'That the leftover of this thread is this certificate is inferred from its date, 2023-03-08 (email-oauth2-proxy issue 142).',
  ],
  matches: matching(certificates, { from, expired: true }),
}

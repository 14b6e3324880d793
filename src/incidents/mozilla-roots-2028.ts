import { facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 4ff460d54b9c86dabfbcfc5712e0400d2bed3fbc4d4fbdaa86e06adcd2a9ad7a 2010-02-01T00:00:00Z 2038-01-18T23:59:59Z USERTrust ECC Certification Authority
  fails root 52f0e1c4e58ec629291b60317f074671b85d7ea80d5b07273463534b32b40234 2010-01-19T00:00:00Z 2038-01-18T23:59:59Z COMODO RSA Certification Authority
  fails root 55926084ec963a64b96e2abe01ce0ba86a64fbfebcc7aab5afc155b37fd76066 2011-09-22T11:22:02Z 2030-09-22T11:22:02Z Actalis Authentication Root CA
  fails root 9a114025197c5bb95d94e63d55cd43790847b646b23cdf11ada4a00eff15fb48 2010-10-26T08:38:03Z 2040-10-26T08:38:03Z Buypass Class 2 Root CA
  fails root 9a6ec012e1a7da9dbe34194d478ad7c0db1822fb071df12981496ed104384113 2011-05-05T09:37:37Z 2030-12-31T09:37:37Z ACCVRAIZ1
  fails root b676f2eddae8775cd36cb0f63cd1d4603961f49e6265ba013a2f0307b6d0b804 2011-10-06T08:39:56Z 2046-10-06T08:39:56Z Certum Trusted Network CA 2
  fails root e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2 2010-02-01T00:00:00Z 2038-01-18T23:59:59Z USERTrust RSA Certification Authority
  fails root edf7ebbca27a2a384d387b7d4010c666e2edb4843e4c29b4ae1d5b9332e6b24d 2010-10-26T08:28:58Z 2040-10-26T08:28:58Z Buypass Class 3 Root CA
`)

const from = instant('2028-04-15')

/** Mozilla will remove roots with keys made in 2010 and 2011. */
export const mozillaRoots2028: Incident = {
  id: 'mozilla-roots-2028',
  name: 'roots from 2010 and 2011 removed',
  title: 'the removal of roots from 2010 and 2011 (15 April 2028)',
  from,
  until: null,
  story:
    'The next steps of Mozilla’s root store policy (§7.4) take the trust for servers from roots whose keys were made in 2010 and 2011, on 15 April 2028. The list here is by the first day of each certificate; the programme goes by the day on which the key was made, so that single roots may differ.',
  facts: certificates,
  events: [],
  affected:
    'Servers whose chain leads to one of these roots alone, and clients with a bundle made from Mozilla’s list after that day.',
  symptom: [
    'unable to get local issuer certificate',
    'x509: certificate signed by unknown authority',
    'SEC_ERROR_UNKNOWN_ISSUER',
  ],
  cure: ['Server: before that day, send a chain that leads to a newer root.'],
  noLongerNeeded: 'When the server’s chain leads to a newer root.',
  sources: ['wiki.mozilla.org/CA/Root_CA_Lifecycles'],
  known: 'source',
  documented: [
    'The date 2028-04-15 is that of the schedule; that these roots are meant is inferred from their first day (wiki.mozilla.org/CA/Root_CA_Lifecycles).',
  ],
  matches: matching(certificates, { from, unanchored: ['fails'], onPublicStore: true }),
}

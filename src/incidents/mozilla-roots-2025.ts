import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 1465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb658 2004-06-29T17:39:16Z 2034-06-29T17:39:16Z Starfield Class 2 Certification Authority
  fails root 16af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd4b93dbf3f26aeb 2000-05-12T18:46:00Z 2025-05-12T23:59:00Z Baltimore CyberTrust Root
  fails root 6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177 1999-12-24T17:50:51Z 2029-07-24T14:15:12Z Entrust.net Certification Authority (2048)
  fails root c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4 2004-06-29T17:06:20Z 2034-06-29T17:06:20Z Go Daddy Class 2 Certification Authority
  fails root cecddc905099d8dadfc5b1d209b737cbe2c18cfb2c10c0ff0bcf0d3286fc1aa2 2004-11-01T17:14:04Z 2035-01-01T05:37:19Z XRamp Global Certification Authority
  fails root d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4 2004-01-01T00:00:00Z 2028-12-31T23:59:59Z AAA Certificate Services
  fails root ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99 1998-09-01T12:00:00Z 2028-01-28T12:00:00Z GlobalSign Root CA
  replaces root e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2 2010-02-01T00:00:00Z 2038-01-18T23:59:59Z USERTrust RSA Certification Authority
  replaces root cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f 2013-08-01T12:00:00Z 2038-01-15T12:00:00Z DigiCert Global Root G2
`)

const from = instant('2025-04-16')

/** Mozilla removed roots with keys made before 2006. */
export const mozillaRoots2025: Incident = {
  id: 'mozilla-roots-2025',
  name: 'roots from before 2006 removed',
  title: 'the removal of roots from before 2006 (April 2025)',
  from,
  until: null,
  story:
    'Mozilla’s root store policy (§7.4) takes the trust for servers from roots whose keys are too old. The first step, on 15 April 2025, was for keys made before 2006. Bundles made from Mozilla’s list lost these roots with their next update; other stores hold them still.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2025-04-28 1465fa20 16af57a9 6dc47172 c3846bf2 cecddc90 d7a7a0fb ebd41040
`,
  ),
  affected:
    'Servers whose chain leads to one of these roots alone, and clients with a current bundle (certifi, Debian, curl, webpki-roots, Node).',
  symptom: [
    'unable to get local issuer certificate',
    'x509: certificate signed by unknown authority',
    'SEC_ERROR_UNKNOWN_ISSUER',
  ],
  cure: [
    'Server: send a chain that leads to a newer root; authorities offer one, often with another cross-certificate.',
    'Client: a store that is kept up holds the newer roots; do not go back to an old bundle.',
  ],
  noLongerNeeded: 'When the server’s chain leads to a newer root.',
  sources: ['wiki.mozilla.org/CA/Root_CA_Lifecycles', 'NSS 3.111 (certdata.txt)', 'github.com/certifi/python-certifi issue 356'],
  known: 'source',
  documented: ['The date 2025-04-15 is that of the schedule (wiki.mozilla.org/CA/Root_CA_Lifecycles).'],
  matches: matching(certificates, { from, unanchored: ['fails'], onPublicStore: true }),
}

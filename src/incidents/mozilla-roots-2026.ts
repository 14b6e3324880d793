import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 0c2cd63df7806fa399ede809116b575bf87989f06518f9808c860503178baf66 2006-12-01T00:00:00Z 2029-12-31T23:59:59Z COMODO Certification Authority
  fails root 18f1fc7f205df8adddeb7fe007dd57e3af375a9c4d8d73546bf4f1fed1e18d35 2006-11-24T19:11:23Z 2031-11-24T19:06:44Z QuoVadis Root CA 3
  fails root 3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c 2006-11-10T00:00:00Z 2031-11-10T00:00:00Z DigiCert Assured ID Root CA
  fails root 4200f5043ac8590ebb527d209ed1503029fbcbd41ca1b506ec27f15ade7dac69 2006-11-07T19:42:28Z 2029-12-31T19:52:06Z Secure Global CA
  fails root 4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161 2006-11-10T00:00:00Z 2031-11-10T00:00:00Z DigiCert Global Root CA
  fails root 62dd0be9b9f50a163ea0f8e75c053b1eca57ea55c8688f647c6881f2c8357b95 2006-10-25T08:30:35Z 2036-10-25T08:30:35Z SwissSign Gold CA - G2
  fails root 7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf 2006-11-10T00:00:00Z 2031-11-10T00:00:00Z DigiCert High Assurance EV Root CA
  fails root 85a0dd7dd720adb7ff05f83d542b209dc7ff4528f7d677b18389fea5e5c49e86 2006-11-24T18:27:00Z 2031-11-24T18:23:33Z QuoVadis Root CA 2
  fails root dd6936fe21f8f077c123a1a521c12224f72255b73e03a7260693e8a24b0fa389 2007-10-18T12:00:50Z 2032-10-18T12:00:50Z TeliaSonera Root CA v1
  fails root e3b6a2db2ed7ce48842f7ac53241c7b71d54144bfb40c11f3f1d0b42f5eea12d 2007-06-29T15:13:05Z 2027-06-29T15:13:05Z Certigna
  fails root eaa962c4fa4a6bafebe415196d351ccd888d4f53f3fa8ae6d7c466a94e6042bb 2006-07-04T17:20:04Z 2031-07-04T17:20:04Z certSIGN ROOT CA
  fails root f1c1b50ae5a20dd8030ec9f6bc24823dd367b5255759b4e71b61fce9f7375d73 2006-11-07T19:31:18Z 2029-12-31T19:40:55Z SecureTrust CA
  replaces root cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f 2013-08-01T12:00:00Z 2038-01-15T12:00:00Z DigiCert Global Root G2
  below intermediate 15eb0a75c673abfbdcd2fafc02823c91fe6cbc36e00788442c8754d72bec3717 2017-11-27T12:46:10Z 2027-11-27T12:46:10Z Encryption Everywhere DV TLS CA - G1
  below intermediate 25768713d3b459f9382d2a594f85f34709fd2a8930731542a4146ffb246bec69 2020-09-24T00:00:00Z 2030-09-23T23:59:59Z DigiCert TLS RSA SHA256 2020 CA1
  below intermediate 52274c57ce4dee3b49db7a7ff708c040f771898b3be88725a86fb4430182fe14 2021-04-14T00:00:00Z 2031-04-13T23:59:59Z DigiCert TLS RSA SHA256 2020 CA1
  below intermediate 8cc34e11c167045824ade61c4907a6440edb2c4398e99c112a859d661f8e2bc7 2017-11-06T12:23:45Z 2027-11-06T12:23:45Z GeoTrust RSA CA 2018
  below intermediate 9a5eecee9c7d898bd81dc3bf066daf6aefb8db1c59676206d2bfdd682312c6f6 2017-11-06T12:23:52Z 2027-11-06T12:23:52Z Thawte RSA CA 2018
  below intermediate c1ad7778796d20bca65c889a2655021156528bb62ff5fa43e1b8e5a83e3d2eaa 2020-09-23T00:00:00Z 2030-09-22T23:59:59Z DigiCert SHA2 Secure Server CA
  below intermediate c790b47128447ec0b60f22bfcb795d71c326dd910ee12cbb4cc5a86191eb91bc 2017-11-06T12:23:33Z 2027-11-06T12:23:33Z RapidSSL RSA CA 2018
  below intermediate d79a2d5e03295c0e9feae36d021ebd5209700ab1a9e817a43f30fa3c66f78d21 2020-09-23T00:00:00Z 2030-09-22T23:59:59Z DigiCert TLS Hybrid ECC SHA384 2020 CA1
  below intermediate f7a9a1b2fd964a3f2670bd668d561fb7c55d3aa9ab8391e7e169702db8a3dbcf 2021-04-14T00:00:00Z 2031-04-13T23:59:59Z DigiCert TLS Hybrid ECC SHA384 2020 CA1
  below intermediate 19400be5b7a31fb733917700789d2f0a2471c0c9d506c0e504c06c16d7cb17c0 2013-10-22T12:00:00Z 2028-10-22T12:00:00Z DigiCert SHA2 High Assurance Server CA
  below intermediate 403e062a2653059113285baf80a0d4ae422c848c9f78fad01fc94bc5b87fef1a 2013-10-22T12:00:00Z 2028-10-22T12:00:00Z DigiCert SHA2 Extended Validation Server CA
`)

const from = instant('2026-04-15')

/** Mozilla removed roots with keys made in 2006 and 2007. */
export const mozillaRoots2026: Incident = {
  id: 'mozilla-roots-2026',
  name: 'roots from 2006 and 2007 removed',
  title: 'the removal of roots from 2006 and 2007 (April 2026)',
  from,
  until: null,
  story:
    'The second step of Mozilla’s root store policy (§7.4) took the trust for servers from roots whose keys were made in 2006 and 2007, among them DigiCert Global Root CA, DigiCert High Assurance EV Root CA and DigiCert Assured ID Root CA. Bundles made from Mozilla’s list lost them in April 2026.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2026-04-16 0c2cd63d 18f1fc7f 3e9099b5 4200f504 4348a0e9 62dd0be9 7431e5f4 85a0dd7d dd6936fe e3b6a2db eaa962c4 f1c1b50a
`,
  ),
  affected:
    'Servers that still send a chain to one of these roots, and clients with a current bundle; the other way round, clients that pinned the old root or whose store lacks the newer one.',
  symptom: [
    'unable to get local issuer certificate',
    'x509: certificate signed by unknown authority',
    'SEC_ERROR_UNKNOWN_ISSUER',
  ],
  cure: [
    'Server: have the certificate issued again below DigiCert Global Root G2, or another newer root.',
    'Client with a pinned root: use the system’s store.',
  ],
  noLongerNeeded: 'When the server’s chain leads to a newer root.',
  sources: [
    'wiki.mozilla.org/CA/Root_CA_Lifecycles',
    'NSS 3.123 (certdata.txt)',
    'github.com/cloudflare/cloudflare-docs issue 29610',
  ],
  known: 'source',
  documented: ['The date 2026-04-15 is that of the schedule (wiki.mozilla.org/CA/Root_CA_Lifecycles).'],
  matches: matching(certificates, { from, unanchored: ['fails', 'below'], onPublicStore: true }),
}

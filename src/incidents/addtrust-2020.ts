import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 687fa451382278fff0c8b11f8d43d576671c6eb2bceab413fb83d965d06d2ff2 2000-05-30T10:48:38Z 2020-05-30T10:48:38Z AddTrust External CA Root
  fails cross 1a5174980a294a528a110726d5855650266c48d9883bea692b67b6d726da98c5 2000-05-30T10:48:38Z 2020-05-30T10:48:38Z USERTrust RSA Certification Authority
  fails cross 213fad03b1c52347e9a80f299af0899bcaff3f62b34eb06066f4d7eea5ee1a73 2005-06-07T08:09:10Z 2020-05-30T10:48:38Z UTN - DATACorp SGC
  fails cross 3717f5eadf9a9753ab6caad8c6805423fbec758cc25ca91a2b233d545a17bfe6 2000-05-30T10:48:38Z 2020-05-30T10:48:38Z COMODO Certification Authority
  fails cross 4f32d5dc00f715250abcc486511e37f501a899deb3bf7ea8adbbd3aef1c412da 2000-05-30T10:48:38Z 2020-05-30T10:48:38Z COMODO RSA Certification Authority
  fails cross 5dcf76ec8c7a84d94c7c9bffde0c9d45389ac618d11d343bd6a5eba5bfc6f438 2010-12-31T00:00:00Z 2020-05-30T10:48:38Z Network Solutions Certificate Authority
  fails cross 9573862ac0b4b125168810ea3fd101ae2eb0bb15f61fc0e6da7a2a38b85a89e8 2000-05-30T10:48:38Z 2020-05-30T10:48:38Z COMODO ECC Certification Authority
  fails cross cd1ee37f0f4ac1aa3f6759f3cad998d1c581f7c1e039ba891c8244ef9e3ad9ce 2005-06-07T08:09:10Z 2020-05-30T10:48:38Z UTN-USERFirst-Hardware
  fails cross e780575eb081f2f35bcde6b0373f5cfef66490c5e383db98f8d2a21cf0df1a0b 2010-02-11T00:00:00Z 2020-05-30T10:48:38Z COMODO Certification Authority
  fails cross f273c69a801c16c643994941bddc4357bcc8162cc52c5920052f20fa4e72612b 2005-06-07T08:09:10Z 2020-05-30T10:48:38Z UTN-USERFirst-Hardware
  replaces root e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2 2010-02-01T00:00:00Z 2038-01-18T23:59:59Z USERTrust RSA Certification Authority
  replaces root 52f0e1c4e58ec629291b60317f074671b85d7ea80d5b07273463534b32b40234 2010-01-19T00:00:00Z 2038-01-18T23:59:59Z COMODO RSA Certification Authority
  replaces root 1793927a0614549789adce2f8f34f7f0b66d0f3ae3a3b84d21ec15dbba4fadc7 2008-03-06T00:00:00Z 2038-01-18T23:59:59Z COMODO ECC Certification Authority
`)

const from = instant('2020-05-30T10:48:38Z')

/** AddTrust External CA Root expired, and with it the cross-certificates that it had issued. */
export const addtrust2020: Incident = {
  id: 'addtrust-2020',
  name: 'AddTrust External CA Root expires',
  title: 'the AddTrust incident of 30 May 2020',
  from,
  until: instant('2022-06-15'),
  story:
    'AddTrust External CA Root expired at 2020-05-30T10:48:38Z, in the same second as the cross-certificates that it had issued for newer roots of Sectigo. The newer roots, with the same names and keys, live on to 2038. Servers went on sending the expired cross-certificates. Clients that look for another path noticed nothing; clients that follow the chain as it was sent rejected sound certificates, and so did clients whose store lacked the newer root.',
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2020-06-26 687fa451
`,
  ),
  affected:
    'Clients with OpenSSL before 1.1.0, LibreSSL up to 3.1.2 or GnuTLS before 3.6.14, and every client whose store lacked the newer root: above all Python on Windows, which reads only the roots that Windows has fetched so far.',
  symptom: [
    'certificate has expired',
    'unable to get local issuer certificate',
    'The certificate is NOT trusted. The certificate issuer is unknown.',
  ],
  cure: [
    'Server: stop sending the expired cross-certificate; the intermediate alone is enough.',
    'Client: let the system update its roots, so that the newer root is there and the old one is gone. Where one root must be added by hand, take the one that the chain needs (USERTrust RSA, COMODO RSA and COMODO ECC are three), from the authority or the system, and compare its SHA-256.',
    'Client: a newer OpenSSL, GnuTLS or LibreSSL finds the other path.',
  ],
  noLongerNeeded: 'When the server sends no expired certificate, and the system holds the newer root by its own updates.',
  sources: ['GnuTLS 3.6.14, NEWS, and gitlab.com/gnutls/gnutls issue 1008', 'Ubuntu USN-4377-1', 'The certificates themselves'],
  known: 'source',
  documented: [
    'GnuTLS 3.6.14, which looks for another path, came on 2020-06-03 (NEWS of GnuTLS).',
    'Ubuntu removed the old root with ca-certificates 20190110ubuntu1.1 (USN-4377-1).',
    'The fix is no longer necessary (a write-up of 2022-06-15); reports went on to January 2021 at least (White-Rabbit issue 48).',
  ],
  matches: matching(certificates, { from, expired: true, unanchored: ['fails'] }),
}

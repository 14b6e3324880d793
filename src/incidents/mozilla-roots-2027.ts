import { facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 1793927a0614549789adce2f8f34f7f0b66d0f3ae3a3b84d21ec15dbba4fadc7 2008-03-06T00:00:00Z 2038-01-18T23:59:59Z COMODO ECC Certification Authority
  fails root 2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5 2009-09-01T00:00:00Z 2037-12-31T23:59:59Z Starfield Root Certificate Authority - G2
  fails root 3c5f81fea5fab82c64bfa2eaecafcde8e077fc8620a7cae537163df36edbf378 2009-06-16T11:30:18Z 2029-12-30T11:30:18Z Microsec e-Szigno Root CA 2009
  fails root 45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda 2009-09-01T00:00:00Z 2037-12-31T23:59:59Z Go Daddy Root Certificate Authority - G2
  fails root 49e7a442acf0ea6287050054b52564b650e4f49e42e348d6aa38e039e957b1c1 2009-11-05T08:35:58Z 2029-11-05T08:35:58Z D-TRUST Root Class 3 CA 2 2009
  fails root 513b2cecb810d4cde5dd85391adfc6c2dd60d87bb736d2b521484aa47a0ebef6 2009-05-29T05:00:39Z 2029-05-29T05:00:39Z Security Communication RootCA2
  fails root 568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5 2009-09-01T00:00:00Z 2037-12-31T23:59:59Z Starfield Services Root Certificate Authority - G2
  fails root 5c58468d55f58e497e743982d2b50010b6d165374acf83a7d4a32db768c4408e 2008-10-22T12:07:37Z 2029-12-31T12:07:37Z Certum Trusted Network CA
  fails root 6c61dac3a2def031506be036d2a6fe401994fbd13df9c8d466599274c446ec98 2008-12-11T15:08:21Z 2028-12-06T15:08:21Z NetLock Arany (Class Gold) Főtanúsítvány
  fails root 91e2f5788d5810eba7ba58737de1548a8ecacd014598bc0b143e041b17052552 2008-10-01T10:40:14Z 2033-10-01T23:59:59Z T-TeleSec GlobalRoot Class 2
  fails root bfd88fe1101c41ae3e801bf8be56350ee9bad1a6b9bd515edc5c6d5b8711ac44 2008-08-28T07:24:33Z 2030-12-31T15:59:59Z TWCA Root Certification Authority
  fails root cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b 2009-03-18T10:00:00Z 2029-03-18T10:00:00Z GlobalSign
  fails root ebc5570c29018c4d67b1aa127baf12f703b4611ebc17b7dab5573894179b93fa 2008-10-29T15:59:56Z 2030-01-01T00:00:00Z AC RAIZ FNMT-RCM
  fails root eec5496b988ce98625b934092eec2908bed0b0f316c2d4730c84eaf1f3d34881 2009-11-05T08:50:46Z 2029-11-05T08:50:46Z D-TRUST Root Class 3 CA 2 EV 2009
  fails root fd73dad31c644ff1b43bef0ccdda96710b9cd9875eca7e31707af3e96d522bbd 2008-10-01T10:29:56Z 2033-10-01T23:59:59Z T-TeleSec GlobalRoot Class 3
`)

const from = instant('2027-04-15')

/** Mozilla will remove roots with keys made in 2008 and 2009. */
export const mozillaRoots2027: Incident = {
  id: 'mozilla-roots-2027',
  name: 'roots from 2008 and 2009 removed',
  title: 'the removal of roots from 2008 and 2009 (15 April 2027)',
  from,
  until: null,
  story:
    'The next steps of Mozilla’s root store policy (§7.4) take the trust for servers from roots whose keys were made in 2008 and 2009, on 15 April 2027. The list here is by the first day of each certificate; the programme goes by the day on which the key was made, so that single roots may differ.',
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
    'The date 2027-04-15 is that of the schedule; that these roots are meant is inferred from their first day (wiki.mozilla.org/CA/Root_CA_Lifecycles).',
  ],
  matches: matching(certificates, { from, unanchored: ['fails'], onPublicStore: true }),
}

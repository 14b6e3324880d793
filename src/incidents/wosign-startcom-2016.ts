import { events, facts, instant } from './fact.ts'
import type { Incident } from './incident.ts'
import { matching } from './match.ts'

const certificates = facts(`
  fails root 4b22d5a6aec99f3cdb79aa5ec06838479cd5ecba7164f7f22dc1d65f63d85708 2009-08-08T01:00:01Z 2039-08-08T01:00:01Z Certification Authority of WoSign
  fails root 8b45da1c06f791eb0cabf26be588f5fb23165c2e614bf885562d0dce50b29b02 2014-11-08T00:58:58Z 2044-11-08T00:58:58Z CA WoSign ECC Root
  fails root d487a56f83b07482e85e963394c1ecc2c9e51d0903ee946b02c301581ed99e16 2014-11-08T00:58:58Z 2044-11-08T00:58:58Z Certification Authority of WoSign G2
  fails root d6f034bd94aa233f0297eca4245b283973e447aa590f310c77f48fdf83112254 2009-08-08T01:00:01Z 2039-08-08T01:00:01Z CA 沃通根证书
  fails root c766a9bef2d4071c863a31aa4920e813b2d198608cb7b7cfe21143b836df09ea 2006-09-17T19:46:36Z 2036-09-17T19:46:36Z StartCom Certification Authority
  fails root c7ba6567de93a798ae1faa791e712d378fae1f93c4397fea441bb7cbe6fd5995 2010-01-01T01:00:01Z 2039-12-31T23:59:01Z StartCom Certification Authority G2
  fails root e17890ee09a3fbf4f48b9c414a17d637b7a50647e9bc752322727fcc1742a911 2006-09-17T19:46:37Z 2036-09-17T19:46:36Z StartCom Certification Authority
`)

const from = instant('2016-10-22')

/** WoSign and StartCom lost the trust of browsers. */
export const wosignStartcom2016: Incident = {
  id: 'wosign-startcom-2016',
  name: 'WoSign and StartCom distrusted',
  title: 'the distrust of WoSign and StartCom (2016 and 2017)',
  from,
  until: null,
  story:
    'Two authorities under one owner had dated certificates back to escape the end of SHA-1, and more. Browsers refused what they issued after 21 October 2016, and then removed their roots.',
  distrusts: true,
  facts: certificates,
  events: events(
    certificates,
    `
  mozilla removed 2017-11-14 4b22d5a6 8b45da1c d487a56f d6f034bd c766a9be c7ba6567 e17890ee
`,
  ),
  affected: 'Servers with a certificate of WoSign or StartCom; today only machines whose stores still differ.',
  symptom: ['NET::ERR_CERT_AUTHORITY_INVALID', 'SEC_ERROR_UNKNOWN_ISSUER', 'unable to get local issuer certificate'],
  cure: ['Server: get a certificate from another authority. No root should be installed for this.'],
  noLongerNeeded: 'Never on the client’s side: nothing was to be cured there.',
  sources: ['Mozilla wiki: CA/WoSign_Issues', 'NSS 3.34 (certdata.txt)'],
  known: 'source',
  documented: [
    'Mozilla and Chrome refused certificates issued after 2016-10-21 (Mozilla wiki, CA/WoSign_Issues; Chromium net-dev, 2017-07-06).',
  ],
  matches: matching(certificates, { from, unanchored: ['fails'], distrusted: true, onPublicStore: true }),
}

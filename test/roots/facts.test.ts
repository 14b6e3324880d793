import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/model/time.ts'
import { trustHistory } from '../../src/roots/trust-history.ts'
import {
  addTrust,
  at,
  dstX3,
  entrustG2,
  ePki,
  fingerprint,
  has,
  isrgX1,
  rules,
  table,
  trustCor1,
  userTrustRsa,
} from './support.ts'

const instant = (iso: string) => seconds(Date.parse(iso) / 1000)

/** Facts of the public record, each from the source that is named; none was taken from the table. */
describe('what is known from elsewhere', () => {
  it('AddTrust left Mozilla on 2020-06-12 (bug 1645199), NSS with 3.54', () => {
    expect(has('mozilla-2020-06-11', addTrust)).toBe(true)
    expect(has('mozilla-2020-06-12', addTrust)).toBe(false)
    expect(has('nss-3.53', addTrust)).toBe(true)
    expect(has('nss-3.54', addTrust)).toBe(false)
    // A maintenance release of 2020-06-16, from the branch before the commit.
    expect(at('nss-3.53.1').fit).toBe('exact')
    expect(has('nss-3.53.1', addTrust)).toBe(true)
  })

  it('AddTrust left certifi with 2020.06.20', () => {
    expect(has('certifi-2020.04.05', addTrust)).toBe(true)
    expect(has('certifi-2020.06.20', addTrust)).toBe(false)
  })

  // debian/changelog of ca-certificates 20200601 blacklists it.
  it('AddTrust is not in Debian 11, which came after 20200601', () => expect(has('debian-11', addTrust)).toBe(false))

  it('AddTrust left Apple on 2020-09-27 and AOSP with 12', () => {
    expect(has('apple-2020-09-26', addTrust)).toBe(true)
    expect(has('apple-2020-09-27', addTrust)).toBe(false)
    expect(has('android-11', addTrust)).toBe(true)
    expect(has('android-12', addTrust)).toBe(false)
  })

  it("AddTrust left Microsoft's list in the middle of 2021", () => {
    expect(has('windows-2021-06-27', addTrust)).toBe(true)
    expect(has('windows-2021-08-31', addTrust)).toBe(false)
  })

  it('OpenJDK never dropped AddTrust', () => {
    for (const id of ['openjdk-11', 'openjdk-17.0.2', 'openjdk-17.0.19', 'openjdk-21', 'openjdk-25'])
      expect(has(id, addTrust), id).toBe(true)
    expect(trustHistory(table, addTrust).find((i) => i.platform === 'openjdk')?.until).toBeNull()
  })

  it('on 2020-05-30 every store with data held both AddTrust and USERTrust RSA', () => {
    const ids = ['mozilla', 'nss', 'certifi', 'windows', 'apple', 'macos', 'ios', 'android', 'oracle', 'openjdk']
    for (const id of ids) {
      expect(has(`${id}-2020-05-30`, addTrust), id).toBe(true)
      expect(has(`${id}-2020-05-30`, userTrustRsa), id).toBe(true)
      expect(at(`${id}-2020-05-30`).fit, id).not.toBe('before-first')
    }
  })

  // Let's Encrypt, certificate compatibility: Android 7.1.1, Firefox 50 (NSS 3.26), iOS 10, Debian 8's 20161130.
  it('ISRG Root X1 came to Android with 7.1.1, to NSS with 3.26 and to Apple with iOS 10', () => {
    expect(has('android-7.0', isrgX1)).toBe(false)
    expect(has('android-7.1.1', isrgX1)).toBe(true)
    expect(has('nss-3.25', isrgX1)).toBe(false)
    expect(has('nss-3.26', isrgX1)).toBe(true)
    expect(has('apple-2016-08-04', isrgX1)).toBe(false)
    expect(has('apple-2016-09-22', isrgX1)).toBe(true)
  })

  // The same page: Android from 2.3.6 on, NSS from 3.11.9 on.
  it('DST Root CA X3 was in Android before ISRG Root X1 was, and in NSS 3.12', () => {
    expect(has('android-5', dstX3)).toBe(true)
    expect(has('android-7', dstX3)).toBe(true)
    expect(has('nss-3.12', dstX3)).toBe(true)
  })

  it('DST Root CA X3 ends at 2021-09-30T14:01:15Z, AddTrust at 2020-05-30T10:48:38Z, USERTrust RSA at 2038-01-18T23:59:59Z', () => {
    const notAfter = (sha256: typeof dstX3) => table.anchor(sha256)?.certificate().notAfter
    expect(notAfter(dstX3)).toBe(instant('2021-09-30T14:01:15Z'))
    expect(notAfter(addTrust)).toBe(instant('2020-05-30T10:48:38Z'))
    expect(notAfter(userTrustRsa)).toBe(instant('2038-01-18T23:59:59Z'))
  })

  // Mozilla bug 682927 (2011-08-30); Apple Security Update 2011-005 (2011-09-09).
  it('DigiNotar was removed by Mozilla on 2011-08-30 and by Apple on 2011-09-09', () => {
    const digiNotar = fingerprint('0d136e439f0ab6e97f3a02a540da9f0641aa554e1d66ea51ae2920d51b2f7217')
    expect(has('mozilla-2011-08-29', digiNotar)).toBe(true)
    expect(has('mozilla-2011-08-30', digiNotar)).toBe(false)
    expect(has('apple-2011-09-08', digiNotar)).toBe(true)
    expect(has('apple-2011-09-09', digiNotar)).toBe(false)
    expect(at('apple-2012-01-01').blocked).toContain(digiNotar)
  })

  // AOSP platform/system/ca-certificates: "Remove WoSign and StartCom certificates", 2017-08-11, before 8.1.
  it('WoSign and StartCom left Android with 8.1', () => {
    for (const sha256 of [
      '4b22d5a6aec99f3cdb79aa5ec06838479cd5ecba7164f7f22dc1d65f63d85708',
      'c766a9bef2d4071c863a31aa4920e813b2d198608cb7b7cfe21143b836df09ea',
    ]) {
      expect(has('android-8.0', sha256)).toBe(true)
      expect(has('android-8.1', sha256)).toBe(false)
    }
  })

  // AOSP, 2016-03-21, with the announcement of 2015-04-01 as the reason.
  it('CNNIC ROOT was in Android 6 and not in 7', () => {
    const cnnic = 'e28393773da845a679f2080cc7fb44a3b7a1c3792cb7eb7729fdcb6a8d99aea7'
    expect(has('android-6', cnnic)).toBe(true)
    expect(has('android-7', cnnic)).toBe(false)
  })

  // CVE-2022-23491, CVE-2023-37920, CVE-2024-39689: advisories of certifi.
  it('certifi dropped TrustCor with 2022.12.07, e-Tugra with 2023.07.22 and GLOBALTRUST with 2024.07.04', () => {
    const eTugra = 'ef66b0b10a3cdb9f2e3648c76bd2af18ead2bfe6f117655e28c4060da1a3f4c2'
    const globalTrust = '9a296a5182d1d451a2e37f439b74daafa267523329f90f9a0d2007c334e23c9a'
    for (const [before, after, sha256] of [
      ['2022.09.24', '2022.12.07', trustCor1],
      ['2023.05.07', '2023.07.22', eTugra],
      ['2024.06.02', '2024.07.04', globalTrust],
    ] as const) {
      expect(has(`certifi-${before}`, sha256), before).toBe(true)
      expect(has(`certifi-${after}`, sha256), after).toBe(false)
    }
  })

  // Mozilla, dev-security-policy 2022-11-30: distrust after that day; both stay in the store meanwhile.
  it('Mozilla distrusts TrustCor after 2022-11-30 and Entrust after 2024-11-30', () => {
    expect(rules('nss-3.86', trustCor1)).toMatchObject([
      { kind: 'distrust-after', after: instant('2022-11-30T00:00:00Z'), policy: 'nss' },
    ])
    expect(rules('nss-3.107', entrustG2)).toMatchObject([
      { kind: 'distrust-after', after: instant('2024-11-30T23:59:59Z'), policy: 'nss' },
    ])
    expect(rules('nss-3.106', entrustG2)).toEqual([])
  })

  // Google Security Blog 2024-06-27, updated 2024-09-10; 2025-05-30.
  it('Chrome takes Entrust by timestamps up to 2024-11-11 from 131 on, Chunghwa up to 2025-07-31 from 139 on', () => {
    expect(rules('chrome-2024-12-01', entrustG2)).toMatchObject([
      { kind: 'sct-not-after', after: instant('2024-11-11T23:59:59Z'), since: 131 },
    ])
    expect(rules('chrome', ePki)).toMatchObject([{ kind: 'sct-not-after', after: instant('2025-07-31T23:59:59Z'), since: 139 }])
  })

  // JDK-8215012, JDK-8339495 and JDK-8374829, release notes.
  it('Java distrusts Symantec from 12 and 11.0.3 on, Entrust from 17.0.13 on, Chunghwa in 25.0.3', () => {
    const geoTrust = 'ff856a2d251dcd88d36656f450126798cfabaade40799c722de4d2b5db36a73a'
    expect(rules('openjdk-11.0.2', geoTrust)).toEqual([])
    expect(rules('openjdk-12', geoTrust)).toMatchObject([{ policy: 'SYMANTEC_TLS', after: instant('2019-04-16T23:59:59Z') }])
    expect(rules('openjdk-17.0.12', entrustG2)).toEqual([])
    expect(rules('openjdk-17.0.13', entrustG2)).toMatchObject([{ policy: 'ENTRUST_TLS', after: instant('2024-11-11T23:59:59Z') }])
    expect(rules('openjdk-25.0.3', ePki)).toMatchObject([{ policy: 'CHUNGHWA_TLS', after: instant('2026-03-17T23:59:59Z') }])
  })

  // authroot.stl of 2022-11-15 itself (sequence 1401d8f9409a49c9fa).
  it('Microsoft holds TrustCor to what was issued before 2022-11 and takes it for no server', () => {
    expect(rules('windows-2022-11-06', trustCor1)).toMatchObject([
      { kind: 'distrust-after', after: instant('2022-11-01T00:00:00Z'), policy: 'microsoft' },
      { kind: 'purposes', lacks: '1.3.6.1.5.5.7.3.1' },
    ])
  })

  // Mozilla bug 1670769 (ten roots of GeoTrust, thawte and VeriSign), NSS 3.60.
  it('the roots of Symantec left NSS with 3.60', () => {
    const geoTrust = 'ff856a2d251dcd88d36656f450126798cfabaade40799c722de4d2b5db36a73a'
    expect(has('nss-3.59', geoTrust)).toBe(true)
    expect(has('nss-3.60', geoTrust)).toBe(false)
  })
})

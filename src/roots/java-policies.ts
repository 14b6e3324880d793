import type { Sha256 } from '../model/sha256.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import type { AnchorRule, DistrustException, JavaPolicyName } from '../model/programme.ts'
import { hasSince } from './version.ts'

/** A policy of sun.security.validator.CADistrustPolicy, as the security property `jdk.security.caDistrustPolicies` turns it on. */
export interface JavaPolicy {
  readonly name: JavaPolicyName
  /** Last second of the last day of issue that is trusted. */
  readonly after: UnixSeconds
  readonly anchors: readonly Sha256[]
  readonly exceptions: readonly DistrustException[]
  /** The first release of each line that has it; see `hasSince`. */
  readonly since: readonly string[]
  readonly source: string
}

const endOf = (day: string): UnixSeconds => seconds(Date.parse(`${day}T23:59:59Z`) / 1000)
const fingerprints = (...hex: readonly string[]): readonly Sha256[] => hex as readonly Sha256[]

/** The dated policies, oldest first. The days are compared in UTC: issued on the day itself is trusted. */
export const javaPolicies: readonly JavaPolicy[] = [
  {
    name: 'SYMANTEC_TLS',
    after: endOf('2019-04-16'),
    anchors: fingerprints(
      'ff856a2d251dcd88d36656f450126798cfabaade40799c722de4d2b5db36a73a', // GeoTrust Global CA
      '37d51006c512eaab626421f1ec8c92013fc5f82ae98ee533eb4619b8deb4d06c', // GeoTrust Primary
      '5edb7ac43b82a06a8761e8d7be4979ebf2611f7dd79bf91c1c6b566a219ed766', // GeoTrust Primary G2
      'b478b812250df878635c2aa7ec7d155eaa625ee82916e2cd294361886cd1fbd4', // GeoTrust Primary G3
      'a0459b9f63b22559f5fa5d4c6db3f9f72ff19342033578f073bf1d1b46cbb912', // GeoTrust Universal CA
      '8d722f81a9c113c0791df136a2966db26c950a971db46b4199f4ea54b78bfb9f', // thawte Primary
      'a4310d50af18a6447190372a86afaf8b951ffb431d837f1e5688b45971ed1557', // thawte Primary G2
      '4b03f45807ad70f21bfc2cae71c9fde4604c064cf5ffb686bae5dbaad7fdd34c', // thawte Primary G3
      '3f9f27d583204b9e09c8a3d2066c4b57d3a2479c3693650880505698105dbce9', // Thawte Premium Server CA
      '3a43e220fe7f3ea9653d1e21742eac2b75c20fd8980305bc502caf8c2d9b41a1', // VeriSign Class 2 G2
      'a4b6b3996fc2f306b3fd8681bd63413d8c5009cc4fa329c2ccf0e2fa1b140305', // VeriSign Class 3
      '83ce3c1229688a593d485f81973c0f9195431eda37cc5e36430e79c7a888638b', // VeriSign Class 3 G2
      'eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244', // VeriSign Class 3 G3
      '69ddd7ea90bb57c93e135dc85ea6fcd5480b603239bdc454fc758b2a26cf7f79', // VeriSign Class 3 G4
      '9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df', // VeriSign Class 3 G5
      '2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c', // VeriSign Universal
    ),
    exceptions: fingerprints(
      'ac2b922ecfd5e01711772fea8ed372de9d1e2245fce3f57a9cdbec77296a424b', // Apple IST CA 2 - G1
      'a4fe7c7f15155f3f0aef7aaa83cf6e06deb97ca3f909df920ac1490882d488ed', // Apple IST CA 8 - G1
    ).map((through) => ({ through, after: endOf('2019-12-31') })),
    since: ['7u221', '8u211', '11.0.3', '12'],
    source: 'OpenJDK sun/security/validator/SymantecTLSPolicy.java; releases: JDK-8215012',
  },
  {
    name: 'ENTRUST_TLS',
    after: endOf('2024-11-11'),
    anchors: fingerprints(
      '0376ab1d54c5f9803ce4b2e201a0ee7eef7b57b636e8a93c9b8d4860c96f5fa7', // AffirmTrust Commercial
      '0a81ec5a929777f145904af38d5d509f66b5e2c58fcdb531058b0e17f3f0b41b', // AffirmTrust Networking
      '70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a', // AffirmTrust Premium
      'bd71fdf6da97e4cf62d1647add2581b07d79adf8397eb4ecba9c5e8488821423', // AffirmTrust Premium ECC
      '6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177', // Entrust.net (2048)
      '73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c', // Entrust Root
      '02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5', // Entrust Root EC1
      '43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339', // Entrust Root G2
      'db3517d1f6732a2d5ab97c533ec70779ee3270a62fb4ac4238372460e6f01e88', // Entrust Root G4
    ),
    exceptions: [],
    since: ['7u441', '8u431', '11.0.25', '17.0.13', '21.0.5', '23.0.1', '24'],
    source: 'OpenJDK sun/security/validator/EntrustTLSPolicy.java; day and releases: JDK-8339495',
  },
  {
    name: 'CAMERFIRMA_TLS',
    after: endOf('2025-04-15'),
    anchors: fingerprints(
      '0c258a12a5674aef25f28ba7dcfaeceea348e541e6f5cc4ee63b71b361606ac3', // Chambers of Commerce
      '063e4afac491dfd332f3089b8542e94617d893d7fe944e10a7937ee29d9693c0', // Chambers of Commerce 2008
      '136335439334a7698016a0d324de72284e079d7b5220bb8fbd747816eebebaca', // Global Chambersign 2008
    ),
    exceptions: [],
    since: ['17.0.15', '21.0.12', '25'],
    source:
      'OpenJDK sun/security/validator/CamerfirmaTLSPolicy.java; releases: notes of 17.0.15, java.security of 21.0.12.1 and 25.0.3',
  },
  {
    name: 'CHUNGHWA_TLS',
    after: endOf('2026-03-17'),
    anchors: fingerprints('c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5'), // ePKI
    exceptions: [],
    since: ['17.0.19', '21.0.12', '25.0.3', '27'],
    source:
      'OpenJDK sun/security/validator/ChunghwaTLSPolicy.java; releases: java.security of 17.0.19, 21.0.12.1 and 25.0.3, JDK-8374829',
  },
]

/** Rules for one anchor by the policies that a release has. */
export const javaRules = (anchor: Sha256, release: readonly number[]): readonly AnchorRule[] =>
  javaPolicies
    .filter((p) => p.anchors.includes(anchor) && hasSince(release, p.since))
    .map(({ name, after, exceptions, source }) => ({ kind: 'distrust-after', after, policy: name, exceptions, source }))

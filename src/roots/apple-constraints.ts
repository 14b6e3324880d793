import type { AnchorRule } from '../model/programme.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'

interface Constraint {
  /** SHA-256 of the anchors that it binds. */
  readonly anchors: readonly string[]
  readonly kind: 'distrust-after' | 'sct-not-after'
  /** Last second of what is still trusted. */
  readonly after: UnixSeconds
  readonly source: string
}

const at = (iso: string): UnixSeconds => seconds(Date.parse(iso) / 1000)

/**
 * Where Apple's systems go by the day of issue. What valid.apple.com serves to them (SecRevocationDb.c) is not public: support article 121668 tells
 * the days of two authorities, of which the last second is taken; SecPVCCheckRequireCTConstraints (SecPolicyServer.c) compares the
 * earliest timestamp with such a date, and SecRVCProcessValidDateConstraints (SecRevocationServer.c) wants one at all once it has passed.
 */
export const appleConstraints: readonly Constraint[] = [
  {
    // The anchors of WoSign in the same list never were in the store.
    kind: 'distrust-after',
    after: at('2016-11-30T23:59:59Z'),
    anchors: [
      'c766a9bef2d4071c863a31aa4920e813b2d198608cb7b7cfe21143b836df09ea',
      'e17890ee09a3fbf4f48b9c414a17d637b7a50647e9bc752322727fcc1742a911',
      'c7ba6567de93a798ae1faa791e712d378fae1f93c4397fea441bb7cbe6fd5995',
    ],
    source: 'Apple Security-57740.31.2 to 61901, SecPolicyServer.c, SecPVCCheckIssuerDateConstraints',
  },
  {
    kind: 'sct-not-after',
    after: at('2024-11-15T23:59:59Z'),
    anchors: [
      // AC Camerfirma
      '063e4afac491dfd332f3089b8542e94617d893d7fe944e10a7937ee29d9693c0',
      '136335439334a7698016a0d324de72284e079d7b5220bb8fbd747816eebebaca',
      // Entrust
      'db3517d1f6732a2d5ab97c533ec70779ee3270a62fb4ac4238372460e6f01e88',
      '73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c',
      '6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177',
      '43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339',
      '02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5',
      '0376ab1d54c5f9803ce4b2e201a0ee7eef7b57b636e8a93c9b8d4860c96f5fa7',
      '0a81ec5a929777f145904af38d5d509f66b5e2c58fcdb531058b0e17f3f0b41b',
    ],
    source: 'Apple support article 121668',
  },
  {
    kind: 'sct-not-after',
    after: at('2024-11-15T23:59:59Z'),
    // The copy of the article that was read ends before these two.
    anchors: [
      '70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a',
      'bd71fdf6da97e4cf62d1647add2581b07d79adf8397eb4ecba9c5e8488821423',
    ],
    source: 'Entrust, TLS Certificate Information Center: Apple changes regarding Entrust roots (all public roots)',
  },
]

/** The rules of one anchor of Apple's store. */
export const appleRules = (sha256: string): readonly AnchorRule[] =>
  appleConstraints
    .filter(({ anchors }) => anchors.includes(sha256))
    .map(({ kind, after, source }) =>
      kind === 'distrust-after'
        ? { kind, after, policy: 'apple', exceptions: [], source }
        : { kind, after, since: 0, policy: 'apple', source },
    )

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { storeOf } from '../../../../src/graph/trust-store.ts'
import { java as family } from '../../../../src/clients/java.ts'
import type { Certificate } from '../../../../src/model/certificate.ts'
import type { Scenario } from '../../../../src/model/path.ts'
import { familyProfile } from '../family-profile.ts'
import { cleanEnvironment, versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { bulk } from '../bulk.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const basicConstraints = '2.5.29.19'

const exceptions: readonly FuzzException[] = [
  {
    reason: 'anchors of one name are tried in the order of a hash table, which is another one in each run',
    explains: (theirs, _ours, scenario, judge) =>
      ordersOfNamesakes(scenario).some((other) => compared(judge(other)) === compared(theirs)),
  },
  {
    reason:
      'a basicConstraints that does not begin with a BOOLEAN is one of no authority (sun.security.x509.BasicConstraintsExtension)',
    explains: (_theirs, _ours, { sent, store }) =>
      [...sent, ...store.anchors.map((a) => a.certificate)].some(({ extensions, anomalies }) =>
        extensions.some(
          ({ oid, value }) =>
            oid === basicConstraints &&
            value[0] === 0x30 &&
            value.length > 2 &&
            value[2] !== 0x01 &&
            anomalies.some(({ code, about }) => code === 'extension-malformed' && about === basicConstraints),
        ),
      ),
  },
  {
    reason: 'a tangle of more than 2,000 paths by name, which is our own bound: the search is given up and says so',
    explains: (_theirs, ours, scenario) =>
      ours.startsWith('undetermined: what a search of more than 2000 candidates') && hasPathsByName(scenario, 2000),
  },
]

/** The scenario with each anchor that shares its name moved to the end of the store, and to its front. */
function ordersOfNamesakes(scenario: Scenario): readonly Scenario[] {
  const { store } = scenario
  return [...store.bySubject.values()]
    .filter((namesakes) => namesakes.length > 1)
    .flat()
    .flatMap((moved) => {
      const others = store.anchors.filter((anchor) => anchor !== moved)
      return [
        [...others, moved],
        [moved, ...others],
      ].map((anchors) => ({ ...scenario, store: storeOf(store, anchors) }))
    })
}

/** Whether more than `bound` paths lead up from the target by names alone, no certificate twice in one. */
function hasPathsByName({ sent, store }: Scenario, bound: number): boolean {
  const all = [...new Set([...sent, ...store.anchors.map((a) => a.certificate)])]
  let count = 0
  const climb = (path: readonly Certificate[]): void => {
    for (const issuer of all) {
      if (issuer.subject.canonical !== path.at(-1)?.issuer.canonical || path.includes(issuer)) continue
      count += 1
      if (count > bound) return
      climb([...path, issuer])
    }
  }
  climb(sent.slice(0, 1))
  return count > bound
}

/** The handshake wraps the validator's exception in its own, and one that nobody catches in SSLException. */
const compared = (text: string): string =>
  text
    .replace(
      /^(?:javax\.net\.ssl\.SSL(?:Handshake)?Exception|sun\.security\.validator\.ValidatorException|broken: java\.lang\.\w+): /,
      '',
    )
    .replace(/\s+/g, ' ')

const exported = ['--add-exports', 'java.base/sun.security.validator=ALL-UNNAMED']

/** Java 17: the validator of the default trust manager, without a socket and so without the name. */
export const java: readonly FuzzOracle[] = [
  {
    id: 'java-17',
    version: () => {
      const version = versionOf('javac', '--version')
      return version?.startsWith('javac 17.') === true ? version.replace('javac', 'OpenJDK') : null
    },
    // Without a handshake nobody limits what is sent.
    profile: () => ({ ...familyProfile(family(), 'java-17'), takes: { certificates: Infinity, octets: Infinity } }),
    start: async (folder) => {
      const classes = join(folder, 'java')
      mkdirSync(classes, { recursive: true })
      const source = sourceFile('tools/oracle/native/JavaValidator.java')
      execFileSync('javac', [...exported, '-nowarn', '-d', classes, source], {
        env: cleanEnvironment,
        timeout: 60_000,
        stdio: 'pipe',
      })
      return bulk('java', ['-XX:+UseSerialGC', '-Xshare:auto', ...exported, '-cp', classes, 'JavaValidator'], false)
    },
    compared,
    code: (text) =>
      text
        .replace(/^.*Exception: /, '')
        .replace(/\b(?:[0-9A-F]{2}:?)+\b|[\d:]+/g, '#')
        .slice(0, 70),
    exceptions,
    asksHost: false,
  },
]

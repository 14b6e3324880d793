import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { java as family } from '../../../../src/clients/java.ts'
import { familyProfile } from '../family-profile.ts'
import { cleanEnvironment, versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { bulk } from '../bulk.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const exceptions: readonly FuzzException[] = [
  {
    reason: 'anchors of one name are tried in the order of a hash table, which is another one in each run',
    explains: (_theirs, _ours, { store }) => [...store.bySubject.values()].some((namesakes) => namesakes.length > 1),
  },
]
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
    // The handshake wraps the validator's exception in its own, and one that nobody catches in SSLException.
    compared: (text) =>
      text
        .replace(
          /^(?:javax\.net\.ssl\.SSL(?:Handshake)?Exception|sun\.security\.validator\.ValidatorException|broken: java\.lang\.\w+): /,
          '',
        )
        .replace(/\s+/g, ' '),
    code: (text) =>
      text
        .replace(/^.*Exception: /, '')
        .replace(/\b(?:[0-9A-F]{2}:?)+\b|[\d:]+/g, '#')
        .slice(0, 70),
    exceptions,
    asksHost: false,
  },
]

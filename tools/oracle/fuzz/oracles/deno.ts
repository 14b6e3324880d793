import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveClient } from '../../../../src/clients/resolve.ts'
import { deno as clients } from '../../clients/deno.ts'
import { faketimeLibrary } from '../../run-command.ts'
import { onLoopback } from '../on-loopback.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const exceptions: readonly FuzzException[] = [
  {
    reason:
      'the target has a key that is none, and the server signs the handshake with one of another kind: what it signs with is no part of the question',
    explains: (theirs, ours, { sent: [target] }) =>
      theirs.includes('AlgorithmForPublicKeyContext') &&
      ours.endsWith(': BadSignature') &&
      target?.subjectPublicKeyInfo.key.kind === 'malformed',
  },
]

/** Where `npm run oracle -- --install` puts what it gets. */
const installed = join(tmpdir(), 'rootcause-oracle')

/** Deno: Deno.startTls, as far as the client goes on with the handshake: the newest release that there is. */
export const deno: readonly FuzzOracle[] = clients.slice(-1).map(
  ({ id, profile, find }): FuzzOracle => ({
    id,
    version: () => {
      const program = find(installed)
      return program === null || faketimeLibrary() === null ? null : `Deno ${program.version}`
    },
    profile: () => {
      const found = resolveClient(`${profile}-cacerts`)
      if (found === null) throw new Error('there is no profile of Deno')
      return found.profile
    },
    start: async (folder) => {
      const script = sourceFile('tools/oracle/native/ask-deno.js')
      const flags = ['run', '--quiet', '--no-lock', '--no-config', '--allow-all']
      const settings = { DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, 'deno') }
      return onLoopback([find(installed)?.path ?? '', ...flags, script], settings)
    },
    // Which algorithms a build supports, and that of a handshake's signature, stand in lists.
    compared: (text) => text.replaceAll(/\[[^\]]*\]/g, '[…]'),
    wordsDecoding: true,
    code: (text) =>
      text
        .replace(/^.*invalid peer certificate: /, '')
        .replace(/Other\(OtherError\((\w+).*$/, '$1')
        .replace(/(?<=for name|authentication)[ ,].*$|[:({].*$/, '')
        .trim(),
    exceptions,
    asksHost: true,
  }),
)

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
      'a certificate of caCerts that webpki makes no anchor of ends the call before anything is sent: nothing was asked of the chain',
    explains: (theirs, _ours, { store }) =>
      theirs.startsWith('Error: invalid peer certificate: ') &&
      store.anchors.some(({ certificate }) => certificate.anomalies.length > 0),
  },
  {
    reason:
      'both refuse for name constraints: which of its errors webpki tells of a constraint or name that it cannot compare is not modelled',
    explains: (theirs, ours) =>
      /(?:BadEncoding|InvalidNetworkMaskConstraint|MalformedDnsIdentifier)\W*$/.test(theirs) &&
      ours.includes('NameConstraintViolation'),
  },
  {
    reason:
      'both refuse, and a certificate that was sent is malformed: webpki decodes extensions and dates when it comes to them, and tells what it met before',
    explains: (theirs, ours, { sent }) =>
      theirs.startsWith('InvalidData: ') && ours === 'unreadable' && sent.some(({ anomalies }) => anomalies.length > 0),
  },
  {
    reason:
      'both refuse a target whose key makes no signature: the name is compared before the handshake is verified, and here after',
    explains: (theirs, ours) =>
      theirs.includes('certificate not valid for name') && /ForPublicKeyContext|BadSignature$/.test(ours),
  },
  {
    reason: 'a tangle of more than 2,000 steps, which is our own bound: the search is given up and says so',
    explains: (_theirs, ours, { sent }) =>
      ours.startsWith('undetermined: what a search of more than 2000 steps') && sent.length > 5,
  },
]

/** What webpki's decoder tells of a certificate that was sent; the engine has one word for it here. */
const undecoded =
  /^InvalidData: invalid peer certificate: (?:BadEncoding|Other\(OtherError\((?:ExtensionValueInvalid|SignatureAlgorithmMismatch|TrailingData\(\w+\))\)\))$/

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
      const found = resolveClient(profile)
      if (found === null) throw new Error(`there is no profile ${profile}`)
      return found.profile
    },
    start: async (folder) => {
      const script = sourceFile('tools/oracle/native/ask-deno.js')
      const flags = ['run', '--quiet', '--no-lock', '--no-config', '--allow-all']
      const settings = { DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, 'deno') }
      return onLoopback([find(installed)?.path ?? '', ...flags, script], settings)
    },
    // Which algorithms a build supports, and that of a handshake's signature, stand in lists.
    compared: (text) => (undecoded.test(text) ? 'unreadable' : text.replaceAll(/\[[^\]]*\]/g, '[…]')),
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

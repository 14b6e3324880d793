import { node as family } from '../../../../src/clients/node.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { faketimeLibrary } from '../../run-command.ts'
import { familyProfile } from '../family-profile.ts'
import { onLoopback } from '../on-loopback.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

/** How tls.connect tells that OpenSSL could not decode what was sent. */
const undecoded = /^Error: \w+:error:\w+:(?:asn1 encoding routines:|digital envelope routines:X509_PUBKEY_get0:)/

const exceptions: readonly FuzzException[] = []

/** Node 20: tls.connect, with a whole handshake. */
export const node: readonly FuzzOracle[] = [
  {
    id: 'node-20',
    version: () => {
      const version = versionOf('node', '--version')
      return version?.startsWith('v20.') === true && faketimeLibrary() !== null ? `Node ${version}` : null
    },
    profile: () => familyProfile(family(), 'node-20'),
    start: async () => onLoopback(['node', sourceFile('tools/oracle/native/ask-node.cjs')]),
    compared: (text) => (undecoded.test(text) ? 'unreadable' : text.trimEnd()),
    code: (text) => (undecoded.test(text) ? 'unreadable' : (/\((\w+)\)$/.exec(text)?.[1] ?? /\[(\w+)\]/.exec(text)?.[1] ?? text)),
    exceptions,
    asksHost: true,
  },
]

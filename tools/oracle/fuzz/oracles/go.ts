import { go as family } from '../../../../src/clients/go.ts'
import { familyProfile } from '../family-profile.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { built } from '../build.ts'
import { linewise } from '../bulk.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const parsing = 'tls: failed to parse certificate from server'

/** What is said of the signature of an issuer that was tried in vain: the kind of the key, or that the computation failed. */
const computing = /"(?:crypto\/rsa: verification error|x509: (?:ECDSA|Ed25519) verification failure)"/
const wrongKind = /"x509: signature algorithm specifies an [^"]*"/

const exceptions: readonly FuzzException[] = [
  {
    reason: 'CVE-2024-24783: a certificate whose kind of key is unknown ends the program where it meets its own name again',
    explains: (theirs, _ours, { graph }) =>
      theirs.includes('not x509.pubKeyEqual') &&
      graph.certificates.some(({ subjectPublicKeyInfo: { key } }) => key.kind === 'unknown'),
  },
]

const codes: readonly (readonly [string, RegExp])[] = [
  ['panic', /^no answer/],
  ['unparsed', /failed to parse certificate/],
  ['UnknownAuthority, possibly because', /unknown authority \(possibly because/],
  ['UnknownAuthority', /unknown authority/],
  ['Expired', /is after|is before/],
  ['NotAuthorizedToSign', /is not authorized to sign other certificates/],
  ['TooManyIntermediates', /too many intermediates/],
  ['IncompatibleUsage', /incompatible key usage/],
  ['CANotAuthorizedForThisName', /a root or intermediate certificate is not authorized to sign for this name/],
  ['UnconstrainedName, UnhandledCritical', /unhandled critical extension/],
  [
    'HostnameError',
    /cannot validate certificate|certificate is valid for|not valid for any names|legacy Common Name|doesn't contain any IP SANs/,
  ],
  ['UnsupportedNameConstraint', /unsupported name constraint|unhandled name constraint|cannot parse|failed to parse/],
  ['signature', /cannot verify signature|verification (?:error|failure)/],
]

/** Go 1.19: crypto/x509 as crypto/tls asks it. */
export const go: readonly FuzzOracle[] = [
  {
    id: 'go-1.19',
    version: () => {
      const version = versionOf('go', 'version')
      return version?.includes('go1.19') === true ? version.replace('go version ', '') : null
    },
    profile: () => familyProfile(family(), 'go-1.19'),
    start: async (folder) => {
      const source = sourceFile('test/validation/agreement/verify.go')
      const program = built(folder, source, (out) => ['go', 'build', '-o', out, source])
      const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
      return linewise(program, [], ({ sent, store, host, at }) =>
        JSON.stringify({ sent: sent.map(base64), store: store.map(base64), host, at }),
      )
    },
    compared: (text) => {
      if (text === 'unreadable' || text.startsWith(parsing)) return 'unreadable'
      return text.replace(computing, '"the signature"').replace(wrongKind, '"the signature"')
    },
    code: (text) => codes.find(([, pattern]) => pattern.test(text))?.[0] ?? text,
    exceptions,
    asksHost: true,
  },
]

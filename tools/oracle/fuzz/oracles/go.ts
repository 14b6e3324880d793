import { go as family } from '../../../../src/clients/go.ts'
import { familyProfile } from '../family-profile.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { built } from '../build.ts'
import { filtered } from '../bulk.ts'
import { hasNegativePathLength } from '../negative-path-length.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const parsing = 'tls: failed to parse certificate from server'

/** What is said of the signature of an issuer that was tried in vain: the kind of the key, or that the computation failed. */
const computing = /"(?:crypto\/rsa: verification error|x509: (?:ECDSA|Ed25519) verification failure)"/
const wrongKind = /"x509: signature algorithm specifies an [^"]*"/

const exceptions: readonly FuzzException[] = [
  {
    reason: 'extensions of a certificate before version 3 are not read there; the model has no such switch',
    explains: (_theirs, _ours, { graph }) =>
      graph.certificates.some(({ anomalies }) => anomalies.some(({ code }) => code === 'extensions-before-v3')),
  },
  {
    reason:
      'a malformed key identifier of an authority is passed over there unless it is empty; our reader says no more than that it is malformed',
    explains: (_theirs, ours, { graph }) =>
      ours === 'unreadable' &&
      graph.certificates.some(({ anomalies }) =>
        anomalies.some((a) => a.code === 'extension-malformed' && a.about === '2.5.29.35'),
      ),
  },
  {
    reason: 'a negative path length is a number like any other there; our reader takes the extension for malformed',
    explains: (_theirs, _ours, { graph }) => graph.certificates.some(hasNegativePathLength),
  },
]

const codes: readonly (readonly [string, RegExp])[] = [
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
      return async (cases) => {
        const input = cases.map(({ sent, store, host, at }) =>
          JSON.stringify({ sent: sent.map(base64), store: store.map(base64), host, at }),
        )
        return (await filtered(program, [], `${input.join('\n')}\n`)).trimEnd().split('\n')
      }
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

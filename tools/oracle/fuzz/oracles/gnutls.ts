import type { Certificate } from '../../../../src/model/certificate.ts'
import type { ClientProfile } from '../../../../src/model/client.ts'
import { gnutls as family } from '../../../../src/clients/gnutls.ts'
import { familyProfile } from '../family-profile.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { built } from '../build.ts'
import { bulk } from '../bulk.ts'
import { hasNegativePathLength } from '../negative-path-length.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

/** Whether a signature is of the kind that a key makes (gnutls_sign_supports_pk_algorithm). */
function isOfKind({ signatureScheme: { kind } }: Certificate, { subjectPublicKeyInfo: { key } }: Certificate): boolean {
  if (kind === 'rsa-pkcs1' || kind === 'rsa-pss') return key.kind === 'rsa'
  return kind === 'ecdsa' ? key.kind === 'ec' : kind === key.kind
}

const exceptions: readonly FuzzException[] = [
  {
    reason: 'a signature of another kind than the issuer’s key violates the signer’s constraints there; no failure means that',
    explains: (theirs, _ours, { graph }) =>
      theirs.includes("signer's constraints") &&
      graph.certificates.some((child) =>
        graph.certificates.some((issuer) => issuer.subject.raw === child.issuer.raw && !isOfKind(child, issuer)),
      ),
  },
  {
    reason: 'a keyUsage that cannot be read fails there without a sentence; no failure means that',
    explains: (_theirs, _ours, { graph }) =>
      graph.certificates.some(({ anomalies }) =>
        anomalies.some((a) => a.code === 'extension-malformed' && a.about === '2.5.29.15'),
      ),
  },
  {
    reason: 'a wildcard before letters of the same label stands for none of them there; the dialect has no such switch',
    explains: (_theirs, ours, { sent: [target] }) =>
      ours.includes('The name in the certificate does not match') &&
      target?.subjectAltName?.names.some((name) => name.kind === 'dns' && /^\*[^.]/.test(name.value)) === true,
  },
  {
    reason: 'several common names in one subject match no host there (RFC 6125 §1.8); the dialect has no such switch',
    explains: (theirs, _ours, { sent: [target] }) =>
      theirs.includes('The name in the certificate does not match') &&
      (target?.subject.rdns.flat().filter(({ type }) => type === '2.5.4.3').length ?? 0) > 1,
  },
  {
    reason: 'a negative path length is none there; our reader takes the extension for malformed',
    explains: (_theirs, _ours, scenario) => scenario.graph.certificates.some(hasNegativePathLength),
  },
]

/** The library alone sees no handshake: no staple, and no signature of the target. */
function library(): ClientProfile {
  const { handshakeKeyUsage: _handshake, ...profile } = familyProfile(family, 'gnutls-cli-3.7')
  const { verifier } = profile
  return verifier.strategy === 'sort-then-verify' ? { ...profile, verifier: { ...verifier, staple: 'ignored' } } : profile
}

/** GnuTLS 3.7: the library's own check of a chain, with purpose and name. */
export const gnutls: readonly FuzzOracle[] = [
  {
    id: 'gnutls-3.7',
    version: () => {
      const version = versionOf('pkg-config', '--modversion', 'gnutls')
      return version?.startsWith('3.7.') === true && versionOf('cc', '--version') !== null ? `libgnutls ${version}` : null
    },
    profile: library,
    start: async (folder) => {
      const source = sourceFile('tools/oracle/native/gnutls.c')
      const program = built(folder, source, (out) => ['cc', '-O2', '-o', out, source, '-lgnutls'])
      return bulk(program, [])
    },
    compared: (text) =>
      // gnutls_certificate_verify_peers gives an error and no status; the profile has a status without sentences for it.
      text === 'refused: too many' ? 'The certificate is NOT trusted.' : text.replace(/^- Status: /, '').trimEnd(),
    // The status is a set: what is counted is each of its sentences, by the first.
    code: (text) =>
      (text.replace(/^.*The certificate is NOT trusted\. /, '').split('.')[0] ?? text).replace(/^The certificate /, ''),
    exceptions,
    asksHost: true,
  },
]

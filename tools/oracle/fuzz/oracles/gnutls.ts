import type { ClientProfile } from '../../../../src/model/client.ts'
import { gnutls as family } from '../../../../src/clients/gnutls.ts'
import { familyProfile } from '../family-profile.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { built } from '../build.ts'
import { bulk } from '../bulk.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const exceptions: readonly FuzzException[] = []

/** The library alone sees no handshake: no staple, and no signature of the target. */
function library(): ClientProfile {
  const { handshakeKeyUsage: _handshake, ...profile } = familyProfile(family(), 'gnutls-cli-3.7')
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

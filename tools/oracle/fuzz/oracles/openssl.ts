import { opensslLibrary } from '../../../../src/clients/library/openssl.ts'
import type { ClientProfile } from '../../../../src/model/client.ts'
import { openssl as family } from '../../../../src/clients/openssl.ts'
import { familyProfile } from '../family-profile.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { built } from '../build.ts'
import { bulk } from '../bulk.ts'
import type { FuzzException, FuzzOracle } from '../oracle.ts'
import { sourceFile } from '../sources.ts'

const exceptions: readonly FuzzException[] = []

function variant(id: string, level: number, flags: readonly string[], profile: () => ClientProfile): FuzzOracle {
  return {
    id,
    version: () => {
      const version = versionOf('openssl', 'version') ?? ''
      const library = versionOf('pkg-config', '--modversion', 'libcrypto')
      return version.startsWith('OpenSSL 3.0.') && library !== null && versionOf('cc', '--version') !== null
        ? `libcrypto ${library}, level ${level}${flags.map((f) => `, ${f}`).join('')}`
        : null
    },
    profile,
    start: async (folder) => {
      const source = sourceFile('tools/oracle/native/openssl.c')
      const program = built(folder, source, (out) => ['cc', '-O2', '-o', out, source, '-lcrypto'])
      return bulk(program, [String(level), ...flags])
    },
    code: (text) => /^error (\d+) /.exec(text)?.[1] ?? text,
    exceptions,
    asksHost: true,
  }
}

const leveled = (level: number, settings: Parameters<typeof opensslLibrary>[1]): ClientProfile => ({
  ...familyProfile(family(), 'openssl-verify-3.0'),
  verifier: opensslLibrary('3.0', { ...settings, level }),
})

/** OpenSSL 3.0: `openssl verify -auth_level 2`, and with each of two flags at level 0. */
export const openssl: readonly FuzzOracle[] = [
  variant('openssl-3.0', 2, [], () => leveled(2, {})),
  variant('openssl-3.0-strict', 0, ['strict'], () => leveled(0, { strict: true })),
  variant('openssl-3.0-partial', 0, ['partial'], () => leveled(0, { partialChain: true })),
]

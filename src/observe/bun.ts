import type { Probe } from './probe.ts'
import { direct, isAddress } from './shared/direct.ts'
import { nodeAnswer, nodeScript } from './shared/node-script.ts'

/** Bun's node:tls. */
export const bun: Probe = {
  runtime: 'bun',
  trusts: ['NODE_EXTRA_CA_CERTS', 'NODE_USE_SYSTEM_CA', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  words: { BUN_OPTIONS: /^--use-(?:openssl|bundled|system)-ca$/, NODE_OPTIONS: /^--use-(?:openssl|bundled|system)-ca$/ },
  invoke: direct((_, { asking, address, port, host, isElsewhere }) =>
    isElsewhere && isAddress(host)
      ? { cannot: 'it checks the address that it connects to' }
      : {
          argv: [asking.installation.path, 'run', './probe.cjs', address, String(port), host],
          files: { 'probe.cjs': nodeScript },
        },
  ),
  read: nodeAnswer,
}

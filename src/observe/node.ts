import type { Probe } from './probe.ts'
import { direct, isAddress } from './shared/direct.ts'
import { nodeAnswer, nodeScript } from './shared/node-script.ts'

/** Node's tls module. Of NODE_OPTIONS the flags about its list alone go on: no `--require`, no `--import`. */
export const node: Probe = {
  runtime: 'node',
  trusts: ['NODE_EXTRA_CA_CERTS', 'NODE_USE_SYSTEM_CA', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  words: { NODE_OPTIONS: /^--(?:no-)?use[-_](?:openssl|bundled|system)[-_]ca$/ },
  invoke: direct((_, { asking, address, port, host, isElsewhere }) =>
    isElsewhere && isAddress(host)
      ? { cannot: 'it checks the address that it connects to' }
      : { argv: [asking.installation.path, '-e', nodeScript, address, String(port), host] },
  ),
  read: nodeAnswer,
}

import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

const script = `const [hostname, port, name] = Deno.args
try {
  const plain = await Deno.connect({ hostname, port: Number(port) })
  const secure = await Deno.startTls(plain, { hostname: name })
  await secure.handshake()
  secure.close()
  console.log('ACCEPT')
} catch (error) {
  console.log('FAILED\\n' + error.name + ': ' + error.message)
}
Deno.exit(0)
`

/** Deno's own TLS: rustls. It may connect to the one address, and nothing else. */
export const deno: Probe = {
  runtime: 'deno',
  trusts: ['DENO_TLS_CA_STORE', 'DENO_CERT', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'],
  invoke: direct((_, { asking, address, port, host }) => ({
    argv: [
      asking.installation.path,
      'run',
      '--quiet',
      '--no-prompt',
      '--no-lock',
      '--no-config',
      '--no-remote',
      `--allow-net=${address.includes(':') ? `[${address}]` : address}:${port},${host.includes(':') ? `[${host}]` : host}`,
      './probe.js',
      address,
      String(port),
      host,
    ],
    env: { DENO_NO_UPDATE_CHECK: '1' },
    files: { 'probe.js': script },
  })),
  read: scriptAnswer,
}

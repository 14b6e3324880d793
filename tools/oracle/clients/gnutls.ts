import type { OracleClient } from '../client.ts'
import { onDebian13 } from './debian-13.ts'
import { eachServer } from './each-server.ts'
import { found, isAddress, wentOn } from './found.ts'

const older: OracleClient = {
  id: 'gnutls-cli-3.7',
  profile: 'gnutls-cli-3.7',
  find: () => found('gnutls-cli', ['--version'], /^gnutls-cli (3\.7\.\d+)/),
  install: { from: 'apt', packages: ['gnutls-bin'] },
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [
        path,
        `--x509cafile=${store}`,
        `--verify-hostname=${host}`,
        ...(isAddress(host) ? ['--disable-sni'] : [`--sni-hostname=${host}`]),
        '-p',
        String(port),
        '127.0.0.1',
      ],
    }),
    read: ({ stdout, stderr }) => {
      const text = `${stdout}\n${stderr}`
      const status = /^- Status: .*$/m.exec(text)?.[0]
      if (status?.startsWith('- Status: The certificate is trusted') === true) return { result: 'A', text: '' }
      if (status !== undefined) return { result: 'R', text: status }
      if (wentOn(text)) return { result: 'A', text: '' }
      return { result: 'R', text: /^\*\*\* .*$/m.exec(text)?.[0] ?? text.slice(0, 300) }
    },
  }),
}

/** gnutls-cli with the purpose and the name, as it asks by default. */
export const gnutls: readonly OracleClient[] = [
  older,
  onDebian13(older, 'gnutls-cli-3.8', 'gnutls-cli', ['--version'], /^gnutls-cli (3\.8\.\d+)/),
]

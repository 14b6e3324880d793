import type { StarttlsProtocol } from '../model/evidence.ts'
import type { Probe } from './probe.ts'
import { isAddress } from './shared/direct.ts'
import { firstLine } from './shared/script-answer.ts'

/** What `--starttls-proto` of gnutls-cli(1) takes. */
const spoken: readonly StarttlsProtocol[] = ['ftp', 'smtp', 'imap', 'ldap', 'xmpp', 'lmtp', 'pop3', 'postgres']

/** gnutls-cli with the name to send and to check, and an empty input, at whose end it goes. */
export const gnutls: Probe = {
  runtime: 'gnutls',
  trusts: [],
  invoke: (_, { asking, address, port, host, starttls, viaProxy }) => {
    if (viaProxy || address === '') return { cannot: 'the server was reached through a proxy, which it does not use' }
    if (starttls !== null && !spoken.includes(starttls)) return { cannot: `it does not speak ${starttls} before TLS` }
    return {
      argv: [
        asking.installation.path,
        `--verify-hostname=${host}`,
        ...(isAddress(host) ? ['--disable-sni'] : [`--sni-hostname=${host}`]),
        ...(starttls === null ? [] : [`--starttls-proto=${starttls}`]),
        '-p',
        String(port),
        address,
      ],
    }
  },
  read: ({ stdout, stderr }) => {
    const text = `${stdout}\n${stderr}`.replace(/\r\n/g, '\n')
    const status = /^- Status: .*$/m.exec(text)?.[0].trim()
    if (status?.startsWith('- Status: The certificate is trusted') === true) return { kind: 'accepted' }
    if (status !== undefined) return { kind: 'failed', says: status, isVerdict: true }
    const says = /^\*\*\* .*$/m.exec(text)?.[0].trim()
    return says === undefined ? { kind: 'none', why: firstLine(stderr) || 'it said nothing' } : { kind: 'failed', says }
  },
}

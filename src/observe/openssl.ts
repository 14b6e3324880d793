import type { Probe } from './probe.ts'
import { bracketed, isAddress } from './shared/direct.ts'
import { firstLine } from './shared/script-answer.ts'

/** The client of OpenSSL with the name to check, and an empty input, at whose end it goes. `-brief` would leave out half of its sentence. */
export const openssl: Probe = {
  runtime: 'openssl',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: (_, { asking, address, port, host, starttls, viaProxy }) => {
    const { installation } = asking
    if (viaProxy || address === '') return { cannot: 'the server was reached through a proxy, which it does not use' }
    if (installation.note === 'LibreSSL') return { cannot: 'the client of LibreSSL cannot be told to check a name' }
    return {
      argv: [
        installation.path,
        's_client',
        '-connect',
        `${bracketed(address)}:${port}`,
        ...(isAddress(host) ? [] : ['-servername', host]),
        isAddress(host) ? '-verify_ip' : '-verify_hostname',
        host,
        '-verify_return_error',
        ...(starttls === null ? [] : ['-starttls', starttls]),
        ...(starttls === 'xmpp' ? ['-xmpphost', host] : []),
      ],
    }
  },
  read: ({ stdout, stderr }) => {
    const text = `${stderr}\n${stdout}`.replace(/\r\n/g, '\n')
    const error = /^verify error:.*$/m.exec(text)?.[0]
    const end = /^\s*(Verify return code: .*)$/m.exec(text)?.[1]
    if (error !== undefined)
      return { kind: 'failed', says: [error, ...(end === undefined ? [] : [end])].join('\n'), isVerdict: true }
    const fault = text.split('\n').find((line) => /^[0-9A-F]+:error:/.test(line))
    // After the handshake of TLS 1.3 an alert may still come: the chain was accepted before.
    const isShaken =
      /^\s*Verify return code: 0 /m.test(text) &&
      /^New, TLSv|^\s*Cipher\s*: (?!0000)\S/m.test(text) &&
      !/^New, \(NONE\)/m.test(text)
    if (isShaken) return { kind: 'accepted' }
    if (fault !== undefined) return { kind: 'failed', says: fault.replace(/^[0-9A-F]+:/, '') }
    return { kind: 'none', why: firstLine(stderr) || 'it said nothing' }
  },
}

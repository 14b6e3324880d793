import type { Probe } from './probe.ts'
import { fromHere } from './environment.ts'
import { bracketed, fileSettings } from './shared/direct.ts'

/** Of the configuration files, which are not read, what names the bundle and the directory; names as Wget takes them, without `-` and `_`. */
const flags: Readonly<Record<string, string>> = { cacertificate: '--ca-certificate', cadirectory: '--ca-directory' }

/** Wget, with a HEAD. It has no option that says where a name is. */
export const wget: Probe = {
  runtime: 'wget',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  proxies: true,
  invoke: (machine, question) => {
    const { asking, host, port, starttls, viaProxy, isElsewhere } = question
    if (starttls !== null) return { cannot: `it does not speak ${starttls}` }
    if (isElsewhere) return { cannot: 'it connects where the name leads, and not to another address' }
    const set = new Map(
      [...fileSettings(question, machine.home)].map(([name, value]) => [name.replace(/[-_]/g, ''), value] as const),
    )
    return {
      argv: [
        asking.installation.path,
        '--no-config',
        '--no-netrc',
        '--no-hsts',
        '--no-verbose',
        '--spider',
        '--tries=1',
        '--timeout=8',
        '--max-redirect=0',
        ...(viaProxy ? [] : ['--no-proxy']),
        ...Object.entries(flags).flatMap(([name, flag]) => {
          const value = set.get(name)
          return value === undefined ? [] : [`${flag}=${fromHere(machine, value)}`]
        }),
        '-O',
        machine.platform === 'win32' ? 'NUL' : '/dev/null',
        `https://${bracketed(host)}:${port}/`,
      ],
    }
  },
  read: ({ code, stderr }) => {
    // Warnings of it stand before the sentence.
    const says = stderr
      .replace(/\r\n/g, '\n')
      .replace(/^WARNING: .*\n/gm, '')
      .trim()
    // EXIT STATUS of wget(1): 5 is a failed verification, 6 to 8 are the server's, after the handshake.
    if (code === 0 || (code >= 6 && code <= 8)) return { kind: 'accepted' }
    if (code === 5) return { kind: 'failed', says, isVerdict: true }
    return says === '' ? { kind: 'none', why: `it ended with ${code}` } : { kind: 'failed', says }
  },
}

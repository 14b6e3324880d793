import type { Probe, Question } from './probe.ts'
import { fromHere } from './environment.ts'
import { bracketed, fileSettings } from './shared/direct.ts'
import { firstLine } from './shared/script-answer.ts'

/** Of the configuration file, which is not read, what names the bundle and the directory. */
const flags = ['cacert', 'capath']

/** The connection is to be made to the address, whatever the name leads to; through a proxy, where that finds it. */
const connectTo = ({ address, viaProxy, isElsewhere }: Question): readonly string[] =>
  address === '' || (viaProxy && !isElsewhere) ? [] : ['--connect-to', `::${bracketed(address)}:`]

/**
 * curl, with a HEAD. `-q` stands first, so that no configuration file is read, with its headers and passwords. `time_appconnect` is above
 * zero when the handshake was completed: what fails behind it is no matter of certificates.
 */
export const curl: Probe = {
  runtime: 'curl',
  trusts: ['CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_SSL_BACKEND'],
  proxies: true,
  invoke: (machine, question) => {
    const { asking, host, port, starttls, viaProxy } = question
    if (starttls !== null) return { cannot: `it is not asked to speak ${starttls}` }
    const set = fileSettings(question, machine.home)
    const trust = flags.flatMap((name) => {
      const value = set.get(name)
      return value === undefined ? [] : [`--${name}`, fromHere(machine, value)]
    })
    return {
      argv: [
        asking.installation.path,
        '-q',
        '--silent',
        '--show-error',
        '--head',
        '--max-time',
        '9',
        '--connect-timeout',
        '8',
        '--output',
        machine.platform === 'win32' ? 'NUL' : '/dev/null',
        '--write-out',
        '%{time_appconnect}',
        ...(viaProxy ? [] : ['--noproxy', '*']),
        ...trust,
        ...connectTo(question),
        `https://${bracketed(host)}:${port}/`,
      ],
    }
  },
  read: ({ code, stdout, stderr }) => {
    if (code === 0 || Number(stdout.trim().replace(',', '.')) > 0) return { kind: 'accepted' }
    const says = stderr.replace(/\r\n/g, '\n').split('\n\n')[0]?.trim() ?? ''
    // EXIT CODES of curl(1): 51 and 60, the peer's certificate.
    if (code === 60 || code === 51) return { kind: 'failed', says, isVerdict: true }
    return says === '' ? { kind: 'none', why: `it ended with ${code}` } : { kind: 'failed', says: firstLine(says) }
  },
}

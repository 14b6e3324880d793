import type { Probe } from './probe.ts'
import { fromHere } from './environment.ts'
import { bracketed, fileSettings } from './shared/direct.ts'

/** Keys of git's configuration, which is not read, that are handed on: by their names in lower case. */
const trust = ['http.sslCAInfo', 'http.sslCAPath', 'http.schannelUseSSLCAInfo', 'http.schannelCheckRevoke']

/** What git or the server says once the handshake is done. */
const later =
  /is this a git repository|repository '.*' not found|returned error: \d{3}|could not read (Username|Password)|terminal prompts disabled|Authentication failed|unable to update url base from redirection|redirect|Empty reply|invalid server response|protocol error/i

/**
 * git over HTTPS: what it asks of any repository first, without credentials. Its configuration is not read (`GIT_CONFIG_*`, an empty home,
 * no repository), so that no header, helper, hook or address of another is in it.
 */
export const git: Probe = {
  runtime: 'git',
  trusts: ['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH'],
  proxies: true,
  invoke: (machine, question) => {
    const { asking, host, port, address, starttls, viaProxy, isElsewhere } = question
    if (starttls !== null) return { cannot: 'it knows HTTPS alone' }
    const { installation } = asking
    const [major = 0, minor = 0] = (installation.version ?? '').split('.').map(Number)
    const canResolve = major > 2 || (major === 2 && minor >= 37)
    if (isElsewhere && !canResolve) return { cannot: 'it connects where the name leads, and not to another address' }
    const set = fileSettings(question, machine.home)
    const backend = machine.platform === 'win32' ? /-(openssl|schannel)$/.exec(installation.client ?? '')?.[1] : undefined
    const settings = [
      ...trust.flatMap((name) => {
        // One for this server alone is named with its address.
        const own = [...set.keys()].find((key) => key.replace(/^http\..*\.(?=[^.]+$)/, 'http.') === name.toLowerCase())
        const value = own === undefined ? undefined : set.get(own)
        return value === undefined ? [] : [`${name}=${name.includes('sslCA') ? fromHere(machine, value) : value}`]
      }),
      ...(backend === undefined ? [] : [`http.sslBackend=${backend}`]),
      ...(address === '' || viaProxy || !canResolve || host === address
        ? []
        : [`http.curloptResolve=${host}:${port}:${bracketed(address)}`]),
      'http.followRedirects=false',
      'credential.helper=',
      'core.askPass=',
    ]
    return {
      argv: [installation.path, ...settings.flatMap((s) => ['-c', s]), 'ls-remote', `https://${bracketed(host)}:${port}/`],
      env: {
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: machine.platform === 'win32' ? 'NUL' : '/dev/null',
        GIT_TERMINAL_PROMPT: '0',
        GIT_OPTIONAL_LOCKS: '0',
        // No repository: whoever can write above the folder could have put one there.
        GIT_DIR: 'none',
      },
    }
  },
  read: ({ code, stderr }) => {
    const text = stderr.replace(/\r\n/g, '\n').trim()
    if (code === 0 || later.test(text)) return { kind: 'accepted' }
    const says = /^fatal: unable to access [^]*$/m.exec(text)?.[0]
    return says === undefined ? { kind: 'none', why: text.split('\n')[0] ?? '' } : { kind: 'failed', says }
  },
}

import type { Host } from '../host/host.ts'
import type { Probe, Question } from './probe.ts'
import { addressOf, browsing, copiesOf, nowhere, visited } from './shared/browser.ts'

/**
 * Firefox without a window, with a new profile that has of the user's what decides trust: its database, what Mozilla has published since the
 * release (security_state), and the preferences about security. Exceptions that were made by hand (cert_override.txt) are not trust;
 * keys and passwords (key4.db) are not needed, though the database be under a password (seen with 153).
 */
export const firefox: Probe = {
  runtime: 'firefox',
  trusts: [],
  isBrowser: true,
  invoke: browsing((machine, question) => {
    const { path, program } = question.asking.installation
    if (program === undefined) return { cannot: 'no program was found that opens this profile' }
    return {
      argv: [program, '--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', '.'],
      files: { 'user.js': [...ofUser(machine, path), ...preferences(question).map(line)].join('\n') },
      copies: copiesOf(machine, path, ['cert9.db', 'security_state/data.safe.bin'], ''),
      visit: { protocol: 'marionette', url: addressOf(question) },
    }
  }),
  read: (ended) => {
    const told = visited(ended)
    // An alert of the server, which wants a certificate of the client perhaps (SSLerrs.h): of its own it says nothing.
    return told.kind === 'failed' && /\bSSL_ERROR_RX_\w+_ALERT$/.test(told.says) ? { kind: 'none', why: told.says } : told
  },
}

/** Lines of the user's preferences about security that are plain values, user.js last, as Firefox reads them. */
const ofUser = (machine: Host, profile: string): readonly string[] =>
  ['prefs.js', 'user.js'].flatMap((name) => {
    const bytes = machine.readFile(`${profile}/${name}`)
    const text = bytes === null ? '' : new TextDecoder().decode(bytes)
    return text.match(/^user_pref\("security\.[\w.-]+",\s*(?:true|false|-?\d+|"[^"\\]*")\);/gm) ?? []
  })

type Preference = readonly [name: string, value: boolean | number | string]

/** The server is reached at its address and by itself; everything else that Firefox asks for of its own accord goes nowhere. */
const preferences = ({ host, address }: Question): readonly Preference[] => [
  ['marionette.port', 0],
  ['network.trr.mode', 5],
  ['network.dns.forceResolve', address],
  ['network.proxy.type', 1],
  ['network.proxy.http', '127.0.0.1'],
  ['network.proxy.http_port', nowhere],
  ['network.proxy.ssl', '127.0.0.1'],
  ['network.proxy.ssl_port', nowhere],
  ['network.proxy.no_proxies_on', host],
  ['network.proxy.failover_direct', false],
  ['network.proxy.allow_bypass', false],
  ['network.http.http3.enable', false],
  ['browser.shell.checkDefaultBrowser', false],
  ['datareporting.policy.dataSubmissionEnabled', false],
]

const line = ([name, value]: Preference): string => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`

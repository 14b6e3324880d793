import type { Host } from '../host/host.ts'
import type { Probe, Question } from './probe.ts'

const proxyNames = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY']

/**
 * The whole environment of a probe: where the system's own programs lie, the language of the sentences, and of the user's variables
 * those about trust (any program may be one of the Nix store), and about proxies where the server was reached through one.
 */
export function probeEnvironment(host: Host, probe: Probe, { viaProxy }: Question): Readonly<Record<string, string>> {
  const trusts = [...probe.trusts, 'NIX_SSL_CERT_FILE']
  const kept = [...trusts, ...(viaProxy && probe.proxies === true ? proxyNames : [])].flatMap((name) => {
    const value = host.env[name]
    return value === undefined ? [] : [[name, trusts.includes(name) ? placed(host, name, value) : value] as const]
  })
  const parted = Object.entries(probe.words ?? {}).flatMap(([name, fits]) => {
    const words = wordsOf(host.env[name] ?? '').filter((word) => fits.test(word.replace(/["']/g, '')))
    return words.length === 0 ? [] : [[name, words.map((word) => placedWord(host, word)).join(' ')] as const]
  })
  return { ...system(host), ...Object.fromEntries([...kept, ...parted]) }
}

function system(host: Host): Readonly<Record<string, string>> {
  if (host.platform === 'win32') {
    const root = host.env['SystemRoot'] ?? 'C:\\Windows'
    return { SystemRoot: root, PATH: `${root}\\System32;${root}`, TZ: 'UTC' }
  }
  // The sentences are compared with those of recordings, which were made so. macOS has no C.UTF-8.
  return { PATH: '/usr/bin:/bin', LC_ALL: host.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', TZ: 'UTC' }
}

/** An option of Java that names a file: `-Djavax.net.ssl.trustStore=t.p12`. */
const placedWord = (host: Host, word: string): string =>
  word.replace(/^(-D[\w.]+=)([^"']+)$/, (_, option: string, path: string) => option + fromHere(host, path))

/** Words parted by blanks, with their quotes. */
const wordsOf = (text: string): readonly string[] => text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []

/** A relative path means one from where the user stands; the probe stands elsewhere. */
function placed(host: Host, name: string, value: string): string {
  const separator = host.platform === 'win32' ? ';' : ':'
  return name.endsWith('_DIR')
    ? value
        .split(separator)
        .map((part) => fromHere(host, part))
        .join(separator)
    : fromHere(host, value)
}

/** A path of a setting from where the user stands. What is no path, `1` or `mozilla,system`, stays as it is where no such file is there. */
export function fromHere(host: Host, path: string): string {
  const here = host.cwd
  const isWindows = host.platform === 'win32'
  if (path === '' || here === '' || /^([A-Za-z]:)?[\\/]/.test(path)) return path
  const whole = `${here}${isWindows ? '\\' : '/'}${path}`
  try {
    return host.stat(whole) === null ? path : whole
  } catch {
    return whole
  }
}

/** A text without what the environment's proxies are told as name and password. */
export function withoutProxySecrets(host: Host, text: string): string {
  const secrets = proxyNames.flatMap((name) => {
    const [, info = ''] = /^(?:[a-z0-9+.-]+:\/\/)?([^/]*)@/i.exec(host.env[name] ?? '') ?? []
    return [info, info.split(':').slice(1).join(':')].filter((secret) => secret !== '')
  })
  return secrets.reduce((now, secret) => now.replaceAll(secret, '***'), text)
}

import type { Recognised } from './explanation.ts'

/**
 * One command that tells the causes apart; `null` where nothing was recognised. Host and port were read from the text and hold no more than
 * names. A store that could not be read is looked at on this machine, where the program of the text is one that `which` knows: no server is at fault.
 */
export function nextProbe(recognised: readonly Recognised[], text = ''): string | null {
  const [first] = recognised
  if (first === undefined) return null
  const program = isOfStore(first) ? programOf(first, text) : null
  return program === null ? checkCommand(first) : `rootcause which ${program}`
}

/** Whether a text says that a store could not be read, and nothing else. */
export const isOfStore = ({ causes }: Recognised): boolean =>
  causes.length > 0 && causes.every((cause) => cause === 'store-missing' || cause === 'store-unreadable')

/** Programs that ask another store than the runtime on which they run, by what stands in their texts. */
const onTop: Readonly<Record<string, readonly (readonly [program: string, mark: RegExp])[]>> = {
  node: [
    ['npm', /\bnpm (?:ERR!|error|WARN|warn)/],
    ['yarn', /\byarn |\bYN\d{4}:/],
  ],
  python: [
    ['pip', /\bpip\b|Could not install packages/],
    ['conda', /\bconda\b|Parameter ssl_verify|Conda\w*Error/],
    ['poetry', /\bpoetry\b/],
    ['botocore', /botocore|SSL validation failed for/],
    ['requests', /requests[./]|HTTPSConnectionPool|suitable TLS CA certificate bundle/],
  ],
}

/** What `which` calls the program whose words they are. */
const named: Readonly<Record<string, string>> = {
  bun: 'bun',
  cargo: 'cargo',
  curl: 'curl',
  deno: 'deno',
  dotnet: 'dotnet',
  git: 'git',
  go: 'go',
  java: 'java',
  mysql: 'mysql',
  node: 'node',
  openssl: 'openssl',
  perl: 'perl',
  php: 'php',
  postgresql: 'postgres',
  python: 'python',
  ruby: 'ruby',
  wget: 'wget',
}

function programOf({ runtime }: Recognised, text: string): string | null {
  if (runtime === null) return null
  return onTop[runtime]?.find(([, mark]) => mark.test(text))?.[0] ?? named[runtime] ?? null
}

/** The check of the host that a text names. */
export function checkCommand(first: Recognised): string {
  const client = clientOf(first)
  const starttls = starttlsOf(first)
  return `rootcause check ${placeOf(first)}${starttls === undefined ? '' : ` --starttls ${starttls}`}${client === null ? '' : ` --client ${client}`}`
}

/** Ports on which a server speaks in the clear first (IANA's registry), and the protocol. */
const upgraded: Readonly<Record<number, string>> = {
  21: 'ftp',
  25: 'smtp',
  110: 'pop3',
  143: 'imap',
  389: 'ldap',
  587: 'smtp',
  3306: 'mysql',
  5222: 'xmpp',
  5432: 'postgres',
}

/** Programs that speak their own protocol before TLS. */
const ofProgram: Readonly<Record<string, string>> = { mariadb: 'mysql', mysql: 'mysql', postgresql: 'postgres' }

const starttlsOf = ({ runtime, port }: Recognised): string | undefined =>
  port === null ? ofProgram[runtime ?? ''] : upgraded[port]

function placeOf({ host, port }: Recognised): string {
  if (host === null) return '<host>:<port>'
  const name = host.includes(':') ? `[${host}]` : host
  return port === null ? name : `${name}:${port}`
}

/** The profile to ask, where the text shows the release. */
function clientOf({ runtime, version }: Recognised): string | null {
  if (version === null) return null
  const minor = /^\d+\.\d+/.exec(version)?.[0]
  const major = /^\d+/.exec(version)?.[0]
  if (
    runtime === 'python' &&
    minor !== undefined &&
    !version.includes('or') &&
    Number(major) === 3 &&
    Number(minor.split('.')[1]) >= 6
  )
    return `python-${minor}`
  if (runtime === 'node' && major !== undefined && !version.includes('or')) return `node-${major}`
  return null
}

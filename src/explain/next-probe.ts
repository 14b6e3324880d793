import type { Recognised } from './explanation.ts'

/** One command that tells the causes apart; `null` where nothing was recognised. Host and port were read from the text and hold no more than names. */
export function nextProbe(recognised: readonly Recognised[]): string | null {
  const [first] = recognised
  if (first === undefined) return null
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

const starttlsOf = ({ runtime, host, port }: Recognised): string | undefined =>
  host === null ? undefined : port === null ? (runtime === 'postgresql' ? 'postgres' : undefined) : upgraded[port]

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

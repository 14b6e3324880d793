import { type CauseWord, causeMeanings } from '../messages/cause-words.ts'
import type { Refuser } from '../messages/known/known-text.ts'
import type { Explanation, Recognised } from './explanation.ts'
import { checkCommand, isOfStore } from './next-probe.ts'

const names: Readonly<Record<string, string>> = {
  android: 'Android',
  apk: 'apk',
  apple: 'macOS or iOS',
  apt: 'apt',
  boringssl: 'BoringSSL',
  bun: 'Bun',
  cargo: 'Cargo',
  chrome: 'Chrome, or another program on its network code,',
  dart: 'Dart or Flutter',
  deno: 'Deno',
  dotnet: '.NET',
  envoy: 'Envoy',
  erlang: 'Erlang or Elixir',
  firefox: 'Firefox or NSS',
  git: 'git',
  glib: 'A program on GLib',
  gnutls: 'GnuTLS',
  go: 'Go',
  java: 'Java',
  kafka: 'Kafka',
  ldap: 'OpenLDAP',
  mariadb: 'MariaDB',
  mongodb: 'MongoDB',
  mysql: 'MySQL or MariaDB',
  node: 'Node.js',
  openssl: 'OpenSSL',
  openvpn: 'OpenVPN',
  oracle: 'Oracle',
  perl: 'Perl',
  php: 'PHP',
  postfix: 'Postfix',
  postgresql: 'PostgreSQL',
  python: 'Python',
  redis: 'Redis',
  ruby: 'Ruby',
  rustls: 'rustls (Rust)',
  safari: 'Safari',
  windows: 'Windows (Schannel or CryptoAPI)',
  workerd: 'Cloudflare’s workerd',
}

/** No remedy of trust stores cures it, and a pin that was read off the connection itself would bless whoever sits in between. */
const aboutPins: readonly string[] = [
  'A pin is set in the program or its settings: no trust store changes it.',
  '  1. Compare: does another network, without a proxy or virus scanner in between, show the same certificate?',
  '  2. If it does, the server has a new key: whoever looks after the program sets the new pin, as the server’s operator names it by another way.',
  '  3. If it does not, something intercepts the connection, and the program is right to refuse: have this host excepted there.',
]

/** Behind the name and the release. */
const behind: Readonly<Record<string, string>> = { openssl: ', or a program that passes its words on,' }

const aboutProtocol: readonly string[] = [
  'No certificate was looked at yet. What answers there may not speak TLS at all: plain http, a service that wants STARTTLS first,',
  'or a proxy whose own address was given as https:// and is http://.',
]

/** What an explanation says to a reader, line by line; nothing is wrapped or escaped yet. At most four refusals and six causes each are told. */
export function explanationLines({ recognised, next }: Explanation): readonly string[] {
  if (recognised.length === 0) {
    return [
      'This text is not known to be about a certificate or a TLS handshake.',
      'If it is, paste more of it: the whole output, from the first line of the error on.',
    ]
  }
  const lines = recognised.slice(0, 4).flatMap((one) => [...refusal(one), ''])
  const isPinned = recognised.some(({ causes: [first] }) => first === 'pin')
  const isOfProtocol = recognised.every(({ causes: [first] }) => first === 'protocol')
  const [one, ...others] = recognised
  const isOne = others.length === 0 && one?.causes.length === 1 && one.namesCause
  const hosts = recognised[0]?.host ?? null
  if (one !== undefined && isOfStore(one) && next !== checkCommand(one))
    return [...lines, 'No server is at fault: to see which store is asked here, and what names it:', `  ${next ?? ''}`]
  return [
    ...lines,
    ...(isPinned ? [...aboutPins, ''] : []),
    ...(isOfProtocol ? [aboutProtocol.join(' '), ''] : []),
    `${isOne ? 'To see it' : 'To see which it is'}${hosts === null ? ', name the host that was asked:' : ':'}`,
    `  ${next ?? ''}`,
  ]
}

function refusal({ runtime, version, who, causes, namesCause, host, port, text }: Recognised): readonly string[] {
  const said = runtime === null ? 'A program' : (names[runtime] ?? runtime)
  const release = version === null ? '' : /^\d/.test(version) ? ` ${version}` : ` (${version})`
  const [first, ...others] = causes
  const place = host === null ? null : `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`
  const head = [`${said}${release}${behind[runtime ?? ''] ?? ''} ${whatHappened(who, first, place)}.`, `  its words: ${text}`]
  if (first === undefined) return head
  if (others.length === 0 && namesCause) return [...head, `It means: ${causeMeanings[first]} (${first}).`]
  if (others.length === 0) return [...head, `The text names no cause: ${causeMeanings[first]} (${first}).`]
  return [
    ...head,
    namesCause ? 'It can mean, likeliest first:' : 'The text names no single cause. It can mean, likeliest first:',
    ...causes.slice(0, 6).map((cause, i) => `  ${i + 1}. ${causeMeanings[cause]} (${cause})`),
  ]
}

/** Who did what to whom, as far as the words and the likeliest cause show it. */
function whatHappened(who: Refuser, cause: CauseWord | undefined, place: string | null): string {
  const other = place ?? 'the other side'
  if (who === 'peer') return `was refused by ${other}`
  if (who === 'unknown') return `could not agree with ${other}`
  switch (cause) {
    case 'protocol':
    case 'handshake-unspecified':
      return `could not begin TLS with ${other}`
    case 'store-missing':
    case 'store-unreadable':
      return 'could not read its trust store'
    case 'client-cert-required':
    case 'client-cert-rejected':
      return `could not show a certificate of its own${place === null ? '' : ` to ${place}`}`
    default:
      return `refused the certificate it was shown${place === null ? '' : ` for ${place}`}`
  }
}

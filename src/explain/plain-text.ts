import { causeMeanings } from '../messages/cause-words.ts'
import type { Explanation, Recognised } from './explanation.ts'

const names: Readonly<Record<string, string>> = {
  apple: 'macOS or iOS',
  apt: 'apt',
  bun: 'Bun',
  chrome: 'Chrome or another program on its network code',
  dart: 'Dart or Flutter',
  deno: 'Deno',
  dotnet: '.NET',
  firefox: 'Firefox or NSS',
  git: 'git',
  gnutls: 'GnuTLS',
  go: 'Go',
  java: 'Java',
  node: 'Node.js',
  openssl: 'OpenSSL, or a program that passes its words on',
  perl: 'Perl',
  php: 'PHP',
  python: 'Python',
  ruby: 'Ruby',
  rustls: 'rustls (Rust)',
  windows: 'Windows (Schannel or CryptoAPI)',
}

/** No remedy of trust stores cures it, and a pin that was read off the connection itself would bless whoever sits in between. */
const aboutPins: readonly string[] = [
  'A pin is set in the program or its settings: no trust store changes it.',
  '  1. Compare: does another network, without a proxy or virus scanner in between, show the same certificate?',
  '  2. If it does, the server has a new key: whoever looks after the program sets the new pin, as the server’s operator names it by another way.',
  '  3. If it does not, something intercepts the connection, and the program is right to refuse: have this host excepted there.',
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
  const hosts = recognised[0]?.host ?? null
  return [
    ...lines,
    ...(isPinned ? [...aboutPins, ''] : []),
    hosts === null ? 'To see which it is, name the host that was asked:' : 'To see which it is:',
    `  ${next ?? ''}`,
  ]
}

function refusal({ runtime, version, who, causes, namesCause, host, port, text }: Recognised): readonly string[] {
  const said = runtime === null ? 'A program' : (names[runtime] ?? runtime)
  const release = version === null ? '' : /^\d/.test(version) ? ` ${version}` : ` (${version})`
  const where = host === null ? '' : `, of ${host}${port === null ? '' : `:${port}`}`
  const side = {
    local: 'refused the certificate it was shown',
    peer: 'was refused by the other side',
    unknown: 'could not agree with the other side',
  }[who]
  const [first, ...others] = causes
  const head = [`${said}${release} ${side}${where}.`, `  its words: ${text}`]
  if (first === undefined) return head
  if (others.length === 0 && namesCause) return [...head, `It means: ${causeMeanings[first]} (${first}).`]
  if (others.length === 0) return [...head, `The text names no cause: ${causeMeanings[first]} (${first}).`]
  return [
    ...head,
    namesCause ? 'It can mean, likeliest first:' : 'The text names no single cause. It can mean, likeliest first:',
    ...causes.slice(0, 6).map((cause, i) => `  ${i + 1}. ${causeMeanings[cause]} (${cause})`),
  ]
}

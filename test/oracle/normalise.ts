import { comparable } from '../../src/messages/comparable.ts'

/** One difference that the harness made between a recording and what the client said. */
interface Rule {
  readonly reason: string
  readonly pattern: RegExp
  readonly by: string | ((...groups: string[]) => string)
}

// Order matters: the harness's prefix first, for the later rules are anchored.
const rules: readonly Rule[] = [
  {
    reason:
      'the harness puts REJECT and, for Node, the error’s code first; Node itself prints the code of a name error in its name',
    pattern: /^REJECT ERR_TLS_CERT_ALTNAME_INVALID \| (.*)$/s,
    by: 'Error [ERR_TLS_CERT_ALTNAME_INVALID]: $1',
  },
  {
    reason: 'the harness prints the class of Ruby’s exception before its message',
    pattern: /^REJECT OpenSSL::SSL::SSLError \| (.*)$/s,
    by: '$1',
  },
  {
    reason: 'PHP’s last warning has only the address; the harness joined the warnings',
    pattern: /^REJECT \| (stream_socket_client\(\): .*?) ; (stream_socket_client\(\): Failed to enable crypto) ; .*$/s,
    by: '$1 $2',
  },
  {
    reason: 'bssl prints the thread before its queue, and the harness joined the lines',
    pattern: /(CERTIFICATE_VERIFY_FAILED)\s+(?:\d+:)?(?=error:)/,
    by: '$1 ',
  },
  {
    reason: 'the harness prints the address of Firefox’s error page, and then the code and the sentence of it',
    pattern: /^REJECT insecure certificate \| about:certerror\S* :: (\w+) valid=\w+ (.*)$/s,
    by: '$2\nError code: $1',
  },
  {
    reason: 'the lines of vfychain’s log were joined in recording',
    pattern: /^Chain is bad![^]*$/,
    by: (whole: string) => whole.replace(/\s+/g, ' '),
  },
  {
    reason: 'as above, and the code after the message; it is kept, for it may differ from the message',
    pattern: /^REJECT ([A-Z][A-Z_]+|[a-z][a-z ]+) \| (.*)$/s,
    by: 'Error: $2 ($1)',
  },
  {
    reason: 'Mono’s callback throws before the harness prints what it was given',
    pattern: /^REJECT \| (System\..*)$/s,
    by: '$1',
  },
  { reason: 'Node up to 8 has no code for a name error', pattern: /^REJECT \| (.*)$/s, by: 'Error: $1' },
  { reason: 'the harness prints Deno’s error name apart', pattern: /^REJECT InvalidData \| (.*)$/s, by: 'InvalidData: $1' },
  {
    reason: 'the harness prints verify_code of Python’s exception; the sentence has the text of it',
    pattern: /^REJECT code=\d+ \| (.*)$/s,
    by: '$1',
  },
  {
    reason: 'the harness prints the type of Go’s error; the sentence has its meaning',
    pattern: /^REJECT \*?(?:tls|x509)\.\w+ \| (.*)$/s,
    by: '$1',
  },
  {
    reason: 'the harness that calls libcurl with GnuTLS prints its generic text before the detail; curl prints the detail',
    pattern: /^REJECT curl\(60\) [^|]*\| /,
    by: 'curl: (60) ',
  },
  {
    reason: 'the harness says that wolfSSL could not load an expired authority; what the handshake says stands behind it',
    pattern: /^LOADERR 0 ok REJECT /,
    by: 'REJECT ',
  },
  { reason: 'the harness’s prefix alone', pattern: /^REJECT (.*)$/s, by: '$1' },
  {
    reason: 'Botan goes on after its status, and prints the session of the handshake, which is random',
    pattern: / Handshake complete, TLS v\d.*$/s,
    by: '',
  },
  { reason: 'the harness joins the two lines of s_client', pattern: / \| Verify return code: /, by: '\nVerify return code: ' },
  { reason: 'the harness prints the causes of Java’s exception after it', pattern: /\s*<=.*$/s, by: '' },
  {
    reason: 'wget warns of a directory that the harness made it look for',
    pattern: /^ERROR: Cannot open directory \S+\s+/,
    by: '',
  },
]

/** Recordings were cut here. */
export const recordedLength = 400

/** A sentence, ours or recorded, in the form in which the two are compared. */
export function normalise(text: string): string {
  return comparable(
    rules.reduce((now, { pattern, by }) => (typeof by === 'string' ? now.replace(pattern, by) : now.replace(pattern, by)), text),
  )
}

/** Whether a recording is our sentence. One of full length may have been cut: then its own length is compared. */
export function sameSentence(ours: string, recorded: string): boolean {
  const mine = normalise(ours)
  const theirs = normalise(recorded)
  return mine === theirs || (recorded.length >= recordedLength && theirs.length > recordedLength / 2 && mine.startsWith(theirs))
}

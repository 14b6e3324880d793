/** One part of a client's sentence that differs from run to run, or from build to build, and says nothing of the cause. */
interface Rule {
  readonly reason: string
  readonly pattern: RegExp
  readonly by: string | ((...groups: string[]) => string)
}

// Order matters: the later ones see what the earlier ones left.
const rules: readonly Rule[] = [
  { reason: 'the address of the server, which the Ruby gem prints from 3.0 on', pattern: / peeraddr=\S+(?= state=)/, by: '' },
  {
    reason: 'PHP’s warnings are lines here and one line there',
    pattern: /^stream_socket_client\(\): [^\n]*\n(?:error:[^\n]*\n)*stream_socket_client\(\): Failed to enable crypto$/,
    by: (whole: string) => whole.replaceAll('\n', ' '),
  },
  {
    reason: 'libcurl names the release of its library before the library’s own line',
    pattern: /^(curl: \(35\) |fatal: unable to access '[^']*': |)OpenSSL\/\S+ /,
    by: '$1',
  },
  { reason: 'OpenSSL names the thread before an entry of its queue', pattern: /\b[0-9A-F]{12,16}:(?=error:)/, by: '' },
  {
    reason: 'as above: the line of the C source behind it, and the number of an alert that it has named',
    pattern: /(error:0[0-9A-F]{7}:[^\n]*?):(?:\.\.\/)*[\w./-]+\.c:\d+:(?:SSL alert number \d+)?/g,
    by: '$1',
  },
  {
    reason: 'whether Node meets an error of the handshake while it reads or writes hangs on the time',
    pattern: /^Error: (?:write EPROTO )?(error:0[0-9A-F]{7}:\S.*?) \((?:EPROTO|ERR_SSL_\w+)\)$/s,
    by: 'Error: $1',
  },
  { reason: 'curl’s advice stands after its sentence, and was reworded', pattern: /\s+More details here: .*$/s, by: '' },
  { reason: 'wget’s advice stands after its sentence', pattern: /\nTo connect to \S+ insecurely, use .*$/s, by: '' },
  {
    reason: 'wget names the issuer of the target whatever fails; the sentence does so where the failure holds it',
    pattern: /^(ERROR: cannot verify \S+ certificate), issued by .*:$/m,
    by: '$1:',
  },
  { reason: 'wget says first which file it could not read', pattern: /^(?:ERROR: Failed to open cert [^\n]*\n)+/, by: '' },
  { reason: 'wget: the queue’s entries behind the first', pattern: /^(OpenSSL: error:\S.*)\n(?:OpenSSL: .*\n)+/, by: '$1\n' },
  { reason: 'gRPC names the address of the server', pattern: /( last error: UNKNOWN: )ipv4:\S+ /, by: '$1' },
  {
    reason: 'clocks differ by how long a run took, not what they were compared with',
    pattern: /\bcurrent time \S+ is\b/,
    by: 'current time CLOCK is',
  },
  { reason: 'as above, rustls', pattern: /\bverification time -?\d+ \(UNIX\)/, by: 'verification time CLOCK (UNIX)' },
  {
    reason: 'as above: the difference to a time that is compared',
    pattern: /\(-?\d+ seconds (ago|in future)\)/,
    by: '(N seconds $1)',
  },
  {
    reason: 'at which field Go’s decoder stumbled is not modelled, only that it did',
    pattern: /(tls: failed to parse certificate from server: ).*$/s,
    by: '$1…',
  },
  { reason: 'ports are not part of the cause', pattern: /\b(localhost|127\.0\.0\.1):[2-6]\d{4}\b/g, by: '$1:PORT' },
  { reason: 'a line of the C source, other with each patch release', pattern: /\(_ssl\.c:\d*\)/, by: '(_ssl.c:LINE)' },
  {
    reason: 'rustls lists what its provider supports: a property of the build',
    pattern: /\b(UnsupportedSignatureAlgorithmContext) \{.*$/s,
    by: '$1',
  },
  {
    reason: 'the sentence has the file of authorities for any cause',
    pattern: /CAfile: .*? CRLfile/,
    by: 'CAfile: FILE CRLfile',
  },
  {
    reason: 'a port that the target of the sentence lacks where it is the default',
    pattern: /(https:\/\/[^/:]+):(?:PORT|\d+)\//,
    by: '$1/',
  },
  {
    reason: 'the port of the target, which LWP names',
    pattern: /^(Can't connect to )\[?(\S+?)\]?:(?:PORT|\d+) \(/,
    by: '$1$2 (',
  },
  { reason: 'wget tried ::1 first, where nothing listened', pattern: /^failed: Connection refused\. /, by: '' },
  { reason: 'wget says an expired target twice, in two wordings', pattern: / The certificate has expired$/, by: '' },
  { reason: 'lines of wget that were joined', pattern: /\nERROR: /g, by: ' ERROR: ' },
  { reason: 'white space at the ends', pattern: /^\s+|\s+$/g, by: '' },
]

/** A client's sentence, predicted or heard, in the form in which the two are compared. */
export function comparable(text: string): string {
  return rules.reduce(
    (now, { pattern, by }) => (typeof by === 'string' ? now.replace(pattern, by) : now.replace(pattern, by)),
    text,
  )
}

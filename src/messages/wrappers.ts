/**
 * What programs put around a verifier's sentence. Recognise-only: each takes one layer off and gives what was inside.
 * `prefix` is removed from the front, `suffix` from the end, `inside` is an expression whose first group is the sentence.
 */
export interface Wrapper {
  /** Who puts it there. */
  readonly of: string
  /** Its first group is what was wrapped. Anchored at one end at least. */
  readonly pattern: RegExp
}

// No nested quantifiers: each expression is linear, or quadratic at worst, in a line of bounded length.
export const wrappers: readonly Wrapper[] = [
  { of: 'lines that a log joined', pattern: /^(.+?) \| .+$/s },
  { of: 'lines that a log joined', pattern: /^.+? \| (.+)$/s },
  { of: 'Java, Rust: a cause', pattern: /^(?:Caused by|caused by): (.+)$/s },
  { of: 'wget: what it says of a directory', pattern: /^ERROR: Cannot open directory \S+\s+(.+)$/s },
  // exceptions by name; the dots of packages and the colons of Rust, Go and Ruby
  {
    of: 'Python, Java, Ruby: the name of an exception',
    pattern:
      /^(?:Exception in thread "[^"]*" |Uncaught |Caused by: |caused by: |\s*\d+: )?(?:[A-Za-z_$][\w$]*(?:\.|::))+[A-Za-z_$][\w$]*: (.+)$/s,
  },
  {
    of: 'Python: an exception without package',
    pattern:
      /^(?:SSLCertVerificationError|SSLError|CertificateError|ConnectError|URLError|MaxRetryError|ClientConnectorCertificateError|ClientConnectorSSLError|ConnectionError|TypeError|RequestError|FetchError|AxiosError|HTTPError): (.+)$/s,
  },
  {
    of: 'Python: arguments of an SSLError',
    pattern: /^(?:.*\b)?(?:SSLCertVerificationError|SSLError|CertificateError)\((?:\d+, )?u?(?:'|\\')(.+?)\\?'(?:,?\)).*$/s,
  },
  {
    of: 'Python: arguments of an SSLError',
    pattern: /^(?:.*\b)?(?:SSLCertVerificationError|SSLError|CertificateError)\((?:\d+, )?u?"(.+?)"(?:,?\)).*$/s,
  },
  { of: 'requests, urllib3', pattern: /^.*?\(Caused by (.+)\)$/s },
  { of: 'aiohttp', pattern: /^Cannot connect to host \S+ ssl:\S+ \[(.+)\]$/s },
  { of: 'aiohttp', pattern: /^(?:SSLCertVerificationError|SSLError|CertificateError): \(\d+, (?:'|")(.+)(?:'|")\)$/s },
  { of: 'urllib', pattern: /^<urlopen error (.+)>$/s },
  {
    of: 'pip',
    pattern:
      /^(?:WARNING: Retrying|Could not fetch URL|WARNING: There was).*?(?:connection broken by '|error confirming the ssl certificate: )(.+?)'?(?::? - skipping|: \/\S*)?$/s,
  },
  { of: 'AWS CLI', pattern: /^SSL validation failed for \S+ (.+)$/s },
  {
    of: 'gRPC, Dart',
    pattern: /^(?:HandshakeException: )?Handshake error in client \(OS Error:\s*(.+?)(?:\(handshake\.cc:\d+\))?\)$/s,
  },
  // Node
  { of: 'Node: reason of an error', pattern: /^(?:\s*\[?cause\]?: |.*?[,;] reason: |request to \S+ failed, reason: )(.+)$/s },
  {
    of: 'npm, yarn, pnpm',
    pattern: /^(?:npm (?:ERR!|error|WARN|warn)|error|yarn error|ERR_PNPM_\w+|\u2009?ERR_PNPM_\w+\u2009?)\s+(.+)$/s,
  },
  { of: 'npm: errno and code lines', pattern: /^(?:code|errno|reason|message):? '?(.+?)'?,?$/s },
  { of: 'npm, pnpm', pattern: /^(?:request to|GET|HEAD|PUT|POST) \S+ (?:failed, reason: |error \([A-Z_]+\)(?:\.|: ))(.+)$/s },
  { of: 'Node: place of an error', pattern: /^(.+?) at (?:TLSSocket|ClientRequest|TLSWrap|node:|Socket)\b.*$/s },
  { of: 'Node: properties of an error', pattern: /^(.+?) \{\s*(?:code|errno|reason|host|cert)\b.*$/s },
  // curl and git
  { of: 'git', pattern: /^(?:fatal|error|warning|remote): unable to access '[^']*': (.+)$/s },
  {
    of: 'libcurl bindings',
    pattern: /^(?:cURL|curl) error \d+(?: while downloading \S+)?: (.+?)(?: \(see \S+\))?(?: for \S+)?$/s,
  },
  {
    of: 'cargo',
    pattern:
      /^\[\d+\] (?:SSL peer certificate or SSH remote key was not OK|Problem with the SSL CA cert[^()]*(?:\([^)]*\))?) \((.+)\)$/s,
  },
  {
    of: 'libcurl: the error and its buffer',
    pattern: /^curl ?\(\d+\) SSL peer certificate or SSH remote key was not OK \| (.+)$/s,
  },
  { of: 'curl: advice after the sentence', pattern: /^(.+?)\s+More details here: .*$/s },
  // Go programs
  { of: 'Go: an HTTP request', pattern: /^(?:.*?\b)?(?:Get|Head|Post|Put|Patch|Delete) "[^"]*": (.+)$/s },
  {
    of: 'Docker, Kubernetes, Helm, Terraform',
    pattern:
      /^(?:Error response from daemon|Error: .*?|Unable to connect to the server|error: .*?|failed to do request|.*?failed to do request|.*?failed to fetch .*?|.*?transport: authentication handshake failed): (.+)$/s,
  },
  { of: 'Go: layers before the error', pattern: /^.*?\b((?:tls|x509|remote error): .+)$/s },
  // Rust programs
  { of: 'Rust: layers before the error', pattern: /^.*?\b(invalid peer certificate(?: contents)?: .+)$/s },
  { of: 'Deno, uv', pattern: /^(?:InvalidData|error|client error \(Connect\)|error sending request .*?): (.+)$/s },
  // others
  {
    of: 'Ruby',
    pattern: /^SSL_connect returned=\d+ errno=\d+(?: peeraddr=\S+)? state=error: certificate verify failed \((.+)\)$/s,
  },
  { of: 'Java: the names of exceptions before the cause', pattern: /^.*?\b(javax\.net\.ssl\.SSLHandshakeException: .+)$/s },
  { of: 'Java: causes after the sentence', pattern: /^(.+?)(?: <= |\n\s*(?:at |Caused by: )).*$/s },
  {
    of: 'Java: a validator alone',
    pattern: /^(?:sun\.security\.validator\.ValidatorException|java\.security\.cert\.[A-Z]\w*Exception): (.+)$/s,
  },
  {
    of: 'apt',
    pattern:
      /^.*?(?:Certificate verification failed|certificate verification failed): (.+?)\s*(?:Could not handshake: .*|\[IP: .*)?$/s,
  },
  { of: 'curl with GnuTLS', pattern: /^SSL certificate verification failed: (.+?)\s*\(CAfile: .*\)$/s },
  { of: 'gnutls-cli', pattern: /^\*\*\* (?:Fatal error: |PKI verification of server certificate failed\.\.\.\s*)(.+)$/s },
  {
    of: 'a log: time, level and program',
    pattern:
      /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s+)(?:\[?(?:ERROR|WARN|WARNING|INFO|FATAL|error|warn)\]?[:\s]+)?(.+)$/s,
  },
  { of: 'our own recordings', pattern: /^REJECT (?:[^|]*\| )?(.+)$/s },
]

/** Layers that are taken off one text at most. A real tower has fewer; a longer one was made to keep us busy. */
export const maxLayers = 12

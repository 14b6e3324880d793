import { pythonByLine } from './python-lines.ts'

/** What shows that a program printed a text; the first that fits is taken. */
const marks: readonly (readonly [runtime: string, mark: RegExp])[] = [
  ['apt', /Could not handshake: |^(?:Err|Ign):\d+ https|^[EW]: (?:Failed to fetch|https?:)|apt\.conf/m],
  [
    'python',
    /_ssl\.c:\d|Traceback \(most recent|SSLCertVerificationError|SSLError\(|SSLError: (?!SSL_connect|error:)|urllib3|requests\.exceptions|aiohttp|httpx|httpcore|connection broken by '|confirming the ssl certificate|CondaHTTPError|CondaSSLError|botocore|SSL validation failed for |site-packages|\.py", line \d|\[SSL: [A-Z_0-9]+\]|CertificateError: hostname '|<urlopen error/,
  ],
  ['java', /javax\.net\.ssl|java\.security|sun\.security|\.java:\d+\)|java\.lang\.|PKIX path/],
  [
    'dotnet',
    /System\.(?:Net|Security|IO|Exception)|AuthenticationException|Microsoft\.[A-Z]\w+\.|Invoke-(?:WebRequest|RestMethod)|\bNU\d{4}\b|SslPolicyErrors|RemoteCertificate/,
  ],
  ['ruby', /OpenSSL::SSL|SSL_connect returned=|\.rb:\d+|Gem::|Bundler::/],
  ['cargo', /\[\d+\] (?:SSL peer certificate|Problem with the SSL)|\bcargo\b|crates\.io|spurious network error/],
  ['git', /unable to access '|git-remote-https|\bgit (?:clone|fetch|pull|push|ls-remote)\b|^fatal: .*gnutls/m],
  [
    'php',
    /PHP (?:Warning|Fatal|Notice)|stream_socket_client|file_get_contents\(|SSL operation failed with code|Failed to enable crypto|cURL error \d+|curl error \d+ while|GuzzleHttp|Composer\\|\.php(?: on line|:\d)/,
  ],
  ['perl', /SSL connect attempt failed|LWP::|IO::Socket::SSL|HTTP::Tiny|\.p[lm] line \d|Can't connect to \S+:\d+ \(/],
  ['deno', /\bdeno\b|InvalidData: invalid peer|^error: (?:Import|Failed caching)|ext:deno/im],
  ['bun', /\bbun (?:install|add|run|x)\b|\bBun v\d|bun\.lock/],
  [
    'node',
    /npm (?:ERR!|error|WARN|warn)|\bERR_PNPM|\byarn (?:install|add|error|run)|\bYN\d{4}:|RequestError: (?!.*Error code)|\binfo There appears to be trouble with your network|node:(?:internal|_tls|tls|https)|\(_tls_wrap\.js|at TLSSocket|TypeError: fetch failed|node_modules|Node\.js v\d|AxiosError|FetchError|\bcode: '[A-Z_]+'|Mongo(?:ServerSelection|Network)Error|write EPROTO|\bEPROTO\b|Hostname\/IP|Error \[ERR_TLS|gyp ERR!|--use-system-ca|(?<!:)\bERR_SSL_(?!PROTOCOL_ERROR|VERSION_OR)|^Error: \S.*\(\b[A-Z_]+\)$/m,
  ],
  ['dart', /HandshakeException|handshake\.cc:\d|CERTIFICATE_VERIFY_FAILED\([a-z_]+\.cc/],
  ['wget', /\bwget\b|ERROR: cannot verify|^--\d{4}-\d\d-\d\d/m],
  ['nginx', /\[(?:crit|error|info|warn|alert)\] \d+#\d+:|SSL_do_handshake\(\) failed|\bupstream SSL\b/],
  ['postgresql', /\bpsql: |libpq|connection to server at "|\bpg_(?:dump|restore|basebackup)\b/],
  ['mysql', /ERROR 2026|\bmysql(?:dump|admin|sh)?: /],
  ['mongodb', /SSL peer certificate validation failed/],
  ['redis', /Could not connect to Redis|redis-cli/],
  ['openvpn', /VERIFY (?:ERROR|OK|KU|EKU)|OpenVPN|TLS_ERROR: BIO/],
  ['postfix', /postfix\/\w+/],
  ['ldap', /\bldap_(?:sasl_bind|start_tls|simple_bind|bind)|ldapsearch/],
  [
    'curl',
    /\bcurl: \(\d+\)|\bcurl\(\d+\)|libcurl|SSL certificate problem:|SSL certificate OpenSSL verify result|SSL certificate verification failed:|vtls/,
  ],
  ['openssl', /verify error:num=|Verify return code:|depth lookup|s_client|CONNECTED\(|: verification failed$|^depth=\d/m],
  ['go', /\bx509: |remote error: tls: |\btls: failed to|http: TLS handshake error|(?:Get|Head|Post) "?https:|kubectl|dockerd/],
  ['rustls', /invalid peer certificate|\brustls\b|fatal alert: [A-Z][a-z]+[A-Z]|\breqwest\b|client error \(Connect\)/],
  ['gnutls', /gnutls|\*\*\* Fatal error|\*\*\* Received alert|certificate is NOT trusted/i],
  ['windows', /schannel|\bSEC_E_|WinHTTP|WinHttp|CertUtil/i],
  ['firefox', /\b(?:SEC|SSL)_ERROR_[A-Z]|MOZILLA_PKIX|Firefox|Thunderbird/],
  ['chrome', /net::ERR_|\bNET::ERR/],
]

/** Names of what is a library under others: a mark of a program says more. */
const libraries: readonly string[] = ['openssl', 'curl', 'gnutls', 'windows', 'apple', 'mbedtls', 'wolfssl', 'boringssl', 'glib']

/** `line`: the line on which the sentence stands; `text`: all of it. `null` where nothing shows whose words they are. */
export function runtimeOf(own: string | null, line: string, text: string): string | null {
  if (own !== null && !libraries.includes(own)) {
    if (own === 'node' && /\bbun (?:install|add|run|x)\b|\bBun v\d/.test(text)) return 'bun'
    if (own === 'rustls' && /\bdeno\b|InvalidData: invalid peer/i.test(text)) return 'deno'
    return own
  }
  // The program itself, not the library under another: what stands on other lines is another's.
  if (/^(?:[^\n]{0,200}[\s"'`[(])?curl: \(\d+\) /.test(line)) return 'curl'
  const onLine = markOf(line)
  const near = onLine === null || libraries.includes(onLine) ? (markOf(text) ?? onLine) : onLine
  if (own === null) return near
  // The library's own mark, or that of another library, tells nothing new.
  return near === null || ['go', 'rustls', 'chrome', 'firefox'].includes(near) || (libraries.includes(near) && near !== 'curl')
    ? own
    : near
}

const markOf = (text: string): string | null => marks.find(([, mark]) => mark.test(text))?.[0] ?? null

/** The release that the text shows, or a range of them; `null` where it shows none. */
export function versionOf(
  runtime: string | null,
  text: string,
  worded: { readonly runtime: string | null; readonly version: string | null; readonly words: string },
): string | null {
  // A library's release is not that of the program that prints its words.
  const by = worded.runtime === runtime || runtime === null ? worded.version : null
  const shown = (expression: RegExp): string | null => expression.exec(text)?.[1] ?? null
  switch (runtime) {
    case 'python': {
      const named = shown(/\bPython[ /](\d\.\d{1,2}(?:\.\d{1,3})?)/) ?? shown(/[/\\]python(\d\.\d{1,2})[/\\]/i)
      const windows = /[/\\]Python(\d)(\d{1,2})(?:-32)?[/\\]/.exec(text)
      const folder = windows === null ? null : `${windows[1]}.${windows[2]}`
      return named ?? pythonByLine(text) ?? folder ?? by
    }
    case 'node':
      return shown(/Node\.js v(\d+\.\d+\.\d+)/) ?? shown(/\bnode[ /@:]*v(\d+\.\d+\.\d+)/i) ?? by
    case 'curl':
      return (
        shown(/\b(?:lib)?curl[ /](\d+\.\d+\.\d+)/) ??
        (text.includes('SSL certificate OpenSSL verify result') ? '8.17 or later' : by)
      )
    case 'go':
      return shown(/\bgo(1\.\d+(?:\.\d+)?)\b/) ?? (/tls: failed to verify certificate: /.test(text) ? '1.20 or later' : by)
    case 'java':
      return shown(/\bjava version "([^"\n]{1,20})"/) ?? (/Exception: \([a-z_]+\) /.test(text) ? 'later than 17' : by)
    case 'dotnet':
      return /errors in the certificate chain: |procedure: RemoteCertificate/.test(`${text} ${worded.words}`) ? '5 or later' : by
    case 'openssl':
    case null:
      return opensslOf(text) ?? by
    default:
      return by
  }
}

/** The numbers of SSL's errors hold the function until 3.0; its name changed with 1.1.0. */
function opensslOf(text: string): string | null {
  const [, number, name = ''] = /error:([0-9A-F]{8}):SSL routines:(\w*)/.exec(text) ?? []
  if (number === undefined) return null
  if (number.startsWith('0A')) return '3.0 or later'
  if (/^(?:tls|ossl)_/.test(name)) return '1.1.x'
  return /^SSL\d*_[A-Z]/.test(name) ? '1.0.2 or earlier' : '1.1.1 or earlier'
}

/**
 * Texts as programs print them in public threads: the literal message in words of our own around it, with hosts of our own. What it says was
 * read there. The first cause is that of the text; a text that says nothing is `unspecified`.
 */
export interface RealText {
  /** The program that printed it. */
  readonly of: string
  readonly text: string
  readonly runtime: string | null
  readonly cause: string
  readonly who?: 'peer'
  /** As the text has it. */
  readonly host?: string
}

export const realTexts: readonly RealText[] = [
  // JavaScript
  {
    of: 'npm 6',
    text: 'npm ERR! code SELF_SIGNED_CERT_IN_CHAIN\nnpm ERR! errno SELF_SIGNED_CERT_IN_CHAIN\nnpm ERR! request to https://registry.a.test/left-pad failed, reason: self signed certificate in certificate chain',
    runtime: 'node',
    cause: 'untrusted-root-sent',
    host: 'registry.a.test',
  },
  {
    of: 'npm 10',
    text: 'npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY\nnpm error errno UNABLE_TO_GET_ISSUER_CERT_LOCALLY\nnpm error request to https://registry.a.test/npm failed, reason: unable to get local issuer certificate',
    runtime: 'node',
    cause: 'unknown-issuer',
    host: 'registry.a.test',
  },
  {
    of: 'yarn 1',
    text: 'error An unexpected error occurred: "https://registry.a.test/icons/-/icons-4.6.2.tgz: self signed certificate in certificate chain".\ninfo If you think this is a bug, please open a bug report',
    runtime: 'openssl',
    cause: 'untrusted-root-sent',
    host: 'registry.a.test',
  },
  {
    of: 'yarn 2',
    text: '➤ YN0000: Downloading https://a.test/yarn.js\n➤ YN0001: RequestError: unable to get local issuer certificate\n    at ClientRequest.<anonymous> (/home/u/.yarn/releases/yarn-berry.cjs:31:477632)\n    at TLSSocket.onConnectSecure (_tls_wrap.js:1058:34)\n➤ YN0000: Failed with errors in 0.22s',
    runtime: 'node',
    cause: 'unknown-issuer',
  },
  {
    of: 'yarn 3',
    text: '➤ YN0001: RequestError: certificate has expired\n    at TLSSocket.onConnectSecure (_tls_wrap.js:1515:34)\n➤ YN0000: Failed with errors in 0s 56ms',
    runtime: 'node',
    cause: 'expired-unspecified',
  },
  {
    of: 'pnpm',
    text: ' ERR_PNPM_META_FETCH_FAIL  GET https://registry.a.test/pnpm: request to https://registry.a.test/pnpm failed, reason: unable to verify the first certificate',
    runtime: 'node',
    cause: 'missing-intermediate',
    host: 'registry.a.test',
  },
  {
    of: 'pnpm',
    text: ' WARN  GET https://registry.a.test/lodash error (DEPTH_ZERO_SELF_SIGNED_CERT). Will retry in 10 seconds. 2 retries left.',
    runtime: 'node',
    cause: 'self-signed-target',
    host: 'registry.a.test',
  },
  {
    of: 'node fetch',
    text: "TypeError: fetch failed\n    at node:internal/deps/undici/undici:13502:13\n  [cause]: Error: unable to get local issuer certificate\n      at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)\n    code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'\n  }",
    runtime: 'node',
    cause: 'unknown-issuer',
  },
  {
    of: 'axios',
    text: "AxiosError: Hostname/IP does not match certificate's altnames: Host: api.a.test. is not in the cert's altnames: DNS:*.b.test\n  code: 'ERR_TLS_CERT_ALTNAME_INVALID'",
    runtime: 'node',
    cause: 'wrong-host',
    host: 'api.a.test',
  },
  {
    of: 'Electron',
    text: '[1234:0101/120000.123:ERROR:ssl_client_socket_impl.cc(878)] handshake failed; returned -1, SSL error code 1, net_error -202',
    runtime: 'chrome',
    cause: 'unknown-issuer',
  },
  // Python
  {
    of: 'pip',
    text: "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1129)'))': /simple/wheel/",
    runtime: 'python',
    cause: 'unknown-issuer',
  },
  {
    of: 'pip',
    text: "Could not fetch URL https://pypi.a.test/simple/pip/: There was a problem confirming the ssl certificate: HTTPSConnectionPool(host='pypi.a.test', port=443): Max retries exceeded with url: /simple/pip/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006)'))) - skipping",
    runtime: 'python',
    cause: 'untrusted-root-sent',
    host: 'pypi.a.test',
  },
  {
    of: 'Python 3.13',
    text: 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Missing Authority Key Identifier (_ssl.c:1032)',
    runtime: 'python',
    cause: 'strict-profile',
  },
  {
    of: 'Python 3.13',
    text: 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Basic Constraints of CA cert not marked critical (_ssl.c:1032)',
    runtime: 'python',
    cause: 'strict-profile',
  },
  {
    of: 'poetry',
    text: "  SSLError\n\n  HTTPSConnectionPool(host='files.a.test', port=443): Max retries exceeded with url: /packages/x.whl (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1000)')))",
    runtime: 'python',
    cause: 'unknown-issuer',
    host: 'files.a.test',
  },
  {
    of: 'conda',
    text: "CondaSSLError: Encountered an SSL error. Most likely a certificate verification issue.\n\nException: HTTPSConnectionPool(host='repo.a.test', port=443): Max retries exceeded with url: /main/noarch/repodata.json (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:997)')))",
    runtime: 'python',
    cause: 'unknown-issuer',
    host: 'repo.a.test',
  },
  {
    of: 'ansible',
    text: 'fatal: [web1]: FAILED! => {"changed": false, "msg": "Failed to validate the SSL certificate for a.test:443. Make sure your managed systems have a valid CA certificate installed. Paths checked for this platform: /etc/ssl/certs, /etc/ansible. The exception msg was: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:661)."}',
    runtime: 'python',
    cause: 'unspecified',
    host: 'a.test',
  },
  {
    of: 'ansible',
    text: 'failed: [h] => {"failed": true}\nmsg: Failed to validate the SSL certificate for a.test:443. Use validate_certs=no or make sure your managed systems have a valid CA certificate installed. Paths checked for this platform: /etc/ssl/certs',
    runtime: 'python',
    cause: 'unspecified',
    host: 'a.test',
  },
  {
    of: 'aws',
    text: 'SSL validation failed for https://sts.a.test/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1007)',
    runtime: 'python',
    cause: 'unknown-issuer',
    host: 'sts.a.test',
  },
  {
    of: 'httpx',
    text: "httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'a.test'. (_ssl.c:1000)",
    runtime: 'python',
    cause: 'wrong-host',
    host: 'a.test',
  },
  {
    of: 'aiohttp',
    text: "aiohttp.client_exceptions.ClientConnectorCertificateError: Cannot connect to host discord.test:443 ssl:True [SSLCertVerificationError: (1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)')]",
    runtime: 'python',
    cause: 'expired-unspecified',
    host: 'discord.test',
  },
  {
    of: 'aiohttp',
    text: 'aiohttp.client_exceptions.ServerFingerprintMismatch: <ServerFingerprintMismatch expected=b"x" got=b"y" host=\'a.test\' port=443>',
    runtime: 'python',
    cause: 'pin',
  },
  {
    of: 'urllib3',
    text: 'urllib3.exceptions.SSLError: Fingerprints did not match. Expected "aa11", got "bb22"',
    runtime: 'python',
    cause: 'pin',
  },
  {
    of: 'requests',
    text: 'OSError: Could not find a suitable TLS CA certificate bundle, invalid path: C:\\ca\\corp.pem',
    runtime: 'python',
    cause: 'store-missing',
  },
  // Go
  {
    of: 'docker',
    text: 'Error response from daemon: Get "https://registry.a.test/v2/": x509: certificate signed by unknown authority',
    runtime: 'go',
    cause: 'unknown-issuer',
    host: 'registry.a.test',
  },
  {
    of: 'docker',
    text: 'Error response from daemon: Get "https://registry.a.test:5000/v2/": tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead',
    runtime: 'go',
    cause: 'no-san',
    host: 'registry.a.test',
  },
  {
    of: 'docker',
    text: 'Error response from daemon: Get "https://10.0.0.5:5000/v2/": x509: cannot validate certificate for 10.0.0.5 because it doesn\'t contain any IP SANs',
    runtime: 'go',
    cause: 'wrong-host',
    host: '10.0.0.5',
  },
  {
    of: 'terraform',
    text: '│ Error: Failed to query available provider packages\n│ \n│ Could not retrieve the list of available versions for provider hashicorp/http: could not connect\n│ to registry.a.test: Failed to request discovery document: Get\n│ "https://registry.a.test/.well-known/terraform.json": x509: certificate\n│ signed by unknown authority',
    runtime: 'go',
    cause: 'unknown-issuer',
    host: 'registry.a.test',
  },
  {
    of: 'terraform',
    text: 'Error while installing sap/btp v1.6.0: could not query provider registry: the request failed, please try again later: Get "https://a.test/SHA256SUMS": tls:\n│ failed to verify certificate: x509: certificate signed by unknown authority',
    runtime: 'go',
    cause: 'unknown-issuer',
    host: 'a.test',
  },
  {
    of: 'helm',
    text: 'Error: looks like "https://charts.a.test" is not a valid chart repository or cannot be reached: Get "https://charts.a.test/index.yaml": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-01-02T03:04:05Z is after 2025-12-31T23:59:59Z',
    runtime: 'go',
    cause: 'expired-unspecified',
    host: 'charts.a.test',
  },
  {
    of: 'kubectl',
    text: 'Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")',
    runtime: 'go',
    cause: 'same-name-authority',
  },
  {
    of: 'kubectl',
    text: 'Unable to connect to the server: x509: certificate is valid for 10.96.0.1, 192.0.2.4, not 203.0.113.9',
    runtime: 'go',
    cause: 'wrong-host',
  },
  {
    of: 'go on macOS',
    text: 'Get "https://hub.a.test/": tls: failed to verify certificate: x509: “hub.a.test” certificate is not standards compliant',
    runtime: 'go',
    cause: 'strict-profile',
  },
  {
    of: 'GitLab runner',
    text: 'ERROR: Registering runner... failed  runner=x status=couldn\'t execute POST against https://gitlab.a.test/api/v4/runners: Post "https://gitlab.a.test/api/v4/runners": x509: certificate signed by unknown authority',
    runtime: 'go',
    cause: 'unknown-issuer',
    host: 'gitlab.a.test',
  },
  {
    of: 'a Go server',
    text: '2026/01/02 03:04:05 http: TLS handshake error from 192.0.2.7:51234: remote error: tls: bad certificate',
    runtime: 'go',
    cause: 'unknown-issuer',
    who: 'peer',
  },
  // Java
  {
    of: 'gradle',
    text: "> Could not GET 'https://repo.a.test/x-1.0.pom'.\n   > The server may not support the client's requested TLS protocol versions: (TLSv1.2, TLSv1.3). You may need to configure the client to allow other protocols to be used.\n      > PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target",
    runtime: 'java',
    cause: 'unknown-issuer',
    host: 'repo.a.test',
  },
  {
    of: 'gradle',
    text: "> Could not HEAD 'https://repo.a.test/maven-metadata.xml'.\n   > Got SSL handshake exception during request. It might be caused by SSL misconfiguration\n      > PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target",
    runtime: 'java',
    cause: 'unknown-issuer',
    host: 'repo.a.test',
  },
  {
    of: 'maven',
    text: '[ERROR] Failed to execute goal on project app: Could not transfer artifact x:y:pom:1.0 from/to central (https://repo.a.test/maven2): PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target -> [Help 1]',
    runtime: 'java',
    cause: 'unknown-issuer',
    host: 'repo.a.test',
  },
  {
    of: 'Java',
    text: 'Caused by: java.security.cert.CertificateExpiredException: NotAfter: Sat Nov 26 03:59:59 UTC 2022',
    runtime: 'java',
    cause: 'expired-unspecified',
  },
  {
    of: 'Java',
    text: 'javax.net.ssl.SSLException: Unexpected error: java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty',
    runtime: 'java',
    cause: 'store-missing',
  },
  {
    of: 'OkHttp',
    text: '10-13 10:20:36.556  3863  3888 I System.out: javax.net.ssl.SSLPeerUnverifiedException: Certificate pinning failure!\n10-13 10:20:36.556  3863  3888 I System.out:   Peer certificate chain:\n10-13 10:20:36.556  3863  3888 I System.out:     sha256/aaaa=: CN=*.a.test',
    runtime: 'java',
    cause: 'pin',
  },
  {
    of: 'Android',
    text: 'javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.',
    runtime: 'android',
    cause: 'unknown-issuer',
  },
  { of: 'Android', text: 'javax.net.ssl.SSLHandshakeException: Pin verification failed', runtime: 'android', cause: 'pin' },
  // Rust
  {
    of: 'uv',
    text: 'error: Request failed after 3 retries\n  Caused by: Failed to download https://a.test/cpython.tar.gz\n  Caused by: error sending request for url (https://a.test/cpython.tar.gz)\n  Caused by: client error (Connect)\n  Caused by: invalid peer certificate: UnknownIssuer',
    runtime: 'rustls',
    cause: 'unknown-issuer',
    host: 'a.test',
  },
  {
    of: 'cargo',
    text: 'error: failed to get `serde` as a dependency\n\nCaused by:\n  download of config.json failed\n\nCaused by:\n  [60] SSL peer certificate or SSH remote key was not OK (SSL certificate problem: unable to get local issuer certificate)',
    runtime: 'cargo',
    cause: 'unknown-issuer',
  },
  {
    of: 'cargo on Windows',
    text: 'warning: spurious network error (3 tries remaining): [35] SSL connect error (schannel: next InitializeSecurityContext failed: CRYPT_E_NO_REVOCATION_CHECK (0x80092012) - The revocation function was unable to check revocation for the certificate.)',
    runtime: 'cargo',
    cause: 'revocation-unavailable',
  },
  {
    of: 'deno',
    text: "error: Import 'https://deno.a.test/x/mod.ts' failed: error sending request for url (https://deno.a.test/x/mod.ts): client error (Connect): invalid peer certificate: UnknownIssuer",
    runtime: 'deno',
    cause: 'unknown-issuer',
    host: 'deno.a.test',
  },
  // Ruby, PHP, Perl
  {
    of: 'Ruby',
    text: 'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 peeraddr=203.0.113.5:443 state=error: certificate verify failed (unable to get certificate CRL)',
    runtime: 'ruby',
    cause: 'revocation-unavailable',
  },
  {
    of: 'bundler',
    text: "Bundler::Fetcher::CertificateFailureError Could not verify the SSL certificate for https://gems.a.test/.\nThere is a chance you are experiencing a man-in-the-middle attack, but most likely your system doesn't have the CA certificates needed for verification.",
    runtime: 'ruby',
    cause: 'unspecified',
    host: 'gems.a.test',
  },
  {
    of: 'composer',
    text: 'The "https://repo.a.test/packages.json" file could not be downloaded: SSL operation failed with code 1. OpenSSL Error messages:\nerror:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed\nFailed to enable crypto\nfailed to open stream: operation failed',
    runtime: 'php',
    cause: 'unspecified',
    host: 'repo.a.test',
  },
  {
    of: 'composer',
    text: 'curl error 60 while downloading https://repo.a.test/packages.json: SSL certificate problem: unable to get local issuer certificate',
    runtime: 'php',
    cause: 'unknown-issuer',
    host: 'repo.a.test',
  },
  {
    of: 'Guzzle',
    text: 'GuzzleHttp\\Exception\\RequestException: cURL error 60: SSL certificate problem: self-signed certificate (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) for https://dev.a.test/',
    runtime: 'php',
    cause: 'self-signed-target',
    host: 'dev.a.test',
  },
  // curl and git
  {
    of: 'git',
    text: "fatal: unable to access 'https://git.a.test/r.git/': server certificate verification failed. CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none",
    runtime: 'git',
    cause: 'unspecified',
    host: 'git.a.test',
  },
  {
    of: 'git on Windows',
    text: "fatal: unable to access 'https://git.a.test/r/': schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - Die Sperrfunktion konnte keine Sperrprüfung für das Zertifikat durchführen.",
    runtime: 'git',
    cause: 'revocation-unavailable',
    host: 'git.a.test',
  },
  {
    of: 'git on Windows',
    text: "fatal: unable to access 'https://git.a.test/r/': schannel: SEC_E_UNTRUSTED_ROOT (0x80090325) - La chaîne de certificats a été fournie par une autorité qui n’est pas approuvée.",
    runtime: 'git',
    cause: 'unknown-issuer',
    host: 'git.a.test',
  },
  {
    of: 'GitHub Desktop',
    text: 'schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - Funkcja odwołania nie może sprawdzić odwołania certyfikatu',
    runtime: 'windows',
    cause: 'revocation-unavailable',
  },
  {
    of: 'curl on Windows',
    text: '* schannel: next InitializeSecurityContext failed: Unknown error (0x80092013) - 由于吊销服务器已脱机，吊销功能无法检查吊销。\n* Closing connection 0\ncurl: (35) schannel: next InitializeSecurityContext failed: Unknown error (0x80092013)',
    runtime: 'curl',
    cause: 'revocation-unavailable',
  },
  {
    of: 'curl on Windows',
    text: 'curl: (60) schannel: SEC_E_UNTRUSTED_ROOT (0x80090325) - 信頼されていない機関によって証明書チェーンが発行されました。\nMore details here: https://curl.se/docs/sslcerts.html',
    runtime: 'curl',
    cause: 'unknown-issuer',
  },
  {
    of: 'curl',
    text: 'curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a.test:443',
    runtime: 'curl',
    cause: 'handshake-unspecified',
    host: 'a.test',
  },
  { of: 'curl', text: 'curl: (90) SSL: public key does not match pinned public key', runtime: 'curl', cause: 'pin' },
  {
    of: 'curl',
    text: 'curl: (77) error setting certificate file: /etc/pki/tls/certs/ca-bundle.crt',
    runtime: 'curl',
    cause: 'store-missing',
  },
  {
    of: 'wget',
    text: "ERROR: cannot verify a.test's certificate, issued by 'CN=R3,O=Let\\'s Encrypt,C=US':\n  Unable to locally verify the issuer's authority.\nTo connect to a.test insecurely, use `--no-check-certificate'.",
    runtime: 'wget',
    cause: 'unknown-issuer',
    host: 'a.test',
  },
  // .NET, PowerShell, NuGet
  {
    of: 'NuGet',
    text: 'error NU1301: Unable to load the service index for source https://nuget.a.test/v3/index.json.\n  The SSL connection could not be established, see inner exception.\n  The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot',
    runtime: 'dotnet',
    cause: 'unknown-issuer',
    host: 'nuget.a.test',
  },
  {
    of: 'PowerShell 5.1',
    text: 'Invoke-WebRequest : The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.\nAt line:1 char:1',
    runtime: 'dotnet',
    cause: 'unspecified',
  },
  {
    of: 'PowerShell 7',
    text: 'Invoke-RestMethod: The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch, RemoteCertificateChainErrors',
    runtime: 'dotnet',
    cause: 'wrong-host',
  },
  {
    of: 'Chinese .NET Framework',
    text: 'System.Net.WebException: 基础连接已经关闭: 未能为 SSL/TLS 安全通道建立信任关系。 ---> System.Security.Authentication.AuthenticationException: 根据验证过程，远程证书无效。',
    runtime: 'dotnet',
    cause: 'unspecified',
  },
  {
    of: 'SqlClient',
    text: 'Microsoft.Data.SqlClient.SqlException (0x80131904): A connection was successfully established with the server, but then an error occurred during the login process. (provider: SSL Provider, error: 0 - The certificate chain was issued by an authority that is not trusted.)',
    runtime: 'dotnet',
    cause: 'unknown-issuer',
  },
  // others
  {
    of: 'Flutter',
    text: 'DioError [DioErrorType.DEFAULT]: HandshakeException: Handshake error in client (OS Error: \nE/flutter ( 8182): \tCERTIFICATE_VERIFY_FAILED: unable to get local issuer certificate(handshake.cc:354))',
    runtime: 'dart',
    cause: 'unknown-issuer',
  },
  {
    of: 'psql',
    text: 'psql: error: connection to server at "db.a.test" (192.0.2.4), port 5432 failed: root certificate file "/home/u/.postgresql/root.crt" does not exist\nEither provide the file, use the system\'s trusted roots with sslrootcert=system, or change sslmode to disable server certificate verification.',
    runtime: 'postgresql',
    cause: 'store-missing',
  },
  {
    of: 'mysql',
    text: 'ERROR 2026 (HY000): SSL connection error: CA certificate is required if ssl-mode is VERIFY_CA or VERIFY_IDENTITY',
    runtime: 'mysql',
    cause: 'store-missing',
  },
  {
    of: 'apt',
    text: 'Err:1 https://apt.a.test stable InRelease\n  Certificate verification failed: The certificate is NOT trusted. The certificate issuer is unknown.  Could not handshake: Error in the certificate verification. [IP: 192.0.2.9 443]',
    runtime: 'apt',
    cause: 'unknown-issuer',
  },
]

import type { ObservedPlatform } from './further-evidence.ts'

/** What makes a runtime trust what the machine's own store trusts. None turns a check off. */
export interface TrustSetting {
  /** Identifier in the registry of runtimes; the tool of a client's id is one, or is put right by `runtimeOfTool`. */
  readonly runtime: string
  /** Absent: on every platform. */
  readonly on?: readonly ObservedPlatform[]
  /**
   * `system`: it asks the system's store. `bundle`: it reads a file in the place of its own list, which must hold the public roots too.
   * `addition`: it reads a file beside its own list.
   */
  readonly by: 'system' | 'bundle' | 'addition'
  /** What to set, as it is typed. `{file}` stands for the file, a PEM. */
  readonly set: string
  /** First release that has it; absent: any in use. */
  readonly since?: string
}

const windows: readonly ObservedPlatform[] = ['win32']
const mac: readonly ObservedPlatform[] = ['darwin']
const unix: readonly ObservedPlatform[] = ['linux', 'darwin', 'other']

/** From memory of the documentation; none was run. By runtime, the preferred one first: the system's own store before a file that somebody must keep up to date. */
const trustSettings: readonly TrustSetting[] = [
  // nodejs.org/api/cli.html: --use-system-ca (22.15, 23.8), NODE_USE_SYSTEM_CA (22.19, 24.6), NODE_EXTRA_CA_CERTS (7.3; adds to the list).
  { runtime: 'node', by: 'system', set: 'NODE_OPTIONS=--use-system-ca', since: '22.15' },
  { runtime: 'node', by: 'addition', set: 'NODE_EXTRA_CA_CERTS={file}', since: '7.3' },
  // npm is a Node program; its `cafile` replaces the list (docs.npmjs.com, config).
  { runtime: 'npm', by: 'system', set: 'NODE_OPTIONS=--use-system-ca', since: '22.15' },
  { runtime: 'npm', by: 'addition', set: 'NODE_EXTRA_CA_CERTS={file}' },
  { runtime: 'yarn', by: 'system', set: 'NODE_OPTIONS=--use-system-ca', since: '22.15' },
  { runtime: 'yarn', by: 'addition', set: 'NODE_EXTRA_CA_CERTS={file}' },
  // bun.sh/docs: --use-system-ca, NODE_EXTRA_CA_CERTS.
  { runtime: 'bun', by: 'system', set: 'BUN_OPTIONS=--use-system-ca', since: '1.2.23' },
  { runtime: 'bun', by: 'addition', set: 'NODE_EXTRA_CA_CERTS={file}' },
  // docs.deno.com: DENO_TLS_CA_STORE, DENO_CERT.
  { runtime: 'deno', by: 'system', set: 'DENO_TLS_CA_STORE=mozilla,system' },
  { runtime: 'deno', by: 'addition', set: 'DENO_CERT={file}' },
  // docs.python.org/3/library/ssl.html: OpenSSL's SSL_CERT_FILE is read by load_default_certs; truststore.readthedocs.io (Python 3.10).
  { runtime: 'python', by: 'system', set: 'truststore.inject_into_ssl() (package truststore)', since: '3.10' },
  { runtime: 'python', by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  // requests.readthedocs.io, SSL Cert Verification.
  { runtime: 'requests', by: 'system', set: 'truststore.inject_into_ssl() (package truststore)' },
  { runtime: 'requests', by: 'bundle', set: 'REQUESTS_CA_BUNDLE={file}' },
  { runtime: 'httpx', by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  { runtime: 'aiohttp', by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  { runtime: 'botocore', by: 'bundle', set: 'AWS_CA_BUNDLE={file}' },
  { runtime: 'gcloud', by: 'bundle', set: 'gcloud config set core/custom_ca_certs_file {file}' },
  // pip.pypa.io, HTTPS Certificates: truststore by default from 24.2, by --use-feature from 22.2.
  { runtime: 'pip', by: 'system', set: 'pip --use-feature=truststore (the default from 24.2 on)', since: '22.2' },
  { runtime: 'pip', by: 'bundle', set: 'pip config set global.cert {file}' },
  // docs.conda.io, ssl_verify (truststore: 23.9).
  { runtime: 'conda', by: 'system', set: 'conda config --set ssl_verify truststore', since: '23.9' },
  { runtime: 'conda', by: 'bundle', set: 'conda config --set ssl_verify {file}' },
  // docs.astral.sh/uv, TLS certificates.
  { runtime: 'uv', by: 'system', set: 'UV_NATIVE_TLS=1 (or --native-tls)' },
  { runtime: 'uv', by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  { runtime: 'poetry', by: 'bundle', set: 'REQUESTS_CA_BUNDLE={file}' },
  // docs.oracle.com, JSSE: Windows-ROOT of SunMSCAPI, KeychainStore of the Apple provider; keytool -cacerts (9).
  { runtime: 'java', on: windows, by: 'system', set: 'java -Djavax.net.ssl.trustStoreType=Windows-ROOT' },
  { runtime: 'java', on: mac, by: 'system', set: 'java -Djavax.net.ssl.trustStoreType=KeychainStore' },
  { runtime: 'java', by: 'addition', set: 'keytool -importcert -cacerts -alias company-root -file {file}' },
  // git-scm.com/docs/git-config: http.sslBackend, http.sslCAInfo.
  { runtime: 'git', on: windows, by: 'system', set: 'git config --global http.sslBackend schannel' },
  { runtime: 'git', by: 'bundle', set: 'git config --global http.sslCAInfo {file}' },
  // curl.se/docs/manpage.html: --ca-native (8.2), CURL_CA_BUNDLE.
  { runtime: 'curl', on: windows, by: 'system', set: 'curl --ca-native', since: '8.2' },
  { runtime: 'curl', by: 'bundle', set: 'CURL_CA_BUNDLE={file}' },
  { runtime: 'wget', by: 'bundle', set: 'ca_certificate = {file} in ~/.wgetrc' },
  // pkg.go.dev/crypto/x509, SystemCertPool: SSL_CERT_FILE on Unix but macOS; elsewhere Go asks the system by itself.
  { runtime: 'go', on: ['linux', 'other'], by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  { runtime: 'openssl', by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  { runtime: 'gnutls', by: 'bundle', set: 'gnutls-cli --x509cafile {file}' },
  { runtime: 'ruby', by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  // php.net/manual/en/openssl.configuration.php.
  { runtime: 'php', by: 'bundle', set: 'openssl.cafile={file} and curl.cainfo={file} in php.ini' },
  { runtime: 'perl', by: 'bundle', set: 'PERL_LWP_SSL_CA_FILE={file}' },
  // doc.rust-lang.org/cargo/reference/config.html: http.cainfo.
  { runtime: 'cargo', by: 'bundle', set: 'CARGO_HTTP_CAINFO={file}' },
  { runtime: 'dotnet', on: ['linux', 'other'], by: 'bundle', set: 'SSL_CERT_FILE={file}' },
  // docs.docker.com/engine/security/certificates.
  { runtime: 'docker', on: unix, by: 'addition', set: '/etc/docker/certs.d/<registry>/ca.crt (a copy of {file})' },
  // postgresql.org/docs/current/libpq-connect.html: sslrootcert=system (16).
  { runtime: 'postgres', by: 'system', set: 'sslrootcert=system', since: '16' },
  { runtime: 'postgres', by: 'bundle', set: 'PGSSLROOTCERT={file}' },
  // support.mozilla.org, Set up Certificate Authorities in Firefox.
  { runtime: 'firefox', on: ['win32', 'darwin'], by: 'system', set: 'security.enterprise_roots.enabled = true in about:config' },
]

/** Tools of client ids that the registry of runtimes calls otherwise. */
const runtimeOfTool: Readonly<Record<string, string>> = {
  'openssl-s_client': 'openssl',
  'openssl-verify': 'openssl',
  'gnutls-cli': 'gnutls',
}

/** The settings of a runtime or of the tool of a client's id on a platform, the preferred one first. Empty: none is known. */
export function trustSettingsOf(tool: string, platform: ObservedPlatform): readonly TrustSetting[] {
  const runtime = (Object.hasOwn(runtimeOfTool, tool) ? runtimeOfTool[tool] : undefined) ?? tool
  return trustSettings.filter((s) => s.runtime === runtime && (s.on === undefined || s.on.includes(platform)))
}

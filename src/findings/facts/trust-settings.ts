import type { Known } from '../../model/client.ts'
import type { ObservedPlatform } from '../../model/evidence.ts'

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
  /** `observed`: a program of that kind was seen to obey it; `documented` and `source`: it was read; `memory`: neither. */
  readonly known: Known
  /** What was run, or where it was read. */
  readonly source: string
}

const windows: readonly ObservedPlatform[] = ['win32']
const mac: readonly ObservedPlatform[] = ['darwin']
const unix: readonly ObservedPlatform[] = ['linux', 'darwin', 'other']
const notMac: readonly ObservedPlatform[] = ['linux', 'other']

/** By runtime, the preferred one first: the system's own store before a file that somebody must keep up to date. */
const trustSettings: readonly TrustSetting[] = [
  {
    runtime: 'node',
    by: 'system',
    set: 'NODE_OPTIONS=--use-system-ca',
    since: '22.15',
    known: 'observed',
    source: 'nodejs/node doc/api/cli.md; Node 22.15.0 and 24.6.0 were run',
  },
  {
    runtime: 'node',
    by: 'addition',
    set: 'NODE_EXTRA_CA_CERTS={file}',
    since: '7.3',
    known: 'observed',
    source: 'Node 12 to 26 were run',
  },
  {
    runtime: 'npm',
    by: 'system',
    set: 'NODE_OPTIONS=--use-system-ca',
    since: '22.15',
    known: 'observed',
    source: 'a program of Node: nodejs/node doc/api/cli.md; npm 11 was run',
  },
  { runtime: 'npm', by: 'addition', set: 'NODE_EXTRA_CA_CERTS={file}', known: 'observed', source: 'npm 6 and 11 were run' },
  {
    runtime: 'yarn',
    by: 'system',
    set: 'NODE_OPTIONS=--use-system-ca',
    since: '22.15',
    known: 'documented',
    source: 'a program of Node: nodejs/node doc/api/cli.md',
  },
  {
    runtime: 'yarn',
    by: 'addition',
    set: 'NODE_EXTRA_CA_CERTS={file}',
    known: 'documented',
    source: 'a program of Node: nodejs/node doc/api/cli.md',
  },
  {
    runtime: 'bun',
    by: 'system',
    set: 'NODE_USE_SYSTEM_CA=1',
    since: '1.2.23',
    known: 'observed',
    source: 'Bun 1.4.5 was run; the first release with it from memory',
  },
  { runtime: 'bun', by: 'addition', set: 'NODE_EXTRA_CA_CERTS={file}', known: 'observed', source: 'Bun 1.4.5 was run' },
  {
    runtime: 'deno',
    by: 'system',
    set: 'DENO_TLS_CA_STORE=mozilla,system',
    since: '1.13',
    known: 'observed',
    source: 'Deno 2.9.6 was run; denoland/docs runtime/reference/env_variables.md',
  },
  {
    runtime: 'deno',
    by: 'addition',
    set: 'DENO_CERT={file}',
    known: 'observed',
    source: 'Deno 2.9.6 was run; denoland/docs runtime/reference/env_variables.md',
  },
  {
    runtime: 'python',
    by: 'system',
    set: 'truststore.inject_into_ssl() (package truststore)',
    since: '3.10',
    known: 'documented',
    source: 'sethmlarson/truststore, README and release 0.6.0',
  },
  {
    runtime: 'python',
    by: 'bundle',
    set: 'SSL_CERT_FILE={file}',
    known: 'observed',
    source: 'Python 3.8, 3.11 and 3.13 were run',
  },
  {
    runtime: 'requests',
    by: 'system',
    set: 'truststore.inject_into_ssl() (package truststore)',
    known: 'documented',
    source: 'sethmlarson/truststore, README and release 0.6.0',
  },
  { runtime: 'requests', by: 'bundle', set: 'REQUESTS_CA_BUNDLE={file}', known: 'observed', source: 'requests 2.34.2 was run' },
  { runtime: 'httpx', by: 'bundle', set: 'SSL_CERT_FILE={file}', known: 'observed', source: 'httpx 0.28.1 was run' },
  { runtime: 'aiohttp', by: 'bundle', set: 'SSL_CERT_FILE={file}', known: 'observed', source: 'aiohttp 3.14.3 was run' },
  { runtime: 'botocore', by: 'bundle', set: 'AWS_CA_BUNDLE={file}', known: 'observed', source: 'botocore 1.43.11 was run' },
  {
    runtime: 'gcloud',
    by: 'bundle',
    set: 'gcloud config set core/custom_ca_certs_file {file}',
    known: 'observed',
    source: 'Google Cloud SDK 528.0.0 was run',
  },
  {
    runtime: 'pip',
    by: 'system',
    set: 'pip --use-feature=truststore (the default from 24.2 on)',
    since: '22.2',
    known: 'documented',
    source: 'pip.pypa.io, HTTPS Certificates',
  },
  {
    runtime: 'pip',
    by: 'bundle',
    set: 'pip config set global.cert {file}',
    known: 'documented',
    source: 'pip.pypa.io, HTTPS Certificates (--cert) and Configuration',
  },
  {
    runtime: 'conda',
    by: 'system',
    set: 'conda config --set ssl_verify truststore',
    since: '23.9',
    known: 'observed',
    source: 'conda 23.9.0 and 26.7.1 were run (with Python 3.10 or later; 23.7.4 takes it for a path)',
  },
  {
    runtime: 'conda',
    by: 'bundle',
    set: 'conda config --set ssl_verify {file}',
    known: 'observed',
    source: 'conda 23.7.4 to 26.7.1 were run',
  },
  {
    runtime: 'uv',
    by: 'system',
    set: 'UV_SYSTEM_CERTS=true (or --system-certs)',
    since: '0.11',
    known: 'documented',
    source: 'docs.astral.sh/uv, TLS certificates; CHANGELOG of 0.11.0',
  },
  {
    runtime: 'uv',
    by: 'system',
    set: 'UV_NATIVE_TLS=true (or --native-tls)',
    since: '0.1.19',
    known: 'source',
    source: 'astral-sh/uv, CHANGELOG of 0.1.19',
  },
  {
    runtime: 'uv',
    by: 'bundle',
    set: 'SSL_CERT_FILE={file}',
    known: 'documented',
    source: 'docs.astral.sh/uv, TLS certificates',
  },
  {
    runtime: 'poetry',
    by: 'bundle',
    set: 'REQUESTS_CA_BUNDLE={file}',
    known: 'source',
    source: 'python-poetry/poetry 2.5, utils/authenticator.py: it is requests',
  },
  {
    runtime: 'java',
    on: windows,
    by: 'system',
    set: 'JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStoreType=Windows-ROOT',
    known: 'documented',
    source: 'JDK Providers, SunMSCAPI',
  },
  {
    runtime: 'java',
    on: mac,
    by: 'system',
    set: 'JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStoreType=KeychainStore',
    known: 'documented',
    source: 'JDK Providers, Apple',
  },
  {
    runtime: 'java',
    by: 'addition',
    set: 'keytool -importcert -cacerts -alias company-root -file {file}',
    since: '9',
    known: 'observed',
    source: 'keytool of OpenJDK 17 has it',
  },
  {
    runtime: 'git',
    on: windows,
    by: 'system',
    set: 'git config --global http.sslBackend schannel',
    known: 'source',
    source: 'git/git, http.c and Documentation/config/http.txt',
  },
  {
    runtime: 'git',
    by: 'bundle',
    set: 'git config --global http.sslCAInfo {file}',
    known: 'observed',
    source: 'git 2.39.5 was run',
  },
  {
    runtime: 'curl',
    on: windows,
    by: 'system',
    set: 'curl --ca-native',
    since: '8.2',
    known: 'documented',
    source: 'curl/curl docs/cmdline-opts/ca-native.md',
  },
  { runtime: 'curl', by: 'bundle', set: 'CURL_CA_BUNDLE={file}', known: 'observed', source: 'curl 7.88.1 was run' },
  {
    runtime: 'wget',
    by: 'bundle',
    set: 'ca_certificate = {file} in ~/.wgetrc',
    known: 'observed',
    source: 'Wget 1.21.3 was run',
  },
  {
    runtime: 'go',
    on: notMac,
    by: 'bundle',
    set: 'SSL_CERT_FILE={file}',
    known: 'observed',
    source: 'a program of Go 1.19.8 was run',
  },
  { runtime: 'openssl', by: 'bundle', set: 'SSL_CERT_FILE={file}', known: 'observed', source: 'openssl 3.0.19 was run' },
  {
    runtime: 'gnutls',
    by: 'bundle',
    set: 'gnutls-cli --x509cafile {file}',
    known: 'observed',
    source: 'gnutls-cli 3.7.9 was run',
  },
  { runtime: 'ruby', by: 'bundle', set: 'SSL_CERT_FILE={file}', known: 'observed', source: 'Ruby 3.1.2 was run' },
  {
    runtime: 'php',
    by: 'bundle',
    set: 'openssl.cafile={file} in php.ini',
    known: 'observed',
    source: 'PHP 8.2.36 was run: its streams and ext/curl obey it',
  },
  {
    runtime: 'php-curl',
    by: 'bundle',
    set: 'openssl.cafile={file} in php.ini',
    known: 'observed',
    source: 'PHP 8.2.36 was run: its streams and ext/curl obey it',
  },
  {
    runtime: 'perl',
    by: 'bundle',
    set: 'SSL_CERT_FILE={file}',
    known: 'observed',
    source: 'IO::Socket::SSL 2.081 was run',
  },
  {
    runtime: 'lwp',
    by: 'bundle',
    set: 'PERL_LWP_SSL_CA_FILE={file}',
    known: 'observed',
    source: 'LWP 6.68 was run, with LWP::Protocol::https 6.08, 6.10 and 6.18',
  },
  {
    runtime: 'cargo',
    by: 'bundle',
    set: 'CARGO_HTTP_CAINFO={file}',
    known: 'documented',
    source: 'rust-lang/cargo doc/book/src/reference/config.md',
  },
  {
    runtime: 'dotnet',
    on: notMac,
    by: 'bundle',
    set: 'SSL_CERT_FILE={file}',
    known: 'source',
    source: 'dotnet/runtime 9, OpenSslCachedSystemStoreProvider.cs',
  },
  {
    runtime: 'docker',
    on: unix,
    by: 'addition',
    set: '/etc/docker/certs.d/<registry>/ca.crt (a copy of {file})',
    known: 'documented',
    source: 'docs.docker.com/engine/security/certificates',
  },
  {
    runtime: 'postgres',
    by: 'system',
    set: 'PGSSLROOTCERT=system',
    since: '16',
    known: 'documented',
    source: 'PostgreSQL 16, libpq, SSL Support',
  },
  {
    runtime: 'postgres',
    by: 'bundle',
    // Without the mode it tries TLS and does not verify (libpq, Protection Provided in Different Modes).
    set: 'PGSSLMODE=verify-full PGSSLROOTCERT={file}',
    known: 'observed',
    source: 'psql 15.18 was run',
  },
  {
    runtime: 'mysql',
    by: 'bundle',
    set: 'ssl-ca={file} below [client] in ~/.my.cnf',
    known: 'observed',
    source: 'mariadb 10.11.19 was run: what its option files come to',
  },
  {
    runtime: 'firefox',
    on: ['win32', 'darwin'],
    by: 'system',
    set: 'security.enterprise_roots.enabled = true in about:config',
    known: 'documented',
    source: 'mozilla/policy-templates, Certificates: ImportEnterpriseRoots',
  },
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

/** A store that holds the root. */
export interface HoldingStore {
  readonly name: string
  /** How many anchors are in it. */
  readonly size: number
}

/**
 * What makes a runtime trust what these stores trust, as it is typed, the preferred one first. Empty: nothing is known. `isKnown`: whether its
 * release has what came with a given one.
 */
export function settingsFor(
  tool: string,
  platform: ObservedPlatform,
  stores: readonly HoldingStore[],
  isKnown: (since: string) => boolean,
): readonly TrustSetting[] {
  const files = stores.filter(({ name }) => isFile(name))
  const bundle = files.find(({ size }) => size >= wholeList)?.name ?? '<file with the public roots and this one>'
  const addition = files.toSorted((a, b) => a.size - b.size)[0]?.name ?? '<file with this root>'
  return trustSettingsOf(tool, platform)
    .filter(({ by, since }) => (since === undefined || isKnown(since)) && (by !== 'system' || stores.some(isSystem)))
    .map((one) => ({ ...one, set: one.set.replaceAll('{file}', one.by === 'bundle' ? bundle : addition) }))
}

/** A store with fewer anchors is no list of public roots (Mozilla's has had more than 100 since 2008). */
const wholeList = 50

/** Stores that a client which asks the system would ask: by the names that stores have here. */
const isSystem = ({ name }: HoldingStore): boolean =>
  /(?:^|\s)(?:system|windows:|macos:|keychain:|p11-kit|\/etc\/(?:ssl|pki|ca-certificates|openssl)\/|\/usr\/(?:share|local\/share)\/)/i.test(
    name,
  )

/** One file of certificates, and nothing beside it; none of a package, which its next release replaces (certifi's cacert.pem). */
const isFile = (store: string): boolean =>
  /^(?:\/|[A-Za-z]:\\)[^+]*\.(?:pem|crt|cer|bundle)$/.test(store) &&
  !/[\\/](?:certifi|(?:site|dist)-packages|node_modules)[\\/]/i.test(store)

const releaseNumbers = (release: string): readonly number[] => release.split('.').map(Number)

/** By numbers; a release that is told less exactly than `since` (`22` for 22.15) may be old. `null`: not known, taken for a new one. */
export function hasCome(release: string | null, since: string): boolean {
  if (release === null) return true
  const own = releaseNumbers(release)
  for (const [i, wanted] of releaseNumbers(since).entries()) {
    const number = own[i] ?? 0
    if (number !== wanted) return number > wanted
  }
  return true
}

/** The least certain of several. */
export function leastKnown(settings: readonly Pick<TrustSetting, 'known'>[]): Known {
  const order: readonly Known[] = ['memory', 'documented', 'source', 'observed']
  return order.find((known) => settings.some((one) => one.known === known)) ?? 'memory'
}

import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { pathProblem } from './shared/ca-path.ts'
import { installed } from './shared/installed.ts'
import { misnamed } from './shared/misnamed.ts'
import { opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import type { OpensslDefaults } from './shared/openssl-environment.ts'
import { kindAt } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'

/** Perl: IO::Socket::SSL, and on it LWP and HTTP::Tiny, which choose otherwise. */
export const perl: Runtime = {
  id: 'perl',
  title: 'Perl (IO::Socket::SSL, LWP, HTTP::Tiny)',
  names: ['lwp-request', 'lwp-download', 'cpan', 'cpanm'],
  find: async (host) => Promise.all(installed(host, ['perl'], places(host)).map((path) => installation(host, path))),
  asks,
}

const places = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? ['C:\\Strawberry\\perl\\bin\\perl.exe', 'C:\\Perl64\\bin\\perl.exe']
    : ['/usr/bin/perl', '/opt/homebrew/bin/perl', '/usr/local/bin/perl']

/** What each module says of itself; a module that is not there says nothing. Nothing but these modules is loaded. */
const script = [
  'print "perl $^V\\n";',
  'for my $m (qw(IO::Socket::SSL LWP::Protocol::https HTTP::Tiny Mozilla::CA)) {',
  '(my $f = "$m.pm") =~ s{::}{/}g; print "$m ", $m->VERSION, "\\n" if eval { require $f; 1 } }',
  'eval { require Net::SSLeay; print Net::SSLeay::SSLeay_version(5), "\\n", Net::SSLeay::SSLeay_version(4), "\\n" };',
  'eval { print "Mozilla::CA file ", Mozilla::CA::SSL_ca_file(), "\\n" };',
  'eval { open my $h, "<", $INC{"LWP/Protocol/https.pm"}; local $/; print "LWP file $1\\n" if <$h> =~ m{SSL_ca_file\\S+ = .(/etc/[^\\x27"]+)} };',
].join(' ')

interface Told {
  readonly version: string | null
  readonly module: (name: string) => string | null
  readonly folder: string | null
}

async function toldBy(host: Host, path: string): Promise<Told> {
  const text = (await printed(host, [path, '-e', script])) ?? ''
  const line = (start: string): string | null =>
    text
      .split(/\r?\n/)
      .find((l) => l.startsWith(`${start} `))
      ?.slice(start.length + 1) ?? null
  return {
    version: line('perl')?.replace(/^v/, '') ?? null,
    module: line,
    folder: /^\s*OPENSSLDIR: "(.*)"/m.exec(text)?.[1] ?? null,
  }
}

async function installation(host: Host, path: string): Promise<Installation> {
  const told = await toldBy(host, path)
  const ssl = told.module('IO::Socket::SSL')
  // The profile is numbered by the module that verifies.
  return {
    runtime: 'perl',
    path,
    version: told.version,
    client: ssl === null ? null : `perl-${ssl}`,
    note: ssl === null ? 'without IO::Socket::SSL' : `IO::Socket::SSL ${ssl}`,
  }
}

/** What is told is IO::Socket::SSL's choice; what LWP and HTTP::Tiny do otherwise stands beside it. */
async function asks(host: Host, found: Installation): Promise<Asking> {
  const told = await toldBy(host, found.path)
  const source =
    'observed: IO::Socket::SSL 2.081, LWP 6.68 with LWP::Protocol::https 6.10 (Debian) and HTTP::Tiny 0.080 on a loopback server; LWP::Protocol::https 6.08 of its authors: lib/LWP/Protocol/https.pm'
  const lwp = lwpSettings(host, told)
  if (told.folder === null)
    return {
      installation: found,
      stores: [],
      unknown: 'this Perl has no Net::SSLeay, or does not say which directory its OpenSSL was built with',
      why: builtIn('the places that its OpenSSL was built with', ''),
      overrides: [],
      withoutEffect: lwp.withoutEffect,
      dangers: lwp.dangers,
      source,
    }
  const defaults = withoutList(host, opensslVerifyPaths(withoutEmpty(host), told.folder, '3'))
  const bundled = told.module('Mozilla::CA file')
  // IO::Socket::SSL takes Mozilla's list where neither the file nor the directory holds anything.
  const stores: readonly AskedStore[] =
    defaults.stores.length > 0 || bundled === null ? defaults.stores : [{ store: bundled, ifUnreadable: 'goes-on' }]
  return {
    installation: found,
    stores,
    unknown: '',
    why: stores === defaults.stores ? defaults.why : builtIn('Mozilla::CA', bundled ?? ''),
    overrides: defaults.overrides,
    withoutEffect: [...defaults.withoutEffect, ...lwp.withoutEffect],
    dangers: [...lwp.dangers, ...tinyDangers(host, told)],
    source,
  }
}

/** To IO::Socket::SSL an empty variable is none; to OpenSSL itself it names nothing (both observed). */
function withoutEmpty(host: Host): Host {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directory, ...env } = host.env
  const set = { ...(file === '' ? {} : { SSL_CERT_FILE: file }), ...(directory === '' ? {} : { SSL_CERT_DIR: directory }) }
  return { ...host, env: { ...env, ...set } }
}

/** IO::Socket::SSL opens SSL_CERT_DIR as one directory: with a list in it there is none (observed). */
function withoutList(host: Host, defaults: OpensslDefaults): OpensslDefaults {
  const value = host.env['SSL_CERT_DIR'] ?? ''
  if (!value.includes(host.platform === 'win32' ? ';' : ':') || kindAt(host, value) !== null) return defaults
  const lost: WithoutEffect = { setting: variable('SSL_CERT_DIR', value), reason: 'no-such-file', params: { path: value } }
  return {
    ...defaults,
    stores: defaults.stores.filter(({ store }) => !store.startsWith('openssl-dir:')),
    withoutEffect: [...defaults.withoutEffect, lost],
  }
}

const ownNames = ['PERL_LWP_SSL_CA_FILE', 'PERL_LWP_SSL_CA_PATH', 'PERL_LWP_SSL_VERIFY_HOSTNAME', 'HTTPS_CA_FILE', 'HTTPS_CA_DIR']
const aliases = {
  PERL_LWP_CA_FILE: 'PERL_LWP_SSL_CA_FILE',
  LWP_SSL_CA_FILE: 'PERL_LWP_SSL_CA_FILE',
  PERL_SSL_CA_FILE: 'PERL_LWP_SSL_CA_FILE',
}

interface LwpSettings {
  readonly withoutEffect: readonly WithoutEffect[]
  readonly dangers: readonly Danger[]
}

/** LWP::UserAgent: its own pair, else Crypt::SSLeay's old names, with which no host name is checked unless the third variable says so. */
function lwpSettings(host: Host, told: Told): LwpSettings {
  const set = (name: string): Setting | null => ((host.env[name] ?? '') === '' ? null : variable(name, host.env[name] ?? ''))
  const pairs = [
    [set('PERL_LWP_SSL_CA_FILE'), set('HTTPS_CA_FILE'), 'file'],
    [set('PERL_LWP_SSL_CA_PATH'), set('HTTPS_CA_DIR'), 'hashed-directory'],
  ] as const
  const withoutEffect = pairs.flatMap(([first, second, kind]): readonly WithoutEffect[] => {
    const heeded = first ?? second
    if (heeded === null) return []
    const problem = pathProblem(host, heeded, kind)
    const lost: readonly WithoutEffect[] =
      first === null || second === null ? [] : [{ setting: second, reason: 'beaten', params: { by: first.name } }]
    return [
      ...(problem === null ? [] : [problem]),
      ...lost,
      { setting: heeded, reason: 'some-requests', params: { reach: 'LWP' } },
    ]
  })
  return {
    withoutEffect: [
      ...withoutEffect,
      ...opensslNames(
        host,
        told,
        pairs.some(([a, b]) => a !== null || b !== null),
      ),
      ...misnamed(host, ownNames, aliases),
    ],
    dangers: lwpDangers(host, told),
  }
}

/** LWP::Protocol::https names a bundle itself: Debian's copy the system's, that of its authors up to 6.10 Mozilla::CA. Then OpenSSL's variables do nothing. */
function opensslNames(host: Host, told: Told, isNamed: boolean): readonly WithoutEffect[] {
  const version = told.module('LWP::Protocol::https')
  if (version === null) return []
  const debian = told.module('LWP file')
  if (debian === null && !isNamed && isAtLeast(version, '6.11')) return []
  return ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name] ?? ''
    if (value === '') return []
    const instead = name === 'SSL_CERT_FILE' ? 'PERL_LWP_SSL_CA_FILE' : 'PERL_LWP_SSL_CA_PATH'
    return [{ setting: variable(name, value), reason: 'some-requests', params: { reach: 'IO::Socket::SSL, not LWP', instead } }]
  })
}

function lwpDangers(host: Host, told: Told): readonly Danger[] {
  const value = host.env['PERL_LWP_SSL_VERIFY_HOSTNAME']
  if (value !== undefined) {
    // Debian's copy drops the name alone (observed: the chain is still refused), that of its authors everything.
    const reason = told.module('LWP file') === null ? 'verification-off' : 'names-not-checked'
    return value === '' || value === '0'
      ? [{ setting: variable('PERL_LWP_SSL_VERIFY_HOSTNAME', value), reason, reach: 'LWP' }]
      : []
  }
  const old = ['HTTPS_CA_FILE', 'HTTPS_CA_DIR'].find((name) => (host.env[name] ?? '') !== '')
  return old === undefined ? [] : [{ setting: variable(old, host.env[old] ?? ''), reason: 'names-not-checked', reach: 'LWP' }]
}

/** HTTP::Tiny verifies of itself from 0.083 on; the variable that turns that off is of the same release. */
function tinyDangers(host: Host, told: Told): readonly Danger[] {
  const version = told.module('HTTP::Tiny')
  if (version === null) return []
  if (!isAtLeast(version, '0.083'))
    return [{ setting: builtIn(`HTTP::Tiny ${version}`, 'verify_SSL => 0'), reason: 'verification-off', reach: 'HTTP::Tiny' }]
  const value = host.env['PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT']
  return value === '1'
    ? [{ setting: variable('PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT', value), reason: 'verification-off', reach: 'HTTP::Tiny' }]
    : []
}

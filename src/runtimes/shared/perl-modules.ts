import type { Host } from '../../host/host.ts'
import type { AskedStore, Setting, WithoutEffect } from '../../model/machine.ts'
import { installed } from './installed.ts'
import type { OpensslDefaults } from './openssl-environment.ts'
import { opensslFolderIn, opensslVerifyPaths } from './openssl-verify-paths.ts'
import { kindAt } from './place.ts'
import { printed } from './printed.ts'
import { builtIn, variable } from './setting.ts'

/** Every Perl, the one that a shell would start first before the others. */
export const perlPrograms = (host: Host): readonly string[] =>
  installed(
    host,
    ['perl'],
    host.platform === 'win32'
      ? ['C:\\Strawberry\\perl\\bin\\perl.exe', 'C:\\Perl64\\bin\\perl.exe']
      : ['/usr/bin/perl', '/opt/homebrew/bin/perl', '/usr/local/bin/perl'],
  )

/** What each module says of itself; a module that is not there says nothing. Nothing but these modules is loaded. */
const script = [
  'print "perl $^V\\n";',
  'for my $m (qw(IO::Socket::SSL LWP::Protocol::https HTTP::Tiny Mozilla::CA)) {',
  '(my $f = "$m.pm") =~ s{::}{/}g; print "$m ", $m->VERSION, "\\n" if eval { require $f; 1 } }',
  'eval { require Net::SSLeay; print Net::SSLeay::SSLeay_version(5), "\\n", Net::SSLeay::SSLeay_version(4), "\\n" };',
  'eval { print "HTTP::Tiny verifies ", (HTTP::Tiny->new->{verify_SSL} ? 1 : 0), "\\n" };',
  'eval { print "Mozilla::CA file ", Mozilla::CA::SSL_ca_file(), "\\n" };',
  'eval { open my $h, "<", $INC{"LWP/Protocol/https.pm"}; local $/; print "LWP file $1\\n" if <$h> =~ m{SSL_ca_file\\S+ = .(/etc/[^\\x27"]+)} };',
  'eval { open my $h, "<", $INC{"LWP/Protocol/https.pm"}; local $/; print "LWP variables @{[<$h> =~ m{ENV\\{.?(\\w+_CERT_FILE)}g]}\\n" };',
  'eval { open my $h, "<", $INC{"IO/Socket/SSL.pm"}; local $/; print "SSL file $1\\n" if <$h> =~ m{SSLCERTS:cert.pem.:\\s*.(/[^"]+)} };',
].join(' ')

/** What a Perl says of itself. */
export interface PerlModules {
  readonly version: string | null
  /**
   * The release of a module; of `HTTP::Tiny verifies` whether it does of itself, of `Mozilla::CA file` the bundle in it, of `LWP file` the one that
   * LWP::Protocol::https names, of `LWP variables` those that a distributor's patch has it read, of `SSL file` what stands in IO::Socket::SSL in the
   * place of OpenSSL's `cert.pem`. `null`: there is none.
   */
  readonly module: (name: string) => string | null
  /** OPENSSLDIR of the library below Net::SSLeay; `null`: not known. */
  readonly folder: string | null
}

/** The modules of one Perl. */
export async function perlModules(host: Host, path: string): Promise<PerlModules> {
  const text = (await printed(host, [path, '-e', script])) ?? ''
  const line = (start: string): string | null =>
    text
      .split(/\r?\n/)
      .find((l) => l.startsWith(`${start} `))
      ?.slice(start.length + 1) ?? null
  return { version: line('perl')?.replace(/^v/, '') ?? null, module: line, folder: opensslFolderIn(text) }
}

/**
 * What `IO::Socket::SSL::default_ca` finds: OpenSSL's places, and Mozilla's list where neither the file nor the directory holds anything. That of
 * nixpkgs names `/etc/ssl/certs/ca-certificates.crt` in the place of `cert.pem` (perl-packages.nix, IOSocketSSL, postPatch); it names the file to
 * OpenSSL itself, so that Nix' own variable is not asked.
 */
export function ioSocketSslStores(host: Host, told: PerlModules, folder: string): OpensslDefaults {
  // As before OpenSSL 3: it opens SSL_CERT_DIR itself, and takes no file in its place (observed: 2.081 with OpenSSL 3.0.19).
  const opened = opensslVerifyPaths(withoutEmpty(host), folder, '1', '', told.module('SSL file'))
  const defaults = withoutUnseen(host, withoutList(host, opened))
  const bundled = told.module('Mozilla::CA file')
  if (defaults.stores.length > 0 || bundled === null) return defaults
  const stores: readonly AskedStore[] = [{ store: bundled, ifUnreadable: 'goes-on' }]
  return { ...defaults, stores, why: builtIn('Mozilla::CA', bundled) }
}

/** Where nobody knows which places its OpenSSL was built with. */
export const unknownFolder: { readonly unknown: string; readonly why: Setting } = {
  unknown: 'this Perl has no Net::SSLeay, or does not say which directory its OpenSSL was built with',
  why: builtIn('the places that its OpenSSL was built with', ''),
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

/**
 * It names a file to OpenSSL only where a line of it begins a certificate: with a byte order mark before the only one there is no such line, though
 * OpenSSL itself would read it (observed: 2.081 with OpenSSL 3.0.19; IO/Socket/SSL.pm, default_ca).
 */
function withoutUnseen(host: Host, defaults: OpensslDefaults): OpensslDefaults {
  const unseen = defaults.stores.filter(({ store }) => isUnseen(host, store))
  if (unseen.length === 0) return defaults
  const value = host.env['SSL_CERT_FILE'] ?? ''
  const lost: readonly WithoutEffect[] = unseen.some(({ store }) => store === value)
    ? [{ setting: variable('SSL_CERT_FILE', value), reason: 'no-certificate', params: { path: value } }]
    : []
  return {
    ...defaults,
    stores: defaults.stores.filter((one) => !unseen.includes(one)),
    withoutEffect: [...defaults.withoutEffect, ...lost],
  }
}

function isUnseen(host: Host, path: string): boolean {
  if (kindAt(host, path) !== 'file') return false
  try {
    const bytes = host.readFile(path)
    return bytes !== null && !/^-+BEGIN (?:X509 |TRUSTED )?CERTIFICATE-/m.test(new TextDecoder('latin1').decode(bytes))
  } catch {
    return false
  }
}

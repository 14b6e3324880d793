import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { ofOthers } from './shared/misnamed.ts'
import { ioSocketSslStores, type PerlModules, perlModules, perlPrograms, unknownFolder } from './shared/perl-modules.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'

/** Perl's IO::Socket::SSL, and on it HTTP::Tiny from 0.089 on; LWP chooses otherwise, and is another runtime. */
export const perl: Runtime = {
  id: 'perl',
  title: 'Perl (IO::Socket::SSL, HTTP::Tiny)',
  names: ['cpan', 'cpanm'],
  find: async (host) => Promise.all(perlPrograms(host).map((path) => installation(host, path))),
  asks,
}

async function installation(host: Host, path: string): Promise<Installation> {
  const told = await perlModules(host, path)
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

async function asks(host: Host, found: Installation): Promise<Asking> {
  const told = await perlModules(host, found.path)
  const shared = {
    installation: found,
    dangers: tinyDangers(host, told),
    source:
      'observed: IO::Socket::SSL 2.081 and HTTP::Tiny 0.080 on a loopback server; HTTP::Tiny: Changes, 0.083 (it verifies) and 0.089 (IO::Socket::SSL finds the store)',
  }
  const lwp = ['PERL_LWP_SSL_CA_FILE', 'PERL_LWP_SSL_CA_PATH', 'HTTPS_CA_FILE', 'HTTPS_CA_DIR']
  const others = ofOthers(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR'], lwp, 'SSL_CERT_FILE')
  if (told.folder === null) return { ...shared, ...unknownFolder, stores: [], overrides: [], withoutEffect: others }
  const defaults = ioSocketSslStores(host, told, told.folder)
  return { ...shared, ...defaults, unknown: '', withoutEffect: [...defaults.withoutEffect, ...others] }
}

/** HTTP::Tiny verifies of itself from 0.083 on; the variable that turns that off is of the same release. */
function tinyDangers(host: Host, told: PerlModules): readonly Danger[] {
  const version = told.module('HTTP::Tiny')
  if (version === null) return []
  if (!isAtLeast(version, '0.083'))
    return [{ setting: builtIn(`HTTP::Tiny ${version}`, 'verify_SSL => 0'), reason: 'verification-off', reach: 'HTTP::Tiny' }]
  const value = host.env['PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT']
  return value === '1'
    ? [{ setting: variable('PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT', value), reason: 'verification-off', reach: 'HTTP::Tiny' }]
    : []
}

import type { Host } from '../host/host.ts'
import type { Asking, Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { choosesStore, httpTinyDangers } from './shared/http-tiny.ts'
import { ofOthers } from './shared/misnamed.ts'
import { ioSocketSslStores, perlModules, perlPrograms, unknownFolder } from './shared/perl-modules.ts'

/** Perl's IO::Socket::SSL, and on it HTTP::Tiny from 0.089 on; LWP and earlier HTTP::Tiny choose otherwise, and are other runtimes. */
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
    dangers: choosesStore(told) ? [] : httpTinyDangers(host, told),
    source:
      'observed: IO::Socket::SSL 2.081 on a loopback server; HTTP::Tiny: Changes, 0.083 (it verifies) and 0.089 (IO::Socket::SSL finds the store)',
  }
  const lwp = ['PERL_LWP_SSL_CA_FILE', 'PERL_LWP_SSL_CA_PATH', 'HTTPS_CA_FILE', 'HTTPS_CA_DIR']
  const others = ofOthers(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR'], lwp, 'SSL_CERT_FILE')
  if (told.folder === null) return { ...shared, ...unknownFolder, stores: [], overrides: [], withoutEffect: others }
  const defaults = ioSocketSslStores(host, told, told.folder)
  return { ...shared, ...defaults, unknown: '', withoutEffect: [...defaults.withoutEffect, ...others] }
}

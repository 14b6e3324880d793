import type { Host } from '../host/host.ts'
import type { Asking, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { choosesStore, httpTinyDangers, verifies } from './shared/http-tiny.ts'
import { ofOthers } from './shared/misnamed.ts'
import { type PerlModules, perlModules, perlPrograms } from './shared/perl-modules.ts'
import { kindAt } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'
import { followed } from './shared/trust-variable.ts'

/** Perl's HTTP::Tiny before 0.089, which names a file to IO::Socket::SSL itself. */
export const httpTiny: Runtime = {
  id: 'http-tiny',
  title: "Perl's HTTP::Tiny before 0.089",
  names: ['perl', 'cpan', 'cpanm'],
  find: async (host) =>
    (await Promise.all(perlPrograms(host).map((path) => installation(host, path)))).filter((found) => found !== null),
  asks,
}

/** `null`: this Perl has none, or one that leaves the choice to IO::Socket::SSL. */
async function installation(host: Host, path: string): Promise<Installation | null> {
  const told = await perlModules(host, path)
  const ssl = told.module('IO::Socket::SSL')
  if (ssl === null || !choosesStore(told)) return null
  return {
    runtime: 'http-tiny',
    path,
    version: told.module('HTTP::Tiny'),
    // What does not verify of itself accepts everybody, and is no client that could be compared.
    client: verifies(told) ? `perl-${ssl}` : null,
    note: `of Perl ${told.version ?? ''}${verifies(told) ? '' : ', verifies where verify_SSL is set'}`,
  }
}

/** Bundles that it looks for, the first that is there (HTTP/Tiny.pm at 0.054, _find_CA_file; the first three before). */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/openssl/certs/ca-certificates.crt',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
  '/etc/pki/tls/cacert.pem',
  '/etc/certs/ca-certificates.crt',
]

async function asks(host: Host, found: Installation): Promise<Asking> {
  const told = await perlModules(host, found.path)
  return {
    installation: found,
    ...storesOf(host, told, found.version),
    unknown: '',
    dangers: httpTinyDangers(host, told),
    source:
      'observed: HTTP::Tiny 0.080 with verify_SSL on a loopback server (SSL_CERT_FILE where it is set, be it to nothing; a file that is not there ends every request; ' +
      'SSL_CERT_DIR is not read); chansen/p5-http-tiny: lib/HTTP/Tiny.pm (_find_CA_file) at 0.018, 0.054, 0.057 and 0.086, Changes 0.083',
  }
}

type Stores = Pick<Asking, 'stores' | 'why' | 'overrides' | 'withoutEffect'>

function storesOf(host: Host, told: PerlModules, version: string | null): Stores {
  const own = ownOf(host, told, version)
  const value = host.env['SSL_CERT_FILE']
  const unread = ofOthers(host, [], ['SSL_CERT_DIR', 'PERL_LWP_SSL_CA_FILE', 'HTTPS_CA_FILE'], 'SSL_CERT_FILE')
  if (value === undefined) return { ...own, withoutEffect: unread }
  const setting = variable('SSL_CERT_FILE', value)
  if (!isAtLeast(version, '0.057')) {
    const tooOld: WithoutEffect = { setting, reason: 'too-old', params: { since: '0.057' } }
    return { ...own, withoutEffect: [tooOld, ...unread] }
  }
  const led = followed(host, setting, value, 'file')
  return {
    stores: [{ store: 'lost' in led ? value : led.path, ifUnreadable: 'fails' }],
    why: setting,
    overrides: [own.why],
    withoutEffect: [...('lost' in led ? [led.lost] : []), ...unread],
  }
}

/** Mozilla::CA where that is installed, else a bundle of the system; without either every request ends. */
function ownOf(host: Host, told: PerlModules, version: string | null): Omit<Stores, 'withoutEffect'> {
  const mozilla = told.module('Mozilla::CA file')
  const known = isAtLeast(version, '0.054') ? bundles : bundles.slice(0, 3)
  const bundle = mozilla ?? known.find((path) => kindAt(host, path) !== null)
  const why = mozilla === null ? builtIn('the first bundle that is there', bundle ?? '') : builtIn('Mozilla::CA', mozilla)
  return { stores: bundle === undefined ? [] : [{ store: bundle, ifUnreadable: 'fails' }], why, overrides: [] }
}

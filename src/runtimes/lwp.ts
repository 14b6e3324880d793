import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { isSet, misnamed } from './shared/misnamed.ts'
import { ioSocketSslStores, type PerlModules, perlModules, perlPrograms, unknownFolder } from './shared/perl-modules.ts'
import { kindAt } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'

/** Perl's LWP::UserAgent: IO::Socket::SSL verifies for it, on a store that LWP names in most releases. */
export const lwp: Runtime = {
  id: 'lwp',
  title: "Perl's LWP::UserAgent",
  names: ['perl', 'lwp-request', 'lwp-download', 'lwp-mirror'],
  find: async (host) =>
    (await Promise.all(perlPrograms(host).map((path) => installation(host, path)))).filter((found) => found !== null),
  asks,
}

const nameOf = 'LWP::Protocol::https'

/** `null`: this Perl has no LWP that speaks TLS. */
async function installation(host: Host, path: string): Promise<Installation | null> {
  const told = await perlModules(host, path)
  const [version, ssl] = [told.module(nameOf), told.module('IO::Socket::SSL')]
  if (version === null) return null
  return {
    runtime: 'lwp',
    path,
    version,
    // The profile is numbered by the module that verifies.
    client: ssl === null ? null : `lwp-${ssl}`,
    note: `${nameOf} ${version} of Perl ${told.version ?? ''}`.trim(),
  }
}

async function asks(host: Host, found: Installation): Promise<Asking> {
  const told = await perlModules(host, found.path)
  return {
    installation: found,
    ...storesOf(host, told),
    dangers: dangersOf(host, told),
    source:
      'observed on a loopback server: LWP 6.68 with LWP::Protocol::https 6.08 and 6.18 of its authors and 6.10 of Debian, and IO::Socket::SSL 2.081 (a list of directories is one here); ' +
      'libwww-perl/LWP-Protocol-https: Changes 6.11',
  }
}

/**
 * Its own variables, and Crypt::SSLeay's old ones, each heeded where the one before is not set or empty. nixpkgs has it read one more, after
 * them (lwp-protocol-https-cert-file.patch: OPENSSL_X509_CERT_FILE at 571365c5bd): which, stands in the module.
 */
const names = { file: ['PERL_LWP_SSL_CA_FILE', 'HTTPS_CA_FILE'], folder: ['PERL_LWP_SSL_CA_PATH', 'HTTPS_CA_DIR'] } as const
const ownNames = [...names.file, ...names.folder, 'PERL_LWP_SSL_VERIFY_HOSTNAME']
const aliases = {
  PERL_LWP_CA_FILE: 'PERL_LWP_SSL_CA_FILE',
  LWP_SSL_CA_FILE: 'PERL_LWP_SSL_CA_FILE',
  PERL_SSL_CA_FILE: 'PERL_LWP_SSL_CA_FILE',
}

type Stores = Pick<Asking, 'stores' | 'unknown' | 'why' | 'overrides' | 'withoutEffect'>

/** Where either half is named the other is nothing, and OpenSSL's own places are not asked. */
function storesOf(host: Host, told: PerlModules): Stores {
  const ofDistributor = told.module('LWP variables')?.split(' ') ?? []
  const [[file, ...otherFiles], [folder, ...otherFolders]] = [
    set(host, [...names.file, ...ofDistributor]),
    set(host, names.folder),
  ]
  const wrong = misnamed(host, ownNames, aliases)
  const own = defaultsOf(host, told)
  const [why, ...overrides] = [file, folder].filter((setting) => setting !== undefined)
  if (why === undefined) return { ...own, withoutEffect: [...own.withoutEffect, ...wrong] }
  const parts = folder?.value.split(host.platform === 'win32' ? ';' : ':') ?? []
  const problems = [
    file === undefined ? null : pathProblem(host, file, 'file'),
    ...parts.map((part) => (folder === undefined ? null : pathProblem(host, folder, 'hashed-directory', part))),
  ]
  const stores: readonly AskedStore[] = [
    ...(file === undefined ? [] : [{ store: file.value, ifUnreadable: 'fails' as const }]),
    ...parts.map((part) => ({ store: directoryStore(host, part, true), ifUnreadable: 'goes-on' as const })),
  ]
  return {
    // A directory in the place of the file stops it (observed).
    stores: kindAt(host, file?.value ?? '') === 'directory' ? [] : stores,
    unknown: '',
    why,
    overrides: [...overrides, ...otherFiles, ...otherFolders, own.why],
    withoutEffect: [
      ...problems.filter((problem) => problem !== null),
      ...beaten(otherFiles, file),
      ...beaten(otherFolders, folder),
      ...unread(host),
      ...wrong,
    ],
  }
}

const set = (host: Host, wanted: readonly string[]): readonly Setting[] =>
  wanted.filter((name) => isSet(host, name)).map((name) => variable(name, host.env[name] ?? ''))

const beaten = (settings: readonly Setting[], by: Setting | undefined): readonly WithoutEffect[] =>
  settings.map((setting) => ({ setting, reason: 'beaten', params: { by: by?.name ?? '' } }))

/** Debian's copy names the system's bundle, that of its authors up to 6.10 Mozilla::CA; from 6.11 on IO::Socket::SSL chooses. */
function defaultsOf(host: Host, told: PerlModules): Stores {
  const none = { stores: [], unknown: '', overrides: [], withoutEffect: unread(host) }
  const debian = told.module('LWP file')
  if (debian !== null)
    return { ...none, stores: [{ store: debian, ifUnreadable: 'fails' }], why: builtIn(`Debian's ${nameOf}`, debian) }
  if (!isAtLeast(told.module(nameOf), '6.11')) {
    const bundled = told.module('Mozilla::CA file')
    return bundled === null
      ? {
          ...none,
          unknown: 'Mozilla::CA is not there, without which this release refuses to connect',
          why: builtIn('Mozilla::CA', ''),
        }
      : { ...none, stores: [{ store: bundled, ifUnreadable: 'fails' }], why: builtIn('Mozilla::CA', bundled) }
  }
  if (told.folder === null) return { ...none, ...unknownFolder }
  return { unknown: '', ...ioSocketSslStores(host, told, told.folder) }
}

/** OpenSSL's own variables where LWP names a store itself. */
const unread = (host: Host): readonly WithoutEffect[] =>
  set(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR']).map((setting) => {
    const instead = setting.name === 'SSL_CERT_FILE' ? 'PERL_LWP_SSL_CA_FILE' : 'PERL_LWP_SSL_CA_PATH'
    return { setting, reason: 'some-requests', params: { reach: 'IO::Socket::SSL, not LWP', instead } }
  })

/** Debian's copy, and that of its authors from 6.11 on, drop the name alone; earlier ones the whole verification (observed; CVE-2014-3230). */
function dangersOf(host: Host, told: PerlModules): readonly Danger[] {
  const isNameAlone = told.module('LWP file') !== null || isAtLeast(told.module(nameOf), '6.11')
  const off = (name: string): readonly Danger[] => [
    {
      setting: variable(name, host.env[name] ?? ''),
      reason: isNameAlone ? 'names-not-checked' : 'verification-off',
      reach: 'LWP',
    },
  ]
  const value = host.env['PERL_LWP_SSL_VERIFY_HOSTNAME']
  if (value !== undefined) return value === '' || value === '0' ? off('PERL_LWP_SSL_VERIFY_HOSTNAME') : []
  const old = ['HTTPS_CA_FILE', 'HTTPS_CA_DIR'].find((name) => isSet(host, name))
  return old === undefined ? [] : off(old)
}

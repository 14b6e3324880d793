import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore } from './shared/ca-path.ts'
import { installed } from './shared/installed.ts'
import { libcurlDefaults } from './shared/libcurl-defaults.ts'
import { mentions } from './shared/mentions.ts'
import { nixCertFiles } from './shared/nix-settings.ts'
import { isOfNix, nixVariable } from './shared/nix-store.ts'
import { opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import { folderOf, kindAt, namesIn, placeIn, realPlace } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'
import { followed } from './shared/trust-variable.ts'

/** Nix itself, where it downloads: libcurl, with the one file that its settings name. */
export const nix: Runtime = {
  id: 'nix',
  title: 'Nix',
  names: ['nix-env', 'nix-build', 'nix-shell', 'nix-store', 'nix-channel', 'nix-prefetch-url', 'nix-daemon', 'lix'],
  find: async (host) => Promise.all(installed(host, ['nix'], places(host)).map((path) => installation(host, path))),
  asks: async (host, found) => asks(host, found),
}

const places = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? []
    : [
        ...(host.home === '' ? [] : [placeIn(host, host.home, '.nix-profile', 'bin', 'nix')]),
        '/nix/var/nix/profiles/default/bin/nix',
        '/run/current-system/sw/bin/nix',
      ]

/** `nix (Nix) 2.31.2`, `nix (Lix, like Nix) 2.93.3`. The profile would be that of its libcurl, whose release nobody tells. */
async function installation(host: Host, path: string): Promise<Installation> {
  const [, kind, version] = /^nix \(([^)]*)\) (\d+(?:\.\d+)+)/m.exec((await printed(host, [path, '--version'])) ?? '') ?? []
  return { runtime: 'nix', path, version: version ?? null, client: null, note: kind?.startsWith('Lix') ? 'Lix' : '' }
}

/** Bundles that it looks for where nothing names one (src/libstore/filetransfer.cc, getDefaultSSLCertFile). */
const bundles = ['/etc/ssl/certs/ca-certificates.crt', '/nix/var/nix/profiles/default/etc/ssl/certs/ca-bundle.crt']

function asks(host: Host, found: Installation): Asking {
  // Its settings take the variables for their default, and are read after them (src/libstore/filetransfer.cc, FileTransferSettings).
  const [set, ...passed] = variablesOf(host)
  const files = nixCertFiles(host)
  // The setting came with 2.15 (NixOS/nix e53e5c38d4); a real 2.8.0 says that it does not know it.
  const knowsFiles = isAtLeast(found.version, '2.15')
  const unread = knowsFiles ? [] : files
  const [why, ...overrides] = [...(knowsFiles ? files : []), ...(set === undefined ? [] : [set])]
  const own = bundles.find((path) => kindAt(host, path) !== null)
  const fallback = builtIn('the first bundle that is there', own ?? '')
  const library = libcurlOf(host, found.path)
  const asking = {
    installation: found,
    dangers: [],
    source:
      'observed: Nix 2.8.0 as Debian builds it (the two variables; one that is set to nothing keeps the other from being asked; the folder of its libcurl is asked too); from 2.15 on read in source: NixOS/nix 88b09c64fb: src/libstore/filetransfer.cc, globals.cc (loadConfFile); src/libutil/configuration.cc, users.cc',
  }
  const lost: readonly WithoutEffect[] = [
    ...[...overrides, ...passed].map(
      (setting): WithoutEffect => ({ setting, reason: 'beaten', params: { by: why === undefined ? '' : placed(why) } }),
    ),
    ...unread.map((setting): WithoutEffect => ({ setting, reason: 'too-old', params: { since: '2.15', instead: nixVariable } })),
  ]
  if (why !== undefined && why.value !== '') {
    const led = followed(host, why, why.value, 'file')
    return {
      ...asking,
      // CURLOPT_CAINFO that cannot be read ends every request (curl: lib/vtls/openssl.c).
      stores: [{ store: 'lost' in led ? why.value : led.path, ifUnreadable: 'fails' }, ...library.beside],
      unknown: library.unknown,
      why,
      overrides: [...overrides, ...passed, fallback],
      withoutEffect: [...('lost' in led ? [led.lost] : []), ...lost, ...daemonOwn(host, why)],
    }
  }
  const empty = why === undefined ? [] : [why]
  if (own !== undefined && why?.kind !== 'file')
    return {
      ...asking,
      stores: [{ store: own, ifUnreadable: 'fails' }, ...library.beside],
      unknown: library.unknown,
      why: fallback,
      overrides: [],
      withoutEffect: lost,
    }
  const { stores, ...defaults } = opensslVerifyPaths(host, '', '3', found.path)
  const isNix = isOfNix(host, found.path)
  return {
    ...asking,
    ...(isNix ? defaults : { why: builtIn('what libcurl was built with', ''), withoutEffect: [] }),
    stores: isNix ? stores : library.defaults,
    unknown: library.unknown,
    overrides: [...empty, ...(isNix ? defaults.overrides : [])],
    withoutEffect: [...(isNix ? defaults.withoutEffect : []), ...lost],
  }
}

/** What the libcurl of a Nix asks: beside a file that it is given, and where it is given none. That of the Nix store asks OpenSSL alone. */
function libcurlOf(
  host: Host,
  path: string,
): { readonly [part in 'beside' | 'defaults']: readonly AskedStore[] } & { readonly unknown: string } {
  if (isOfNix(host, path)) return { beside: [], defaults: [], unknown: '' }
  const prefix = folderOf(folderOf(realPlace(host, path)))
  const folders = [`${prefix}/lib/nix`, ...namesIn(host, `${prefix}/lib`).map((name) => `${prefix}/lib/${name}`)]
  const store = folders.map((folder) => `${folder}/libnixstore.so`).find((file) => kindAt(host, file) === 'file')
  const flavour = store === undefined ? null : mentions(host, store, ['libcurl-gnutls.so.4', 'libcurl.so.4'])
  const library = flavour === null ? null : libcurlDefaults(host, [flavour])
  if (library === null) return { beside: [], defaults: [], unknown: 'what its libcurl was built to ask is not known' }
  // Observed with Debian's: the folder is asked, whatever names the file.
  const beside: readonly AskedStore[] =
    library.directory === null
      ? []
      : [{ store: directoryStore(host, library.directory, flavour !== 'libcurl-gnutls.so.4'), ifUnreadable: 'goes-on' }]
  return {
    beside,
    defaults: [...(library.file === null ? [] : [{ store: library.file, ifUnreadable: 'fails' as const }]), ...beside],
    unknown: '',
  }
}

/** The first that is set decides; to nothing, neither does (NixOS/nix, FileTransferSettings). */
const variablesOf = ({ env }: Host): readonly Setting[] =>
  [nixVariable, 'SSL_CERT_FILE'].flatMap((name) => (env[name] === undefined ? [] : [variable(name, env[name] ?? '')]))

/** Where a daemon runs, it fetches for the builds, with an environment of its own. */
const daemonOwn = (host: Host, why: Setting): readonly WithoutEffect[] =>
  why.kind === 'variable' && kindAt(host, '/nix/var/nix/daemon-socket') !== null
    ? [
        {
          setting: why,
          reason: 'some-requests',
          params: { reach: 'what nix fetches itself, not nix-daemon', instead: 'ssl-cert-file' },
        },
      ]
    : []

const placed = ({ name, where }: Setting): string => (where === '' ? name : `${name} in ${where}`)

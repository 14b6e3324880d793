import type { Host } from '../host/host.ts'
import { readCertificates } from './certificate-files.ts'
import { familyTitle, type LinuxFamily, linuxFamily } from './shared/linux-family.ts'
import { bundles, directories } from './shared/system-places.ts'
import type { FoundStore, Store } from './store.ts'

/** TLS libraries that a distribution builds to read a place of its choice. */
export type BuiltFor = 'openssl' | 'gnutls' | 'nss' | 'go' | 'java'

/** What the libraries of one distribution were built to read, by its build files. A name is what `readStore` takes; a library without an entry has its own list. */
type Layout = Readonly<Partial<Record<BuiltFor, readonly string[]>>>

const debianBundle = '/etc/ssl/certs/ca-certificates.crt'
const debianGo = [debianBundle, '/etc/ssl/certs']
/** OpenSSL's own names in its folder, where that is /etc/ssl (`--openssldir`). */
const inEtcSsl = ['/etc/ssl/cert.pem', 'openssl-dir:/etc/ssl/certs']
const javaInCerts = '/etc/ssl/certs/java/cacerts'

const layouts: Readonly<Record<LinuxFamily, Layout>> = {
  // Observed: Debian 12: openssl version -d, the string in libgnutls.so.30, the link of the JDK 17.
  debian: {
    openssl: ['/usr/lib/ssl/cert.pem', 'openssl-dir:/usr/lib/ssl/certs'],
    gnutls: [debianBundle],
    go: debianGo,
    java: [javaInCerts],
  },
  // Documented: update-ca-trust(8).
  fedora: {
    openssl: ['/etc/pki/tls/cert.pem', 'openssl-dir:/etc/pki/tls/certs'],
    gnutls: ['p11-kit'],
    nss: ['p11-kit'],
    go: ['/etc/pki/tls/certs/ca-bundle.crt', '/etc/pki/tls/certs'],
    java: ['/etc/pki/java/cacerts'],
  },
  // aports: main/openssl (3.0.5), main/ca-certificates (20220614), community/java-cacerts (1.0). main/gnutls (3.6.14) names no store:
  // GnuTLS then takes a bundle that lies where it is built, and apk-tools brings this one there (the last from memory).
  alpine: { openssl: inEtcSsl, gnutls: [debianBundle], go: debianGo, java: [javaInCerts] },
  // archlinux/svntogit-packages: ca-certificates (20140923; update-ca-trust of 2023), openssl (1.0.1h), gnutls (3.6.10), p11-kit (0.23.9);
  // NSS' own list is replaced by p11-kit's (update-ca-trust(8)).
  arch: { openssl: inEtcSsl, gnutls: ['p11-kit'], nss: ['p11-kit'], go: debianGo, java: [javaInCerts] },
  // Documented: openSUSE/ca-certificates, README.
  suse: {
    openssl: ['openssl-dir:/var/lib/ca-certificates/openssl', ...inEtcSsl],
    gnutls: ['p11-kit'],
    nss: ['p11-kit'],
    go: ['/etc/ssl/ca-bundle.pem', '/etc/ssl/certs'],
    java: ['/var/lib/ca-certificates/java-cacerts'],
  },
  // nixpkgs: openssl/use-etc-ssl-certs.patch (its folder lies in /nix/store, and is empty), gnutls (3.8.11: a file and p11-kit; lib/system/certs.c
  // adds the two), p11-kit (0.25.5), nixos/modules/security/ca.nix (2026).
  nixos: { openssl: [debianBundle], gnutls: ['p11-kit', debianBundle], go: debianGo },
  // void-packages: ca-certificates (20210119: links /etc/ssl/certs.pem, which OpenSSL does not look for), openssl (1.1.1s), gnutls (3.7.4).
  void: { openssl: inEtcSsl, gnutls: [debianBundle], go: debianGo },
  // gentoo: app-misc/ca-certificates (20260601), dev-libs/openssl (3.0.14), net-libs/gnutls (3.8.10), sys-apps/baselayout-java (0.1.0).
  gentoo: { openssl: inEtcSsl, gnutls: [debianBundle], go: debianGo, java: [javaInCerts] },
  // FreeBSD: usr.sbin/certctl/certctl.c (2025); ports: security/ca_root_nss, gnutls (3.8.12: p11-kit, and so no folder; lib/system/certs.c);
  // Go: src/crypto/x509/root_bsd.go.
  freebsd: {
    openssl: [...inEtcSsl, '/usr/local/openssl/cert.pem'],
    gnutls: ['p11-kit'],
    go: [
      '/usr/local/etc/ssl/cert.pem',
      '/etc/ssl/cert.pem',
      '/usr/local/share/certs/ca-root-nss.crt',
      '/etc/ssl/certs',
      '/usr/local/share/certs',
    ],
  },
  // Go: src/crypto/x509/root_bsd.go; LibreSSL: src/lib/libcrypto/cryptlib.h, opensslconf.h.
  openbsd: { openssl: inEtcSsl, go: ['/etc/ssl/cert.pem'] },
}

/** Whether a store, or each part of a joined one (`a + b`), is a place that some distribution generates for its libraries. */
export function isDistributions(name: string): boolean {
  const places = new Set<string>([
    ...bundles,
    ...directories,
    ...Object.values(layouts).flatMap((layout) => Object.values(layout).flat()),
  ])
  return name.split(' + ').every((part) => places.has(part) || places.has(part.replace(/^openssl-dir:/, '')))
}

/** What a library of this distribution was built to read, of it what is there, in its order. `null`: it has its own list, or it is not known. */
export function builtToRead(host: Host, library: BuiltFor): readonly string[] | null {
  const family = linuxFamily(host)
  const names = family === null ? undefined : layouts[family][library]
  return names === undefined ? null : names.filter((name) => isThere(host, name))
}

const prefix = 'linux:'
const libraries: readonly (readonly [BuiltFor, string])[] = [
  ['openssl', 'OpenSSL'],
  ['gnutls', 'GnuTLS'],
  ['nss', 'NSS'],
  ['go', 'Go'],
  ['java', 'Java'],
]

/**
 * The bundle that a library of this Linux or BSD was built to read: `linux:openssl`. `locate` tells all such places by their own names;
 * directories, key stores and p11-kit are read under these.
 */
export const linuxBundles: Store = {
  id: prefix,
  title: 'the bundle that this distribution built a library to read: linux:openssl, linux:gnutls, linux:go',
  read: async (host, name) => {
    const library = libraries.find(([id]) => name === `${prefix}${id}`)?.[0]
    const stores = library === undefined || library === 'java' ? [] : (builtToRead(host, library) ?? [])
    const bundle = stores.find((store) => store.startsWith('/') && host.stat(store) === 'file')
    return bundle === undefined ? null : readCertificates(host, bundle)
  },
  locate: locateBundles,
}

function locateBundles(host: Host): readonly FoundStore[] {
  const family = linuxFamily(host)
  if (family === null) return []
  const readers = new Map<string, string[]>()
  for (const [library, title] of libraries) {
    for (const store of builtToRead(host, library) ?? []) {
      // p11-kit's sources are a store of their own, which says where it is.
      if (store !== 'p11-kit') readers.set(store, [...(readers.get(store) ?? []), title])
    }
  }
  return [...readers].map(([name, by]) => ({
    name,
    title: `${familyTitle[family]}: what ${listed(by)} ${by.length === 1 ? 'is' : 'are'} built to read`,
  }))
}

function isThere(host: Host, name: string): boolean {
  if (name === 'p11-kit') return true
  try {
    return host.stat(name.replace(/^openssl-dir:/, '')) !== null
  } catch {
    // It is there, and may not be looked at: reading it will say so.
    return true
  }
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

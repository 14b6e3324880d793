import type { Host } from '../host/host.ts'
import { readCertificates } from './certificate-files.ts'
import { familyTitle, type LinuxFamily, linuxFamily } from './shared/linux-family.ts'
import type { FoundStore, Store } from './store.ts'

/** TLS libraries that a distribution builds to read a place of its choice. */
export type BuiltFor = 'openssl' | 'gnutls' | 'nss' | 'go' | 'java'

/** What the libraries of one distribution were built to read. A name is what `readStore` takes; a library without an entry has its own list. */
interface Layout {
  readonly reads: Readonly<Partial<Record<BuiltFor, readonly string[]>>>
  /** `observed` on that system, or told by its own words; `memory`: not checked. */
  readonly known: 'observed' | 'source' | 'documented' | 'memory'
  readonly where: string
}

const debianBundle = '/etc/ssl/certs/ca-certificates.crt'
const hashed = 'openssl-dir:/etc/ssl/certs'
const javaInCerts = '/etc/ssl/certs/java/cacerts'

const layouts: Readonly<Record<LinuxFamily, Layout>> = {
  debian: {
    reads: {
      openssl: ['/usr/lib/ssl/cert.pem', 'openssl-dir:/usr/lib/ssl/certs'],
      gnutls: [debianBundle],
      go: [debianBundle, '/etc/ssl/certs'],
      java: [javaInCerts],
    },
    known: 'observed',
    where: 'observed: Debian 12: openssl version -d, the string in libgnutls.so.30, the link of the JDK 17',
  },
  fedora: {
    reads: {
      openssl: ['/etc/pki/tls/cert.pem', 'openssl-dir:/etc/pki/tls/certs'],
      gnutls: ['p11-kit'],
      nss: ['p11-kit'],
      go: ['/etc/pki/tls/certs/ca-bundle.crt', '/etc/pki/tls/certs'],
      java: ['/etc/pki/java/cacerts'],
    },
    known: 'documented',
    where: 'update-ca-trust(8)',
  },
  alpine: {
    reads: {
      openssl: ['/etc/ssl/cert.pem', hashed],
      gnutls: [debianBundle],
      go: [debianBundle, '/etc/ssl/certs'],
      java: [javaInCerts],
    },
    known: 'memory',
    where: 'alpine: not checked',
  },
  arch: {
    reads: {
      openssl: ['/etc/ssl/cert.pem', hashed],
      gnutls: ['p11-kit'],
      nss: ['p11-kit'],
      go: [debianBundle, '/etc/ssl/certs'],
      java: [javaInCerts],
    },
    known: 'memory',
    where: 'arch: not checked',
  },
  suse: {
    reads: {
      openssl: ['openssl-dir:/var/lib/ca-certificates/openssl', '/etc/ssl/cert.pem', hashed],
      gnutls: ['p11-kit'],
      nss: ['p11-kit'],
      go: ['/etc/ssl/ca-bundle.pem', '/etc/ssl/certs'],
      java: ['/var/lib/ca-certificates/java-cacerts'],
    },
    known: 'documented',
    where: 'openSUSE ca-certificates: README',
  },
  nixos: {
    reads: { openssl: [debianBundle], gnutls: [debianBundle], go: [debianBundle, '/etc/ssl/certs'] },
    known: 'memory',
    where: 'nixos: not checked',
  },
  void: {
    reads: { openssl: ['/etc/ssl/cert.pem', hashed], gnutls: [debianBundle], go: [debianBundle, '/etc/ssl/certs'] },
    known: 'memory',
    where: 'void: not checked',
  },
  gentoo: {
    reads: {
      openssl: ['/etc/ssl/cert.pem', hashed],
      gnutls: [debianBundle],
      go: [debianBundle, '/etc/ssl/certs'],
      java: [javaInCerts],
    },
    known: 'memory',
    where: 'gentoo: not checked',
  },
  freebsd: {
    reads: {
      openssl: ['/etc/ssl/cert.pem', hashed, '/usr/local/openssl/cert.pem'],
      gnutls: ['/usr/local/share/certs/ca-root-nss.crt'],
      go: [
        '/usr/local/etc/ssl/cert.pem',
        '/etc/ssl/cert.pem',
        '/usr/local/share/certs/ca-root-nss.crt',
        '/etc/ssl/certs',
        '/usr/local/share/certs',
      ],
    },
    known: 'source',
    where: 'Go: src/crypto/x509/root_bsd.go; FreeBSD: usr.sbin/certctl/certctl.sh; GnuTLS: not checked',
  },
  openbsd: {
    reads: { openssl: ['/etc/ssl/cert.pem', hashed], go: ['/etc/ssl/cert.pem'] },
    known: 'source',
    where: 'Go: src/crypto/x509/root_bsd.go; LibreSSL: not checked',
  },
}

/** What a library of this distribution was built to read, of it what is there, in its order; and how that is known. `null`: not known. */
export function builtToRead(
  host: Host,
  library: BuiltFor,
): { readonly stores: readonly string[]; readonly source: string } | null {
  const family = linuxFamily(host)
  const names = family === null ? undefined : layouts[family].reads[library]
  if (family === null || names === undefined) return null
  const { known, where } = layouts[family]
  return { stores: names.filter((name) => isThere(host, name)), source: known === 'memory' ? `memory: ${where}` : where }
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
    const stores = library === undefined || library === 'java' ? [] : (builtToRead(host, library)?.stores ?? [])
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
    for (const store of builtToRead(host, library)?.stores ?? []) {
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

import type { LinuxFamily } from './linux-family.ts'

/** Where certificates are put by hand for a distribution's tool to take up, and by what rules. */
export interface AdditionPlace {
  readonly folder: string
  /** The ends that a file's name may have, the best first; an empty one takes any. */
  readonly suffixes: readonly string[]
  /** Folders in it are looked through as well. */
  readonly isDeep: boolean
  /** DER is read beside PEM. */
  readonly isDerRead: boolean
  /** A file with several certificates is in the bundle, but has no hash link (`openssl rehash` passes it over). */
  readonly isOneEach: boolean
  /** What is no authority's certificate is not taken up. */
  readonly areAuthoritiesOnly: boolean
  readonly isLinkPassedOver: boolean
}

/** How one distribution makes its store. */
export interface Additions {
  readonly folders: readonly AdditionPlace[]
  /** Folders whose certificates are kept out, wherever else they stand. */
  readonly banned: readonly string[]
  /** Where the packages put theirs. */
  readonly packaged: string
  /** The file or folder that is made of it. */
  readonly generated: string
  /** What makes it anew. */
  readonly command: string
  /** A list of files to take up below a folder, of which `packaged` is the distribution's own part; `null`: there is none. */
  readonly list: { readonly file: string; readonly folder: string; readonly packaged: string } | null
}

const usrLocal = '/usr/local/share/ca-certificates'
const debianBundle = '/etc/ssl/certs/ca-certificates.crt'
const debianList = { file: '/etc/ca-certificates.conf', folder: '/usr/share/ca-certificates', packaged: 'mozilla/' }

/**
 * Observed with Debian's update-ca-certificates (20230311): only `*.crt`, through subfolders; DER is copied into the bundle as it is and
 * has no link; of a file with two certificates both are in the bundle and neither has a link.
 */
const debian: Additions = {
  folders: [
    {
      folder: usrLocal,
      suffixes: ['.crt'],
      isDeep: true,
      isDerRead: false,
      isOneEach: true,
      areAuthoritiesOnly: false,
      isLinkPassedOver: false,
    },
  ],
  banned: [],
  packaged: '/usr/share/ca-certificates',
  generated: debianBundle,
  command: 'update-ca-certificates',
  list: debianList,
}

/** Files in anchors/ may have any name and be PEM or DER (p11-kit 0.25: trust/token.c, trust/parser.c); folders in it are passed over. */
const byP11Kit = (source: string, packaged: string, generated: string, command: string): Additions => ({
  folders: [
    {
      folder: `${source}/anchors`,
      suffixes: [''],
      isDeep: false,
      isDerRead: true,
      isOneEach: false,
      areAuthoritiesOnly: true,
      isLinkPassedOver: false,
    },
  ],
  banned: [`${source}/blocklist`, `${source}/blacklist`],
  packaged,
  generated,
  command,
  list: null,
})

/** By family; `null`: certificates are not put down as files there. */
export const additionPlaces: Readonly<Record<LinuxFamily, Additions | null>> = {
  debian,
  void: debian,
  gentoo: debian,
  // update-ca.c of Alpine's ca-certificates: any name, but no folder and no symbolic link; what is there is copied as it is.
  alpine: {
    ...debian,
    folders: debian.folders.map((place) => ({ ...place, suffixes: [''], isDeep: false, isLinkPassedOver: true })),
  },
  fedora: byP11Kit(
    '/etc/pki/ca-trust/source',
    '/usr/share/pki/ca-trust-source',
    '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    'update-ca-trust',
  ),
  arch: byP11Kit(
    '/etc/ca-certificates/trust-source',
    '/usr/share/ca-certificates/trust-source',
    '/etc/ca-certificates/extracted/tls-ca-bundle.pem',
    'update-ca-trust',
  ),
  suse: byP11Kit('/etc/pki/trust', '/usr/share/pki/trust', '/var/lib/ca-certificates/ca-bundle.pem', 'update-ca-certificates'),
  // usr.sbin/certctl/certctl.sh of FreeBSD: TRUSTPATH, UNTRUSTPATH, cert_files_in.
  freebsd: {
    folders: ['/usr/local/share/certs', '/usr/local/etc/ssl/certs'].map((folder) => ({
      folder,
      suffixes: ['.pem', '.crt', '.cer'],
      isDeep: true,
      isDerRead: false,
      isOneEach: false,
      areAuthoritiesOnly: false,
      isLinkPassedOver: false,
    })),
    banned: ['/usr/local/etc/ssl/untrusted', '/usr/local/etc/ssl/blacklisted'],
    packaged: '/usr/share/certs/trusted',
    generated: '/etc/ssl/certs',
    command: 'certctl rehash',
    list: null,
  },
  nixos: null,
  openbsd: null,
}

/**
 * Bundles that Linux and BSD distributions generate for TLS servers, in the order in which Go's crypto/x509 looks
 * (root_linux.go, root_bsd.go), which covers them all.
 */
export const bundles = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Gentoo, Arch, Alpine before 3.x
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL 6
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/pki/tls/cacert.pem', // OpenELEC
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // CentOS, RHEL 7 and later
  '/etc/ssl/cert.pem', // Alpine, OpenBSD, FreeBSD, macOS' own copy
  '/usr/local/etc/ssl/cert.pem', // FreeBSD
  '/usr/local/share/certs/ca-root-nss.crt', // FreeBSD, DragonFly
  '/etc/openssl/certs/ca-certificates.crt', // NetBSD
] as const

/** Directories of certificates where there is no bundle (Go: root_linux.go, root_bsd.go, certDirectories): FreeBSD from 12.2, NetBSD. */
export const directories = ['/etc/ssl/certs', '/etc/pki/tls/certs', '/usr/local/share/certs', '/etc/openssl/certs'] as const

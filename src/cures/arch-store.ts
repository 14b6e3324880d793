import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { p11KitStore } from './shared/p11-kit-store.ts'

const extracted = '/etc/ca-certificates/extracted'

/**
 * Arch's store: its update-ca-trust(8) extracts it from p11-kit's folders, and links what is in `cadir` into /etc/ssl/certs. The names of
 * what it makes are documented in part only (that manual; lists of such systems' files).
 */
export const archStore = linuxStoreCure(
  p11KitStore({
    id: 'arch-store',
    title: "Arch's system store",
    family: 'arch',
    tried: 'documented',
    install: 'pacman -S ca-certificates-utils p11-kit',
    programs: ['/usr/bin/update-ca-trust', '/usr/sbin/update-ca-trust'],
    args: [],
    source: '/etc/ca-certificates/trust-source',
    packaged: '/usr/share/ca-certificates/trust-source',
    outputs: () => [
      `${extracted}/tls-ca-bundle.pem`,
      `${extracted}/ca-bundle.trust.crt`,
      `${extracted}/cadir`,
      `${extracted}/java-cacerts.jks`,
      '/etc/ssl/certs',
      '/etc/ssl/certs/java/cacerts',
    ],
  }),
)

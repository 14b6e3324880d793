import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { p11KitStore } from './shared/p11-kit-store.ts'

const extracted = '/etc/ca-certificates/extracted'

/**
 * Arch's store: its update-ca-trust(8) extracts it from p11-kit's folders, and links what is in `cadir` into /etc/ssl/certs. Java's key store
 * it writes in place (archlinux/svntogit-packages, ca-certificates, 2023), or links to one beside the rest (its successor, as eweOS has it).
 */
export const archStore = linuxStoreCure(
  p11KitStore({
    id: 'arch-store',
    title: "Arch's system store",
    family: 'arch',
    tried: 'real-tool',
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

import type { Host } from '../host/host.ts'
import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { p11KitStore } from './shared/p11-kit-store.ts'

const extracted = '/etc/pki/ca-trust/extracted'
const opensslFolder = '/etc/pki/tls/certs'

/** Fedora's, RHEL's and their kin's store: update-ca-trust(8) extracts it from p11-kit's folders. */
export const fedoraStore = linuxStoreCure(
  p11KitStore({
    id: 'fedora-store',
    title: "Fedora's system store",
    family: 'fedora',
    tried: 'real-tool',
    install: 'dnf install ca-certificates',
    programs: ['/usr/bin/update-ca-trust', '/usr/sbin/update-ca-trust'],
    args: ['extract'],
    source: '/etc/pki/ca-trust/source',
    packaged: '/usr/share/pki/ca-trust-source',
    outputs: (host) => [
      `${extracted}/pem/tls-ca-bundle.pem`,
      `${extracted}/openssl/ca-bundle.trust.crt`,
      `${extracted}/java/cacerts`,
      `${extracted}/pem/directory-hash`,
      ...(hasHashLinks(host) ? [opensslFolder] : []),
    ],
  }),
)

/** Newer releases fill the folder with links under the hashes of names (update-ca-trust(8), FILES). */
const hasHashLinks = (host: Host): boolean => (host.list(opensslFolder) ?? []).some((name) => /^[0-9a-f]{8}\.\d+$/.test(name))

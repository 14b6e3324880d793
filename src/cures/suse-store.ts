import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { p11KitStore } from './shared/p11-kit-store.ts'

const made = '/var/lib/ca-certificates'

/** SUSE's store: its own update-ca-certificates(8) extracts it from p11-kit's folders (openSUSE/ca-certificates: certbundle.run, etc_ssl.run, openssl.run, java.run). */
export const suseStore = linuxStoreCure(
  p11KitStore({
    id: 'suse-store',
    title: "SUSE's system store",
    family: 'suse',
    tried: 'real-tool',
    install: 'zypper install ca-certificates',
    programs: ['/usr/sbin/update-ca-certificates', '/usr/bin/update-ca-certificates'],
    args: [],
    source: '/etc/pki/trust',
    packaged: '/usr/share/pki/trust',
    outputs: () => [`${made}/ca-bundle.pem`, `${made}/pem`, `${made}/openssl`, `${made}/java-cacerts`],
  }),
)

import type { Host } from '../../host/host.ts'
import type { Asking } from '../../model/machine.ts'
import { nixSetting } from './nix-store.ts'
import { builtIn } from './setting.ts'
import { followed } from './trust-variable.ts'

/**
 * What `gnutls_x509_trust_list_add_system_trust` leads to: p11-kit's modules where the library was built with some (Fedora, Arch), a bundle
 * elsewhere (Debian). That of nixpkgs reads the file of its variable alone where that is set, be it that nothing is there.
 */
export function gnutlsDefaults(host: Host, program: string): Pick<Asking, 'stores' | 'why' | 'overrides' | 'withoutEffect'> {
  const own = builtIn('the trust of GnuTLS for the system', '')
  const setting = nixSetting(host, program)
  if (setting === null)
    return { stores: [{ store: 'system', ifUnreadable: 'goes-on' }], why: own, overrides: [], withoutEffect: [] }
  const led = followed(host, setting, host.env[setting.name] ?? '', 'file')
  return {
    stores: 'lost' in led ? [] : [{ store: led.path, ifUnreadable: 'goes-on' }],
    why: setting,
    overrides: [own],
    withoutEffect: 'lost' in led ? [led.lost] : [],
  }
}

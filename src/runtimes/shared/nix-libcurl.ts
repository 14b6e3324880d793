import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { isOfNix, nixSetting } from './nix-store.ts'
import type { OpensslDefaults } from './openssl-environment.ts'
import { opensslVerifyPaths } from './openssl-verify-paths.ts'
import { builtIn } from './setting.ts'

/**
 * What libcurl of the Nix store asks: it is built without a bundle, and leaves the choice to OpenSSL where its program names none
 * (--with-ca-fallback; lib/vtls/openssl.c). `named`: the first setting by which the program does; OpenSSL's and Nix' variables are not
 * looked at then, and no store is told. `null`: another libcurl.
 */
export function nixLibcurl(host: Host, program: string, named: Setting | null): OpensslDefaults | null {
  if (!isOfNix(host, program)) return null
  if (named === null) return opensslVerifyPaths(host, '', '3', program)
  const setting = nixSetting(host, program)
  const by = named.where === '' ? named.name : `${named.name} in ${named.where}`
  return {
    stores: [],
    why: builtIn('what libcurl was built with', ''),
    overrides: [],
    withoutEffect: setting === null || setting.value === '' ? [] : [{ setting, reason: 'beaten', params: { by } }],
  }
}

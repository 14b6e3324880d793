import type { Host } from '../../host/host.ts'
import type { Danger } from '../../model/machine.ts'
import type { PerlModules } from './perl-modules.ts'
import { isAtLeast } from './release-order.ts'
import { builtIn, variable } from './setting.ts'

/** Whether HTTP::Tiny looks for a store itself: from 0.089 on IO::Socket::SSL does (HTTP::Tiny: Changes). */
export const choosesStore = (told: PerlModules): boolean =>
  told.module('HTTP::Tiny') !== null && !isAtLeast(told.module('HTTP::Tiny'), '0.089')

/** Whether it verifies of itself: as its own object says, for Debian and nixpkgs have it so in earlier releases; else from 0.083 on. */
export const verifies = (told: PerlModules): boolean =>
  (told.module('HTTP::Tiny verifies') ?? (isAtLeast(told.module('HTTP::Tiny'), '0.083') ? '1' : '0')) === '1'

/** HTTP::Tiny without verification. The variable that turns it off is of 0.083; copies that verify earlier do not know it (HTTP::Tiny: Changes). */
export function httpTinyDangers(host: Host, told: PerlModules): readonly Danger[] {
  const version = told.module('HTTP::Tiny')
  if (version === null) return []
  if (!verifies(told))
    return [{ setting: builtIn(`HTTP::Tiny ${version}`, 'verify_SSL => 0'), reason: 'verification-off', reach: 'HTTP::Tiny' }]
  const value = host.env['PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT']
  return value === '1' && isAtLeast(version, '0.083')
    ? [{ setting: variable('PERL_HTTP_TINY_SSL_INSECURE_BY_DEFAULT', value), reason: 'verification-off', reach: 'HTTP::Tiny' }]
    : []
}

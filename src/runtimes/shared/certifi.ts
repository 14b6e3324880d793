import type { Host } from '../../host/host.ts'
import { nixNoFile, nixVariable } from './nix-store.ts'
import { packageIn } from './site-packages.ts'
import { placeIn, textAt } from './place.ts'

/** The bundle that `certifi.where()` names. */
export interface Certifi {
  readonly bundle: string
  /** The date of Mozilla's list that it holds, `2024.8.30`. `null`: not told, or a distribution made it name another file. */
  readonly version: string | null
}

/**
 * certifi of an environment, or a copy under another name (`pip/_vendor/certifi`). Debian and Fedora change `where()` to name the
 * system's bundle; the cacert.pem that lies beside it is then not read. nixpkgs' names what its variable does (python-modules/certifi/env.patch
 * at 0403b85925).
 */
export function certifiIn(host: Host, site: readonly string[]): Certifi | null {
  const found = packageIn(host, site, 'certifi')
  if (found === null) return null
  const core = textAt(host, placeIn(host, found.folder, 'core.py')) ?? ''
  const named = (host.env[nixVariable] ?? '').trim()
  if (core.includes(nixVariable) && named !== '' && named !== nixNoFile) return { bundle: named, version: null }
  const patched = /["'](\/(?:etc|usr)\/[^"']+\.(?:crt|pem))["']/.exec(core)
  if (patched?.[1] !== undefined) return { bundle: patched[1], version: null }
  return { bundle: placeIn(host, found.folder, 'cacert.pem'), version: found.version }
}

/** For the reader: `certifi 2024.8.30`. */
export const certifiTitle = ({ version }: Certifi): string =>
  version === null ? 'certifi, which is made to name another bundle' : `certifi ${version}`

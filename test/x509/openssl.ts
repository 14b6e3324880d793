import { spawnSync } from 'node:child_process'

/** The program; found by the path. */
export const openssl = 'openssl'

/** Why tests against the openssl program are skipped; `null` when they run. */
export const noOpenssl: string | null =
  spawnSync(openssl, ['version'], { timeout: 10_000 }).status === 0 ? null : 'there is no openssl'

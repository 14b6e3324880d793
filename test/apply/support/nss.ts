import { execFileSync } from 'node:child_process'
import type { Sha256 } from '../../../src/model/sha256.ts'

/** Whether the database of NSS has a certificate of the name `rc`, as its own tool says; `null`: it is no database of NSS, or cannot be read now. */
export async function nssHolds(store: string, _sha256: Sha256): Promise<boolean | null> {
  if (!store.startsWith('sql:')) return null
  try {
    execFileSync('/usr/bin/certutil', ['-L', '-d', store, '-n', 'rc'], { stdio: 'pipe', timeout: 30_000 })
    return true
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    return /could not find certificate|PR_FILE_NOT_FOUND_ERROR|SEC_ERROR_UNRECOGNIZED_OID/i.test(said) ? false : null
  }
}

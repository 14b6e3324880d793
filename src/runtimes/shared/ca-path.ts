import type { Host } from '../../host/host.ts'
import type { Setting, WithoutEffect } from '../../model/machine.ts'
import { isAbsolutePlace, kindAt } from './place.ts'
import { followed, withoutHashName } from './trust-variable.ts'

/** What a setting must name. `hashed-directory`: one whose files are found by their names alone (X509_LOOKUP_hash_dir of OpenSSL). */
export type WantedPath = 'file' | 'directory' | 'hashed-directory' | 'either'

/**
 * What keeps a setting that names certificates from working; `null`: nothing that can be told. `path`: what it names, where that is
 * not its whole value. A relative path that leads nowhere is not judged: what it means hangs on where the program is started.
 */
export function pathProblem(host: Host, setting: Setting, wanted: WantedPath, path = setting.value): WithoutEffect | null {
  const led = followed(host, setting, path, wanted === 'hashed-directory' ? 'directory' : wanted)
  if ('lost' in led) return led.lost.reason === 'no-such-file' && path !== '' && !isAbsolutePlace(host, path) ? null : led.lost
  if (wanted !== 'hashed-directory') return null
  const missed = withoutHashName(host, led.path)
  if (missed.length === 0) return null
  const params = { path: led.path, files: missed.slice(0, 8).join(', '), instead: `openssl rehash ${led.path}` }
  return { setting, reason: 'wrong-file-name', params }
}

/**
 * The name of a directory as a store: of one in which OpenSSL looks, the files that it would find. A file in its place is read by nobody
 * (observed: Wget 1.21.3, git 2.39.5 and curl with GnuTLS), so that its name is that of a directory still.
 */
export function directoryStore(host: Host, path: string, isHashed: boolean): string {
  if (isHashed) return `openssl-dir:${path}`
  return kindAt(host, path) === 'file' ? `${path}/` : path
}

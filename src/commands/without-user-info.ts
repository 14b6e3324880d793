import type { Host } from '../host/host.ts'

/**
 * A target as it may be shown, kept and typed again: without user information (RFC 3986 §3.2.1), for `https://me:secret@example.org` names
 * the server as well without it. A file or case that is there keeps its name, whatever it is.
 */
export const withoutUserInfo = (target: string, { stat }: Pick<Host, 'stat'>): string =>
  isThere(target, stat) ? target : target.replace(userInfo, (_, scheme: string | undefined) => scheme ?? '')

/** Behind a scheme anything; without one, a name with a password: `git@example.org:path` is no target, and told as what it is. */
const userInfo = /^(\s*[a-z][a-z0-9+.-]*:\/\/)[^/?#\\]*@|^\s*[^/?#\\@:]*:[^/?#\\]*@/i

function isThere(path: string, stat: Host['stat']): boolean {
  try {
    return stat(path) !== null
  } catch {
    return false
  }
}

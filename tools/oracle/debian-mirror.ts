import { execFileSync } from 'node:child_process'
import process from 'node:process'

/** Whose signatures a release of Debian is held to. */
export const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** The address without a slash at its end that ROOTCAUSE_DEBIAN_MIRROR gives, below which `debian` and `debian-security` lie; `null`: it names none. */
export const namedMirror = (): string | null => process.env['ROOTCAUSE_DEBIAN_MIRROR']?.replace(/\/+$/, '') || null

/**
 * What this machine's apt reads lists of packages from, each once: a line of `format` (apt-get(8), indextargets) for every list to which all of
 * `filters` apply. Empty: none, or there is no apt.
 */
export function aptTargets(format: string, filters: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  try {
    const args = ['indextargets', '--format', format, 'Created-By: Packages', ...filters]
    const text = execFileSync('apt-get', args, { encoding: 'utf8', env, timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] })
    return [...new Set(text.split('\n').filter((line) => line !== ''))]
  } catch {
    return []
  }
}

/** The archive of Debian, in which all its releases lie: the one that is named, else the one that apt asks. Throws where there is neither. */
export function debianArchive(env: NodeJS.ProcessEnv): string {
  const named = namedMirror()
  const archive = named === null ? aptTargets('$(REPO_URI)', ['Label: Debian'], env)[0] : `${named}/debian`
  if (archive === undefined) throw new Error('apt knows no archive of Debian: name a mirror in ROOTCAUSE_DEBIAN_MIRROR')
  return archive
}

/** The proxy through which apt reaches archives (apt-transport-http(1), Acquire::http::Proxy); empty: none. */
export function aptProxy(env: NodeJS.ProcessEnv): string {
  try {
    const args = ['shell', 'proxy', 'Acquire::http::Proxy']
    const text = execFileSync('apt-config', args, { encoding: 'utf8', env, timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] })
    const proxy = /^proxy='(.*)'$/m.exec(text)?.[1] ?? ''
    return proxy === 'DIRECT' ? '' : proxy
  } catch {
    return ''
  }
}

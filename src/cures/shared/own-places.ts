import type { Host } from '../../host/host.ts'
import { isAbsolutePlace, placeIn } from '../../runtimes/shared/place.ts'

/**
 * The folder for bundles that we make, within the user's data (XDG Base Directory Specification, `$XDG_DATA_HOME`; Application Support on
 * macOS, LocalAppData on Windows); `null`: he has none.
 */
export function bundleFolder(host: Host): string | null {
  const { platform, env, home } = host
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? ''
    return local === '' ? null : placeIn(host, local, 'rootcause', 'trust')
  }
  if (!home.startsWith('/')) return null
  if (platform === 'darwin') return placeIn(host, home, 'Library', 'Application Support', 'rootcause', 'trust')
  const xdg = env['XDG_DATA_HOME'] ?? ''
  return placeIn(host, xdg.startsWith('/') ? xdg : placeIn(host, home, '.local', 'share'), 'rootcause', 'trust')
}

/** A path with every link followed as far as it is there, so that a link stays a link and what it leads to is changed. */
export function withoutLinks(host: Host, path: string): string {
  try {
    const real = host.realPath(path)
    if (real !== null) return real
  } catch {
    return path
  }
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  if (cut <= 0) return path
  return `${withoutLinks(host, path.slice(0, cut))}${path.slice(cut)}`
}

/** Whether a place lies in a folder, or is it. */
export function isWithin(host: Host, path: string, folder: string): boolean {
  if (!isAbsolutePlace(host, folder) || folder.length < 2) return false
  const [real, base] = [withoutLinks(host, path), withoutLinks(host, folder)]
  return (
    real === base ||
    real.startsWith(base.endsWith('/') || base.endsWith('\\') ? base : `${base}${base.includes('\\') ? '\\' : '/'}`)
  )
}

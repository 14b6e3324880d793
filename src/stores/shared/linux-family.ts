import type { Host } from '../../host/host.ts'

/** Systems that lay out their trust stores alike. */
export type LinuxFamily = 'debian' | 'fedora' | 'alpine' | 'arch' | 'suse' | 'nixos' | 'void' | 'gentoo' | 'freebsd' | 'openbsd'

/** What a system is, for the reader. */
export const familyTitle: Readonly<Record<LinuxFamily, string>> = {
  debian: 'Debian, Ubuntu',
  fedora: 'Fedora, RHEL',
  alpine: 'Alpine',
  arch: 'Arch',
  suse: 'SUSE',
  nixos: 'NixOS',
  void: 'Void',
  gentoo: 'Gentoo',
  freebsd: 'FreeBSD',
  openbsd: 'OpenBSD',
}

/** By `ID` and `ID_LIKE` of os-release(5), the nearest first. Derivatives that name no parent there are listed. */
const byName: ReadonlyMap<string, LinuxFamily> = new Map([
  ['debian', 'debian'],
  ['ubuntu', 'debian'],
  ['fedora', 'fedora'],
  ['rhel', 'fedora'],
  ['centos', 'fedora'],
  ['amzn', 'fedora'],
  ['azurelinux', 'fedora'],
  ['mariner', 'fedora'],
  ['alpine', 'alpine'],
  ['wolfi', 'alpine'],
  ['arch', 'arch'],
  ['suse', 'suse'],
  ['opensuse', 'suse'],
  ['sles', 'suse'],
  ['nixos', 'nixos'],
  ['void', 'void'],
  ['gentoo', 'gentoo'],
  ['freebsd', 'freebsd'],
])

/** What tells a system that has no os-release, or one that says nothing: a container cut down to its programs, OpenBSD. */
const byPath: readonly (readonly [string, LinuxFamily])[] = [
  ['/etc/pki/ca-trust/source', 'fedora'],
  ['/etc/ca-certificates/trust-source', 'arch'],
  ['/etc/pki/trust', 'suse'],
  ['/etc/alpine-release', 'alpine'],
  ['/usr/share/certs/trusted', 'freebsd'],
  ['/etc/ca-certificates.conf', 'debian'],
  ['/usr/local/share/ca-certificates', 'debian'],
  ['/etc/installurl', 'openbsd'],
]

/** Which layout this machine has; `null`: none that is known, or it is Windows or macOS. */
export function linuxFamily(host: Host): LinuxFamily | null {
  if (host.platform === 'win32' || host.platform === 'darwin') return null
  for (const name of release(host)) {
    const family = byName.get(name) ?? byName.get(name.replace(/-.*/, ''))
    if (family !== undefined) return family
  }
  return byPath.find(([path]) => isThere(host, path))?.[1] ?? null
}

/** `ID`, then the words of `ID_LIKE`. */
function release(host: Host): readonly string[] {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const bytes = unlessForbidden(() => host.readFile(path))
    if (bytes === null) continue
    const lines = new TextDecoder().decode(bytes).split('\n')
    const value = (name: string): string =>
      lines
        .find((line) => line.startsWith(`${name}=`))
        ?.slice(name.length + 1)
        .replace(/["'\r]/g, '') ?? ''
    return [value('ID'), ...value('ID_LIKE').split(/\s+/)].filter((word) => word !== '')
  }
  return []
}

const isThere = (host: Host, path: string): boolean => unlessForbidden(() => host.stat(path)) !== null

function unlessForbidden<T>(look: () => T): T | null {
  try {
    return look()
  } catch {
    return null
  }
}

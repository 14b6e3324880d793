import type { Host } from '../host/host.ts'

/** Where journals and what was there before are kept. */
export interface StateFolders {
  /** Of what this user changed; empty: he has no home. */
  readonly user: string
  /** Of what was changed with rights over the machine. */
  readonly machine: string
}

/**
 * XDG Base Directory Specification 0.8 (`$XDG_STATE_HOME`, absolute or ignored) on Linux and others; Apple's File System Programming Guide
 * (Application Support); Windows' known folders (LocalAppData, ProgramData). The file hierarchy standard 3.0 §5.8 for `/var/lib`.
 */
export function stateFolders({ platform, env, home }: Pick<Host, 'platform' | 'env' | 'home'>): StateFolders {
  const { XDG_STATE_HOME: xdg = '', LOCALAPPDATA: local = '', ProgramData: data = 'C:\\ProgramData' } = env
  if (platform === 'win32') return { user: local === '' ? '' : `${local}\\rootcause`, machine: `${data}\\rootcause` }
  const machine = platform === 'darwin' ? '/Library/Application Support/rootcause' : '/var/lib/rootcause'
  if (platform === 'darwin') return { user: home === '' ? '' : `${home}/Library/Application Support/rootcause`, machine }
  if (xdg.startsWith('/')) return { user: `${xdg}/rootcause`, machine }
  return { user: home === '' ? '' : `${home}/.local/state/rootcause`, machine }
}

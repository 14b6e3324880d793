import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { chmodSync, chownSync, existsSync, type Stats, statSync } from 'node:fs'

/**
 * Gives `to` what `from` has beside its content: mode, owner, access lists, extended attributes, the SELinux label. Node knows the first
 * two only; for the rest `cp` of GNU coreutils is asked on Linux (`--attributes-only`, coreutils manual §11.1) and `cp -p` is of no use
 * on macOS, for it copies content: there the rest is not kept. Where `cp` is BusyBox's (Alpine), which has no such option, neither.
 */
export function copyAttributes(from: string, to: string, { mode, uid, gid }: Stats): void {
  if (process.platform === 'win32') return
  const own = statSync(to)
  if (own.uid !== uid || own.gid !== gid) chownSync(to, uid, gid)
  // After the owner: the system takes set-user-ID away when that changes.
  chmodSync(to, mode & 0o7777)
  if (process.platform === 'linux') copyFurther(from, to)
}

function copyFurther(from: string, to: string): void {
  const what = hasLabels() ? 'mode,ownership,xattr,context' : 'mode,ownership,xattr'
  const cp = ['/usr/bin/cp', '/bin/cp'].find((path) => existsSync(path))
  if (cp === undefined) return
  try {
    execFileSync(cp, ['--attributes-only', `--preserve=${what}`, '--', from, to], {
      timeout: 10_000,
      stdio: 'pipe',
      env: { LC_ALL: 'C' },
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    // BusyBox says that it does not know the option; a file system without attributes has none to keep.
    if (/unrecognized option|Operation not supported/.test(said)) return
    throw new Error(`attributes of ${from} cannot be kept: ${said.trim() || String(error)}`, { cause: error })
  }
}

/** Gives a new file the label that the policy wants at the place where it will stand. From documentation (matchpathcon(8), chcon(1)): no machine with SELinux was at hand. */
export function labelNew(fresh: string, place: string): void {
  if (process.platform !== 'linux' || !hasLabels()) return
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: 'pipe',
      env: { LC_ALL: 'C' },
    }
    const label = execFileSync('/usr/sbin/matchpathcon', ['-n', place], options).trim()
    execFileSync('/usr/bin/chcon', ['-h', '--', label, fresh], options)
  } catch {
    // It keeps the label that its folder gives.
  }
}

/** Whether this system runs with SELinux (selinuxfs is mounted). */
const hasLabels = (): boolean => existsSync('/sys/fs/selinux/enforce')

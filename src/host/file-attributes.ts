import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, type Stats, statSync } from 'node:fs'
import { keepLabel } from './selinux-label.ts'

/**
 * Gives `to` what `from` has beside its content: mode, owner, access lists, extended attributes, the SELinux label. Node knows the first
 * two only; for the rest `cp` of GNU coreutils is asked on Linux (`--attributes-only`, coreutils manual §11.1) and `cp -p` is of no use
 * on macOS, for it copies content: there the rest is not kept. Where `cp` is BusyBox's (Alpine), which has no such option, neither. Gives
 * what was not kept, for the reader; throws where something could not be kept that should have been.
 */
export function copyAttributes(from: string, to: string, { mode, uid, gid }: Stats): readonly string[] {
  if (process.platform === 'win32') return []
  const own = statSync(to)
  if (own.uid !== uid || own.gid !== gid) giveOwner(from, to, { uid, gid })
  // `cp` opens it for writing, which the mode of a read-only file forbids its own user.
  chmodSync(to, 0o600)
  const isWhole = process.platform === 'linux' && copiesFurther(from, to)
  // After the owner: the system takes set-user-ID away when that changes.
  chmodSync(to, mode & 0o7777)
  keepLabel(from, to)
  return !isWhole && hasAccessList(from) ? [`${from} had an access list, which could not be kept: its mode and owner are`] : []
}

/** A user gives files to groups of his alone (chown(2), EPERM). */
function giveOwner(from: string, to: string, { uid, gid }: Pick<Stats, 'uid' | 'gid'>): void {
  try {
    chownSync(to, uid, gid)
  } catch (error) {
    const what = `${from} belongs to user ${uid} and group ${gid}, and this user cannot give a new file to both`
    throw new Error(`${what} (ls -ln shows them; where it ought to be yours, have its owner and group set first)`, {
      cause: error,
    })
  }
}

/** Whether there is a program that copies the rest. */
function copiesFurther(from: string, to: string): boolean {
  const cp = ['/usr/bin/cp', '/bin/cp'].find((path) => existsSync(path))
  if (cp === undefined) return false
  try {
    execFileSync(cp, ['--attributes-only', '--preserve=mode,ownership,xattr', '--', from, to], quietly)
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    // BusyBox says that it does not know the option.
    if (/unrecognized option/.test(said)) return false
    // A file system without attributes has none to keep; the label is looked at by itself.
    const lines = said.split('\n').filter((line) => !/Operation not supported|security\.selinux|^$/.test(line))
    if (lines.length > 0 || said === '')
      throw new Error(`attributes of ${from} cannot be kept: ${lines.join(' ') || String(error)}`, { cause: error })
  }
  return true
}

/** By `ls`, which writes a plus sign behind the mode (GNU coreutils) or the list itself below (macOS, `-e`); BusyBox tells nothing. */
function hasAccessList(path: string): boolean {
  try {
    const listed = execFileSync('/bin/ls', [process.platform === 'darwin' ? '-lde' : '-ld', path], quietly)
    return /^\S{10}\+|^ \d+: /m.test(listed)
  } catch {
    return false
  }
}

const quietly = { encoding: 'utf8', timeout: 10_000, stdio: 'pipe', env: { LC_ALL: 'C' } } as const

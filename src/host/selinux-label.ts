import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/**
 * Gives `to` the SELinux label of `from`, and looks whether it took. Nothing where SELinux is not in force. Throws where it is and the
 * label is not the same then: what reads the file could be forbidden to.
 */
export function keepLabel(from: string, to: string): void {
  if (isPolicyHere() || isConfined()) give(labelOf(from), to)
}

/**
 * Gives something new the label that the policy wants at the place where it will stand (matchpathcon(8); where that is not installed,
 * restorecon(8) by what it is called now). Without a policy it keeps what its folder gave. Throws where the policy's label cannot be given.
 */
export function giveLabel(fresh: string, place: string): void {
  if (!isPolicyHere()) return
  const [asks, restores] = ['/usr/sbin/matchpathcon', '/usr/sbin/restorecon'].map((path) => existsSync(path))
  if (asks === true) {
    const wanted = printed('/usr/sbin/matchpathcon', ['-n', place])
    // `<<none>>`: the policy leaves such a place alone.
    if (wanted?.includes(':') === true) give(wanted, fresh)
  } else if (restores === true && printed('/usr/sbin/restorecon', ['-F', fresh]) === null)
    throw new Error(`restorecon cannot give ${place} its SELinux label`)
}

function give(wanted: string | null, path: string): void {
  if (wanted === labelOf(path)) {
    // In a container whose programs know no labels all files have the same.
    if (wanted !== null || !isPolicyHere()) return
  } else if (wanted !== null) {
    printed('/usr/bin/chcon', ['-h', '--', wanted, path])
    if (wanted === labelOf(path)) return
  }
  throw new Error(`the SELinux label ${wanted ?? ''} cannot be given to ${path}`)
}

/** By coreutils' stat; `null`: it cannot be told. */
function labelOf(path: string): string | null {
  const label = printed('/usr/bin/stat', ['-c', '%C', '--', path])
  return label?.includes(':') === true ? label : null
}

/** What it printed; `null`: it failed, or is not here. */
function printed(program: string, args: readonly string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', timeout: 10_000, stdio: 'pipe', env: { LC_ALL: 'C' } }).trim()
  } catch {
    return null
  }
}

/** selinuxfs is mounted: this system has the policy (selinux(8)). */
const isPolicyHere = (): boolean => process.platform === 'linux' && existsSync('/sys/fs/selinux/enforce')

/** This process has a label, though the policy is not to be seen from here: a container (proc(5), /proc/self/attr/current; AppArmor writes a name without colons there). */
function isConfined(): boolean {
  try {
    return process.platform === 'linux' && /^[^:\s]+:[^:\s]+:[^:\s]+/.test(readFileSync('/proc/self/attr/current', 'latin1'))
  } catch {
    return false
  }
}

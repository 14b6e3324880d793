import { chmodSync, copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Stands for sudo, which is not on every machine: a copy of setpriv that the system runs as root, behind the same words. Gives its path. */
export function standInSudo(folder: string): string {
  const [suid, sudo] = [join(folder, 'as-root'), join(folder, 'sudo')]
  if (!existsSync(suid)) copyFileSync('/usr/bin/setpriv', suid)
  chmodSync(suid, 0o4755)
  writeFileSync(sudo, `#!/bin/sh\nshift\nexec ${suid} --reuid=0 --regid=0 --clear-groups "$@"\n`, { mode: 0o755 })
  return sudo
}

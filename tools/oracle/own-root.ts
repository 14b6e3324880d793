import process from 'node:process'
import type { Command } from './client.ts'

const places = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * What is put before a command that mounts: all that it mounts is seen by itself alone, and is gone with it. It ends, with everything
 * that it started, when whoever started it ends or kills it. The superuser needs no more; others are one in a namespace of their own
 * (user_namespaces(7)), with the users that /etc/subuid lends them where `users` is `lent`.
 */
export function apart(users: 'own' | 'lent'): readonly [string, ...string[]] {
  const mapped = process.getuid?.() === 0 ? [] : ['--map-root-user', ...(users === 'lent' ? ['--map-auto'] : [])]
  return ['setpriv', '--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', ...mapped]
}

// Shared memory is named by numbers of processes (libfaketime), which are the same in each namespace. The shell stays, for the first
// process of a namespace is deaf to signals that it does not handle (pid_namespaces(7)).
const enter = `set -e
PATH=${places}
root=$1
shift
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
mount -t tmpfs none "$root/dev/shm"
mount -t tmpfs none "$root/tmp"
while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --bind "$1" "$root$1"
  shift
done
shift
chroot "$root" "$@" && exit 0 || exit $?`

/** The same command with `root` as its root directory, no environment but its own, and the folders `shown` under their own names. */
export function inRoot(root: string, shown: readonly string[], { argv, env }: Command): Command {
  const own = Object.entries({ ...env, PATH: places }).map(([name, value]) => `${name}=${value}`)
  return { argv: [...apart('own'), 'sh', '-c', enter, 'sh', root, ...shown, '--', 'env', '-i', ...own, ...argv] }
}

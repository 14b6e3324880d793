import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import type { Install } from './client.ts'
import { aptProxy, debianArchive, debianKeyring } from './debian-mirror.ts'
import type { RunIn } from './debian-source.ts'
import { orSay } from './or-say.ts'
import { apart } from './own-root.ts'

/** Milliseconds; it takes less than a minute where the mirror is near. */
const limit = 1_800_000

// debootstrap makes devices, which only the superuser may, unless they are there; `container` keeps it from trying out whether it may.
const build = `set -e
export PATH="$PATH:/usr/sbin:/sbin" container=lxc
whole=$1
root=$1.fresh
keyring=$2
archive=$3
suite=$4
packages=$5
[ -z "$6" ] || export http_proxy="$6" https_proxy="$6"
exec 9<"\${whole%/*}"
flock --nonblock 9 || { echo 'another one is being made' >&2; exit 1; }
rm -rf -- "$root"
mkdir -p "$root/dev"
mount -t tmpfs none "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
debootstrap --variant=minbase --force-check-gpg --keyring="$keyring" --include="$packages" "$suite" "$root" "$archive"
echo 127.0.0.1 localhost > "$root/etc/hosts"
rm -rf -- "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
mv --no-target-directory -- "$root" "$whole"`

/**
 * Makes a folder with a Debian of its own out of packages whose list is signed by Debian. It has its name when it is whole; what was
 * broken off before is thrown away. Nothing else changes, and nothing stays mounted, however it ends. Throws what is lacking, or where
 * it failed.
 */
export function buildRoot(
  wanted: Extract<Install, { from: 'debootstrap' }>,
  root: string,
  run: RunIn,
  env: NodeJS.ProcessEnv,
): void {
  if (existsSync(root)) throw new Error(`${root} is there and its programs do not run: ${rights}; or remove it and try again`)
  const lacking = needs().filter(([, files]) => !files.some((file) => existsSync(file)))
  if (lacking.length > 0)
    throw new Error(
      `needs ${lacking.map(([name]) => name).join(', ')}: apt-get install ${lacking.map(([name]) => name).join(' ')}`,
    )
  const archive = debianArchive(env)
  mkdirSync(dirname(root), { recursive: true })
  const args = [root, debianKeyring, archive, wanted.suite, wanted.packages.join(','), aptProxy(env)]
  const [program, ...rest] = apart('lent')
  orSay(`${wanted.suite} was not made: see the lines above`, () =>
    run(program, [...rest, 'sh', '-c', build, 'sh', ...args], dirname(root), limit),
  )
}

const rights = 'it takes the superuser, or a kernel that lets users have namespaces of their own'

/** Packages of Debian, each with files of which one is there when it is installed. */
const needs = (): readonly (readonly [string, readonly string[]])[] => [
  ['debootstrap', ['/usr/sbin/debootstrap', '/usr/bin/debootstrap']],
  ['debian-archive-keyring', [debianKeyring]],
  ...(process.getuid?.() === 0 ? [] : [['uidmap', ['/usr/bin/newuidmap']] as const]),
]

import { existsSync } from 'node:fs'
import type { Install, OracleClient } from '../client.ts'
import { found } from './found.ts'
import { installed } from './installed.ts'

const debian = (name: string, ...packages: readonly string[]) =>
  ({ from: 'debootstrap', suite: 'trixie', name, packages: ['libfaketime', ...packages] }) as const satisfies Install

/** Debian 13, where OpenSSL is 3.5, with its small programs. */
export const debian13 = debian('debian-13', 'ca-certificates', 'python3', 'openssl', 'curl', 'wget', 'git', 'gnutls-bin')
/** With Go. */
export const debian13Go = debian('debian-13-go', 'golang-go')
/** With a JDK. */
export const debian13Java = (release: '21' | '25') => debian(`debian-13-java-${release}`, `openjdk-${release}-jdk-headless`)

/** The folder that is the root directory there; `null`: it is not made. */
export function rootOf(folder: string, wanted: typeof debian13): string | null {
  const root = installed(folder, wanted)
  return existsSync(root) ? root : null
}

/** A client that is asked as another one is, with the program that Debian 13 has. The arguments from `path` on are those of `found`. */
export function onDebian13(
  client: OracleClient,
  id: string,
  path: string,
  args: readonly string[],
  pattern: RegExp,
): OracleClient {
  return {
    ...client,
    id,
    profile: id,
    install: debian13,
    find: (folder) => {
      const root = rootOf(folder, debian13)
      return root === null ? null : found(path, args, pattern, root)
    },
  }
}

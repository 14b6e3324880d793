import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '../client.ts'
import { inRoot } from '../own-root.ts'
import { clientEnvironment } from '../run-command.ts'

/**
 * The first line that a program prints with these arguments, if it runs and the pattern is in it; what the pattern's group holds is the
 * version. `root`: the folder that it has for its root directory.
 */
export function found(path: string, args: readonly string[], pattern: RegExp, root?: string): Program | null {
  const env = clientEnvironment(tmpdir(), null)
  const argv = [path, ...args]
  const [program = '', ...rest] = root === undefined ? argv : inRoot(root, [], { argv, env }).argv
  try {
    const text = execFileSync(program, rest, {
      encoding: 'utf8',
      env,
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const version = pattern.exec(text)?.[1]
    return version === undefined ? null : { path, version, ...(root !== undefined && { root }) }
  } catch {
    return null
  }
}

/** A program of a package that `--install` unpacked. */
export function inPackage(folder: string, name: string, file: string): string | null {
  const path = join(folder, 'npm', name.replaceAll('/', '+'), 'node_modules', name.replace(/(?<=.)@[^@/]*$/, ''), file)
  return existsSync(path) ? path : null
}

/** Whether a host is an address in text. */
export const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host)

/** The raw server ends every handshake with this alert once the client has gone on: then the chain was good enough. */
export const wentOn = (text: string): boolean =>
  /alert handshake failure|handshake[_ ]failure|HandshakeFailure|alert number 40|Handshake failed|fatal alert has been received/i.test(
    text,
  )

import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { seconds } from '../model/time.ts'
import type { Host } from './host.ts'
import { lesserUserAt } from './lesser-user.ts'
import { readWholeFile } from './read-file.ts'
import { windowsRegistry } from './windows-registry.ts'

/** The machine that this process runs on. */
export const nodeHost: Host = {
  platform: platformOf(process.platform),
  env: process.env,
  home: process.env['HOME'] ?? process.env['USERPROFILE'] ?? '',
  cwd: currentFolder(),
  readFile: (path) => unlessAbsent(() => readWholeFile(path)),
  list: (path) => unlessAbsent(() => readdirSync(path).sort()),
  stat: (path) => unlessAbsent(() => kindOf(statSync(path, { throwIfNoEntry: false }))),
  realPath: (path) => unlessAbsent(() => realpathSync(path)),
  modified: (path) => unlessAbsent(() => seconds(Math.floor(statSync(path).mtimeMs / 1000))),
  ...(process.platform === 'win32' ? {} : { isOthers }),
  registry: process.platform === 'win32' ? windowsRegistry(process.env['SystemRoot'] ?? '') : () => null,
  ...(process.platform === 'win32'
    ? { systemStore: async (question) => (await import('./crypt32.ts')).askCrypt32(question) }
    : {}),
  ...(process.platform === 'linux' ? { windowsBeside: besideThis } : {}),
  // Loaded only when asked for: most runs start no program.
  run: async (argv, options) => (await import('./run.ts')).run(argv, options),
  decrypt,
  runtimeRoots,
  runtime: `Node ${process.versions.node}`,
}

const kindOf = (stats: Stats | undefined) => (stats === undefined ? null : stats.isDirectory() ? 'directory' : 'file')

/** Loaded only when asked for: few machines are WSL. */
async function besideThis(): ReturnType<NonNullable<Host['windowsBeside']>> {
  return (await import('./windows-beside.ts')).windowsBeside(nodeHost, { isElevated: process.geteuid?.() === 0 })
}

/** `PWD` where it is the very folder: it has the names by which the user came, and Windows has none. */
function currentFolder(): string {
  try {
    const [cwd, pwd] = [process.cwd(), process.env['PWD'] ?? '']
    return pwd !== '' && pwd !== cwd && realpathSync(pwd) === realpathSync(cwd) ? pwd : cwd
  } catch {
    // It was removed, or PWD names nothing.
    return safely(() => process.cwd())
  }
}

function safely(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

function platformOf(platform: NodeJS.Platform): Host['platform'] {
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other'
}

function isOthers(path: string): boolean {
  const found = unlessAbsent(() => statSync(path))
  if (found === null) return false
  if ((found.uid !== 0 && found.uid !== process.geteuid?.()) || (found.mode & 0o022) !== 0) return true
  return process.geteuid?.() === 0 && lesserUserAt(path) !== null
}

function unlessAbsent<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}

function decrypt(cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | 'wrong' | 'unsupported' {
  const { createDecipheriv } = process.getBuiltinModule('node:crypto')
  let decipher: ReturnType<typeof createDecipheriv>
  try {
    // A build of OpenSSL that lacks the cipher throws here.
    decipher = createDecipheriv(cipher, key, iv)
  } catch {
    return 'unsupported'
  }
  try {
    return Uint8Array.from(Buffer.concat([decipher.update(data), decipher.final()]))
  } catch {
    return 'wrong'
  }
}

/** Present from 22.15; the types are those of Node 20. */
interface WithCaCertificates {
  readonly getCACertificates?: (type: 'bundled' | 'system') => readonly string[]
}

function runtimeRoots(kind: 'bundled' | 'system'): readonly Uint8Array[] | null {
  // Loaded only when asked for: TLS costs 2 ms of every start.
  const tls: typeof import('node:tls') & WithCaCertificates = process.getBuiltinModule('node:tls')
  const { getCACertificates } = tls
  if (kind === 'bundled') return tls.rootCertificates.map(fromPem)
  return getCACertificates?.(kind).map(fromPem) ?? null
}

const fromPem = (pem: string): Uint8Array => new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))

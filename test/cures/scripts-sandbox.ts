import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder, tool } from '../support/tool.ts'

/** What a shell script printed and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The folders of this machine that trust tools write: in the sandbox they are copies that die with it. */
const written = ['/etc', '/usr/local', '/usr/share', '/var/lib']

/** Why no sandbox can be had here; `null`: it can. */
export function noSandbox(): string | null {
  try {
    const folder = temporaryFolder()
    try {
      tool('unshare', ['-m', 'sh', '-c', `mount -t tmpfs none ${folder.path}`])
      return null
    } finally {
      folder.remove()
    }
  } catch (error) {
    return `no mount namespace may be made here: ${error instanceof Error ? error.message : String(error)}`
  }
}

/**
 * Runs a shell script in a mount namespace of its own, in which the trust stores are overlays over this machine's: what is written to them
 * is in memory and gone afterwards. `files` lie in the current folder. The environment has a search path and a home alone.
 */
export async function inSandbox(script: string, files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Ended> {
  const folder = temporaryFolder()
  try {
    const own = join(folder.path, 'own')
    const over = join(folder.path, 'over')
    mkdirSync(own)
    mkdirSync(over)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(own, name), content)
    const mounts = written.map(
      (path, i) =>
        `mkdir -p ${over}/u${i} ${over}/w${i}; mount -t overlay overlay -o lowerdir=${path},upperdir=${over}/u${i},workdir=${over}/w${i} ${path}`,
    )
    // A hook that makes Java's bundle takes seconds, and puts the time into it.
    const setUp = [
      'set -e',
      `mount -t tmpfs none ${over}`,
      ...mounts,
      'rm -f /etc/ca-certificates/update.d/*',
      // A store of few roots is made as one of many, sooner.
      "if [ -f /etc/ca-certificates.conf ]; then sed -i -E '/^#|ISRG|Amazon|DigiCert/!d' /etc/ca-certificates.conf; update-ca-certificates --fresh > /dev/null 2>&1 || true; fi",
      `cd ${own}`,
      'set +e',
    ].join('\n')
    return await ended('unshare', ['-m', '--propagation', 'private', 'sh', '-c', `${setUp}\n${script}`])
  } finally {
    folder.remove()
  }
}

function ended(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/nonexistent', LC_ALL: 'C' }
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 170_000, killSignal: 'SIGKILL' })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

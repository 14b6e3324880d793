import type { Host } from '../../host/host.ts'

/** Milliseconds that a program has to tell its release. */
const patience = 5_000

/** What a program prints when it is asked for its release, in an empty environment; `null`: it did not answer. */
export async function askedFor(host: Host, program: string, args: readonly string[]): Promise<string | null> {
  const root = host.env['SystemRoot']
  // Windows' own libraries want to know where they are.
  const env: Readonly<Record<string, string>> = host.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {}
  const ran = await host.run([program, ...args], { timeout: patience, env })
  return ran.kind === 'ended' && ran.code === 0 ? ran.stdout : null
}

import type { Host } from '../../host/host.ts'

/** What programs printed on machines that are still looked at: a program says the same again. */
const known = new WeakMap<Host, Map<string, Promise<string | null>>>()

/** Most that a program may take to tell its version, in milliseconds: some are scripts that start an interpreter first. */
const limit = 5000

/**
 * What a found program prints, both streams together, in an environment of nothing but `env`. `null`: it could not be run, or not
 * ended in time. Started once for each command line.
 */
export function printed(
  host: Host,
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  const ofHost = known.get(host) ?? new Map<string, Promise<string | null>>()
  known.set(host, ofHost)
  const key = argv.join('\0')
  const before = ofHost.get(key)
  if (before !== undefined) return before
  const now = start(host, argv, env)
  ofHost.set(key, now)
  return now
}

async function start(
  host: Host,
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<string | null> {
  // Windows starts hardly a program without it.
  const root = host.platform === 'win32' ? host.env['SystemRoot'] : undefined
  const clean = { LC_ALL: 'C', ...(root === undefined ? {} : { SystemRoot: root }), ...env }
  const ran = await host.run(argv, { timeout: limit, env: clean })
  return ran.kind === 'ended' ? `${ran.stdout}${ran.stderr === '' ? '' : `\n${ran.stderr}`}` : null
}

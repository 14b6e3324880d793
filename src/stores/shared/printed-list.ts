import type { Host } from '../../host/host.ts'
import { readCertificateFile } from '../../x509/certificate-file.ts'
import type { Store, StoreContent } from '../store.ts'

/** Milliseconds that a program has to print its list. */
const patience = 10_000

/** How a program is made to print, as PEM, the list of authorities that is compiled into it. */
export interface PrintedList {
  /** `node:`; the program's path follows. */
  readonly prefix: string
  readonly title: string
  readonly args: readonly string[]
  /** All that its environment has, so that no setting of the user changes the answer. */
  readonly env: Readonly<Record<string, string>>
  /** For the reader, where it prints none. */
  readonly since: string
}

/** Such a list as a store: there is no reading it but by starting the program. */
export function printedList({ prefix, title, args, env, since }: PrintedList): Store {
  return {
    id: prefix,
    title,
    read: (host, name) => asked(host, name.slice(prefix.length), args, env, since),
    locate: () => [],
  }
}

async function asked(
  host: Host,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  since: string,
): Promise<StoreContent | null> {
  const origin = `compiled into ${program}`
  try {
    if (host.stat(program) !== 'file') return null
  } catch (error) {
    return { origin, unreadable: error instanceof Error ? error.message : String(error) }
  }
  const root = host.env['SystemRoot']
  // Windows' own libraries want to know where they are.
  const system: Readonly<Record<string, string>> = host.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {}
  const ran = await host.run([program, ...args], { timeout: patience, env: { ...env, ...system } })
  if (ran.kind === 'refused') return { origin, unreadable: `it cannot be asked: ${ran.why}` }
  if (ran.kind === 'timeout') return { origin, unreadable: `it did not answer within ${patience / 1000} s` }
  const { certificates } = readCertificateFile(new TextEncoder().encode(ran.stdout))
  if (ran.code === 0 && certificates.length > 0) return { origin, certificates }
  return { origin, unreadable: `it does not print its list; ${since} and later do` }
}

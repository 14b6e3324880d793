import type { Host } from '../host/host.ts'
import type { Delta } from '../model/delta.ts'
import type { Asking } from '../model/machine.ts'
import type { Step, Tool } from '../model/plan.ts'
import { folderOf, kindAt, placeIn } from '../runtimes/shared/place.ts'
import { writePem } from '../x509/pem.ts'
import type { AnchorToChange, Cure, Need } from './cure.ts'
import { anchorFileName, sha256Of } from './shared/anchor-file.ts'
import { isWithin, withoutLinks } from './shared/own-places.ts'
import { isOf, served } from './shared/served.ts'

const password = { ROOTCAUSE_STOREPASS: 'changeit' }

/**
 * A Java's own key store, changed by the keytool of that JDK on a copy. JKS and PKCS #12 alike; under the password that everybody knows, or
 * without one (JDK 18 and later). A store under another password is the reader's.
 */
export const javaKeystore: Cure = {
  id: 'java-keystore',
  title: "Java's own key store",
  owner: 'user',
  scope: 'machine',
  tried: 'real-tool',
  plan: async (host, need) => {
    if (need.add.length + need.drop.length === 0) return null
    const wanted = served(need, (asking) => isOf('java')(asking) && keystoreOf(host, asking) !== null)
    const steps: Step[] = []
    const done = new Set<string>()
    const cured: string[] = []
    for (const { store, askings } of wanted) {
      cured.push(store)
      for (const asking of askings) {
        const found = keystoreOf(host, asking)
        if (found === null || done.has(found.path)) continue
        done.add(found.path)
        const own = await stepsFor(host, found, need)
        if (own === null) return null
        steps.push(...own)
      }
    }
    if (steps.length === 0) return null
    const deltas = [...new Set(cured)].flatMap((store): readonly Delta[] => [
      ...need.add.map(({ sha256 }): Delta => ({ kind: 'add-anchor', store, cert: sha256 })),
      ...need.drop.map(({ sha256 }): Delta => ({ kind: 'drop-anchor', store, cert: sha256 })),
    ])
    const notes = [...done].map(
      (path) => `Programs on Java that run now keep what they have read from ${path}; an update of Java may bring a new file.`,
    )
    return { steps, advice: [], deltas, notes }
  },
}

interface Keystore {
  readonly path: string
  readonly keytool: string
}

/** The one file that is asked, and the keytool beside the Java that asks it; `null`: a store of another kind, or no keytool. */
function keystoreOf(host: Host, { installation, stores }: Asking): Keystore | null {
  const [only] = stores
  if (only === undefined || stores.length > 1 || kindAt(host, only.store) !== 'file') return null
  const folder = folderOf(withoutLinks(host, installation.path))
  const name = host.platform === 'win32' ? 'keytool.exe' : 'keytool'
  // Up to release 8 the program may be that of the jre within a JDK: both have one.
  const keytool = [placeIn(host, folder, name), placeIn(host, folderOf(folderOf(folder)), 'bin', name)].find(
    (path) => kindAt(host, path) === 'file',
  )
  return keytool === undefined ? null : { path: withoutLinks(host, only.store), keytool }
}

/** `null`: keytool cannot open it with the usual password. Several changes of one file are made one after the other. */
async function stepsFor(host: Host, { path, keytool }: Keystore, { add, drop }: Need): Promise<readonly Step[] | null> {
  const aliases = await aliasesIn(host, keytool, path)
  const octets = readable(host, path)
  if (aliases === null || octets === null) return null
  const needsRights = !isWithin(host, path, host.home)
  const change = (tool: Tool, undo: Tool): Step['change'] => ({ kind: 'rewrite', path, before: sha256Of(octets), tool, undo })
  return [
    ...add
      .filter(({ sha256 }) => !aliases.has(sha256))
      .map(
        (anchor): Step => ({
          change: change(importing(keytool, anchor, anchorFileName(anchor)), deleting(keytool, anchorFileName(anchor))),
          why: `${anchor.label} goes into ${path} as ${anchorFileName(anchor)}.`,
          needsRights,
        }),
      ),
    ...drop.flatMap((anchor): readonly Step[] => {
      const alias = aliases.get(anchor.sha256)
      if (alias === undefined) return []
      return [
        {
          change: change(deleting(keytool, alias), importing(keytool, anchor, alias)),
          why: `${anchor.label} leaves ${path}.`,
          needsRights,
        },
      ]
    }),
  ]
}

function readable(host: Host, path: string): Uint8Array | null {
  try {
    return host.readFile(path)
  } catch {
    return null
  }
}

const tool = (keytool: string, words: readonly string[], files: Tool['files'] = {}): Tool => ({
  argv: [keytool, ...words, '-keystore', '{copy}', '-storepass:env', 'ROOTCAUSE_STOREPASS'],
  env: password,
  files,
})

const importing = (keytool: string, { der }: AnchorToChange, alias: string): Tool =>
  tool(keytool, ['-importcert', '-noprompt', '-trustcacerts', '-alias', alias, '-file', 'root.pem'], {
    'root.pem': writePem('CERTIFICATE', der),
  })

const deleting = (keytool: string, alias: string): Tool => tool(keytool, ['-delete', '-noprompt', '-alias', alias])

/** Aliases by fingerprint, as `keytool -list` prints them in English; `null`: it does not open. */
async function aliasesIn(host: Host, keytool: string, path: string): Promise<ReadonlyMap<string, string> | null> {
  const english = ['-J-Duser.language=en', '-J-Duser.country=US'] as const
  const argv = [keytool, ...english, '-list', '-keystore', path, '-storepass:env', 'ROOTCAUSE_STOREPASS'] as const
  const ran = await host.run(argv, { timeout: 30_000, env: { ...password, LC_ALL: 'C' } })
  if (ran.kind !== 'ended' || ran.code !== 0) return null
  const found = new Map<string, string>()
  let alias = ''
  for (const line of ran.stdout.split(/\r?\n/)) {
    alias = /^(.+), [A-Z][a-z]{2} \d{1,2}, \d{4}, trustedCertEntry, ?$/.exec(line)?.[1] ?? alias
    const print = /\(SHA-256\): ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})/.exec(line)?.[1]
    if (print !== undefined) found.set(print.replaceAll(':', '').toLowerCase(), alias)
  }
  return found
}

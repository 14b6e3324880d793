import type { Host } from '../host/host.ts'
import type { Delta } from '../model/delta.ts'
import type { Asking } from '../model/machine.ts'
import type { Advice, Step, Tool } from '../model/plan.ts'
import { folderOf, kindAt, placeIn } from '../runtimes/shared/place.ts'
import { writePem } from '../x509/pem.ts'
import type { AnchorToChange, Cure, Need } from './cure.ts'
import { anchorFileName, sha256Of } from './shared/anchor-file.ts'
import { isWithin, withoutLinks } from './shared/own-places.ts'
import { isOf, served } from './shared/served.ts'

/** In the locale C Java opens no path that is not ASCII (observed: keytool 17 and 25); where the other is not known it is C after all. */
const toolEnvironment = { ROOTCAUSE_STOREPASS: 'changeit', LC_ALL: 'C.UTF-8' }

/**
 * A Java's own key store, changed by the keytool of that JDK on a copy. JKS and PKCS #12 alike; under the password that everybody knows, or
 * without one (JDK 18 and later). A store under another password is the reader's, and keeps no other from being changed.
 */
const javaKeystoreCure = (own: Pick<Cure, 'id' | 'title' | 'scope'>, isOurs: (host: Host, path: string) => boolean): Cure => ({
  ...own,
  owner: 'user',
  tried: 'real-tool',
  plan: async (host, need) => {
    if (need.add.length + need.drop.length === 0) return null
    const wanted = served(need, (asking) => {
      const found = isOf('java')(asking) ? keystoreOf(host, asking) : null
      return found !== null && !isExtracted(found.path) && isOurs(host, found.path)
    })
    const steps = new Map<string, readonly Step[]>()
    const locked = new Set<string>()
    const cured = new Set<string>()
    for (const { store, askings } of wanted) {
      const asked = askings.flatMap((asking) => keystoreOf(host, asking) ?? [])
      for (const found of asked) {
        if (steps.has(found.path) || locked.has(found.path)) continue
        const own = await stepsFor(host, found, need)
        if (own === null) locked.add(found.path)
        else steps.set(found.path, own)
      }
      if (!asked.some(({ path }) => locked.has(path))) cured.add(store)
    }
    // Whoever may do more is told; a plan within the home has that one beside it.
    const advice = own.scope === 'user' ? [] : [...locked].flatMap((path) => need.add.map((anchor) => byHand(path, anchor)))
    const all = [...steps.values()].flat()
    if (all.length === 0) return advice.length === 0 ? null : { steps: [], advice, deltas: [], notes: [] }
    const deltas = [...cured].flatMap((store): readonly Delta[] => [
      ...need.add.map(({ sha256 }): Delta => ({ kind: 'add-anchor', store, cert: sha256 })),
      ...need.drop.map(({ sha256 }): Delta => ({ kind: 'drop-anchor', store, cert: sha256 })),
    ])
    const notes = [...steps.keys()].map(
      (path) => `Programs on Java that run now keep what they have read from ${path}; an update of Java may bring a new file.`,
    )
    return { steps: all, advice, deltas, notes }
  },
})

/** Whichever Java asks it. */
export const javaKeystore = javaKeystoreCure({ id: 'java-keystore', title: "Java's own key store", scope: 'machine' }, () => true)

/** Of a Java that lies in the user's home, or that he has given a store of his own: no other user asks it, and no rights are needed. */
export const javaUserKeystore = javaKeystoreCure(
  { id: 'java-user-keystore', title: "the key store of a user's own Java", scope: 'user' },
  (host, path) => isWithin(host, path, host.home),
)

/**
 * What the system's tool extracts anew at each update (Fedora's and SUSE's `update-ca-trust` and `update-ca-certificates`, Arch's
 * `update-ca-trust`): what was written into it is lost then.
 */
const isExtracted = (path: string): boolean =>
  ['/etc/pki/ca-trust/extracted/', '/var/lib/ca-certificates/', '/etc/ca-certificates/extracted/'].some((folder) =>
    path.startsWith(folder),
  )

/** A store under another password, or one that keytool cannot open at all. */
const byHand = (path: string, anchor: AnchorToChange): Advice => ({
  owner: 'user',
  what:
    `${path} does not open under the password that everybody knows, and no other is asked for here: whoever has it saves ` +
    `${anchor.label} as root.pem and runs keytool -importcert -alias ${anchorFileName(anchor)} -file root.pem -keystore with that path`,
  command: '',
})

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
  env: toolEnvironment,
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
  const ran = await host.run(argv, { timeout: 30_000, env: toolEnvironment })
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

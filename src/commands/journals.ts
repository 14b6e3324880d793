import { existsSync } from 'node:fs'
import { hash } from 'node:crypto'
import { type Journal, openJournal } from '../apply/journal.ts'
import { recordOf } from '../apply/record.ts'
import { stateFolders } from '../apply/state-folder.ts'
import type { UndoPorts } from '../apply/ports.ts'
import type { Host } from '../host/host.ts'
import { nodeHand } from '../host/node-hand.ts'
import { nodeStateIo, notOwn } from '../host/node-state-io.ts'
import { RootcauseError } from '../model/error.ts'
import type { TrustSettings } from '../model/evidence.ts'
import type { Plan } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds } from '../model/time.ts'
import { readStore } from '../stores/index.ts'
import type { Context } from './context.ts'

/** The journals that this user may read: his own, and that of the machine. */
export function journalsHere(host: Host): readonly Journal[] {
  const { user, machine } = stateFolders(host)
  return [...new Set([machine, user])].filter((folder) => folder !== '').map((folder) => openJournal(folder, nodeStateIo))
}

/** Why what journals of this user's say is not believed, or cannot be read, each with what to do; empty: all of it counts. The machine's is root's alone. */
export function disbelieved(host: Host): readonly string[] {
  const { user, machine } = stateFolders(host)
  const own = process.geteuid?.() === 0 ? [...new Set([machine, user])] : [user]
  return [
    ...own
      .filter((folder) => folder !== '')
      .flatMap((folder) => {
        const inner = nodeStateIo.join(folder, 'changes')
        const open = existsSync(inner) ? [folder, inner].find((each) => !nodeStateIo.isOwn(each)) : undefined
        return open === undefined ? [] : [notOwn(open)]
      }),
    ...journalsHere(host).flatMap((journal) =>
      journal
        .ids()
        .filter((id) => recordOf(journal.lines(id) ?? []) === null)
        .map((id) => notRead(id, nodeStateIo.join(journal.folder, 'changes', `${id}.ndjson`))),
    ),
  ]
}

const notRead = (id: string, path: string): string =>
  `what was done as ${id} cannot be told, nor taken back: ${path} is damaged, or a newer rootcause wrote it; that one can take it back, and what is left of it names the files that were changed`

/** The journal for what is done now: the machine's where rights over it are needed and are there, otherwise the user's own. */
export function ownJournal(host: Host, plans: readonly Plan[]): Journal {
  const { user, machine } = stateFolders(host)
  const isMachines = plans.some((p) => p.steps.some((s) => s.needsRights))
  const folder = isMachines && process.geteuid?.() === 0 ? machine : user
  if (folder === '')
    throw new RootcauseError('input', 'there is no folder for the journal', 'set HOME, or run it as a user who has a home')
  const others = (): readonly string[] =>
    journalsHere(host).flatMap((journal) => (journal.folder === folder ? [] : journal.ids()))
  return openJournal(folder, nodeStateIo, others)
}

/** What changing this machine takes, with this journal. */
export const portsFor = (journal: Journal, { host, process: { stderr } }: Pick<Context, 'host' | 'process'>): UndoPorts => ({
  journal,
  others: () => journalsHere(host).filter(({ folder }) => folder !== journal.folder),
  machine: stateFolders(host).machine,
  hand: nodeHand({ elevation: elevation() }),
  now: () => seconds(Math.floor(Date.now() / 1000)),
  holds: (store, sha256) => holds(host, store, sha256),
  refuses: async (store, sha256) => (await settingsIn(host, store, sha256))?.some(isRefusing) === true,
  told: (line) => stderr.write(`  ${line}\n`),
})

/** What is refused for mail or code alone is still trusted for servers. */
async function holds(host: Host, store: string, sha256: Sha256): Promise<boolean | null> {
  return (await settingsIn(host, store, sha256))?.some((settings) => !isRefusing(settings)) ?? null
}

const isRefusing = (settings: TrustSettings | null): boolean =>
  settings?.rejects.some((purpose) => purpose === serverAuth || purpose === anyPurpose) === true

/** RFC 5280 §4.2.1.12: id-kp-serverAuth, anyExtendedKeyUsage. */
const [serverAuth, anyPurpose] = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0']

/**
 * What a store says of a certificate, for each time that it stands there; `null`: it cannot be read. Read anew each time: whether a tool did
 * what it was asked is seen in the store alone.
 */
async function settingsIn(host: Host, store: string, sha256: Sha256): Promise<readonly (TrustSettings | null)[] | null> {
  const content = await readStore(host, store)
  if (content === null || 'unreadable' in content) return null
  return content.certificates.flatMap(({ der, settings }) => (hash('sha256', der) === sha256 ? [settings] : []))
}

/** The first of the programs that lend rights on this machine. */
function elevation(): 'sudo' | 'doas' | 'pkexec' {
  const is = (name: string): boolean =>
    ['/usr/bin', '/usr/local/bin', '/bin', '/run/wrappers/bin'].some((folder) => existsSync(`${folder}/${name}`))
  return is('sudo') ? 'sudo' : is('doas') ? 'doas' : 'pkexec'
}

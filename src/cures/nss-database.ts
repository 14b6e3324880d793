import type { Host } from '../host/host.ts'
import type { Asking } from '../model/machine.ts'
import type { Advice, EntryChange, Step, Tool } from '../model/plan.ts'
import { onSearchPath } from '../runtimes/search-path.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import { type NssRecord, nssTrust, readNssRecords } from '../stores/shared/nss-records.ts'
import { writePem } from '../x509/pem.ts'
import { thumbprint } from '../x509/thumbprint.ts'
import type { AnchorToChange, Cure, Draft, Need } from './cure.ts'
import { anchorDeltas } from './shared/anchor-deltas.ts'
import { anchorFileName, sha256Of } from './shared/anchor-file.ts'
import { anchorsFor } from './shared/anchors-for.ts'
import { asAuthority, flagsText, type NssFlags, nssFlags, withoutAuthority } from './shared/nss-flags.ts'
import { isWithin } from './shared/own-places.ts'
import { isOf, served, type Served } from './shared/served.ts'
import { unlessUnreadable } from './shared/unless-unreadable.ts'

/**
 * An NSS database (Firefox' profile, what Chrome reads on Linux), changed by NSS' certutil: trust `C,,` makes an authority for TLS servers
 * (certutil(1), -t). SQLite's locks keep it whole while a browser has it open (NSS: lib/softoken/sdb.c). A certificate that stands there
 * keeps its name and its trust for other purposes, and gets its earlier flags back. What is distrusted there stays so. Nothing is refused
 * in it either: what NSS itself brings can only be refused by a copy, and the next release may do without it anyway.
 */
export const nssDatabase: Cure = {
  id: 'nss-database',
  title: 'an NSS database',
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  plan: unlessUnreadable(async (host, need) => {
    if (host.platform === 'win32' || need.add.length + need.drop.length === 0) return null
    const certutil = certutilOf(host)
    if (certutil === undefined) return advised(withoutTool(host, need))
    const wanted = await reachable(host, need)
    const folders = [...new Set(wanted.flatMap(({ askings }) => askings.flatMap(({ stores }) => foldersIn(host, stores))))]
    const ways = folders.flatMap((folder) => waysIn(host, certutil, folder, need))
    const advice = ways.flatMap((way) => ('command' in way ? [way] : []))
    // Half of what is needed cures nobody.
    if (advice.length > 0) return advised(advice)
    const steps = ways.flatMap((way) => ('change' in way ? [way] : []))
    const others = withoutDatabase(host, need)
    if (steps.length === 0) return advised(others)
    return {
      steps,
      advice: others,
      deltas: [...anchorDeltas('add-anchor', wanted, need.add), ...anchorDeltas('drop-anchor', wanted, need.drop)],
      notes: ['A browser that runs now sees it after it is started again.'],
    }
  }),
}

const advised = (advice: readonly Advice[]): Draft | null =>
  advice.length === 0 ? null : { steps: [], advice, deltas: [], notes: [] }

/** Databases are there, and nothing that writes into them. */
const withoutTool = (host: Host, need: Need): readonly Advice[] =>
  need.seats.some(({ asking }) => foldersIn(host, asking.stores).length > 0)
    ? [
        {
          owner: 'user',
          what: "A browser's own database is changed by NSS' certutil, which is not installed here. Install it, and run this again: libnss3-tools on Debian and Ubuntu, nss-tools on Fedora and Alpine, nss on Arch, mozilla-nss-tools on openSUSE.",
          command: '',
        },
      ]
    : []

/** A browser makes its database when it is started for the first time. */
const withoutDatabase = (host: Host, { seats }: Need): readonly Advice[] =>
  [...new Set(seats.filter(({ asking }) => isBare(host, asking)).map(({ asking }) => asking.installation.path))].map((path) => ({
    owner: 'user',
    what: `${path} has no database of its own yet, into which a root could go: start it once, close it, and run this again.`,
    command: '',
  }))

const isBare = (host: Host, asking: Asking): boolean =>
  (host.platform === 'linux' || host.platform === 'other') &&
  isOf('firefox', 'chrome')(asking) &&
  foldersIn(host, asking.stores).length === 0

const foldersIn = (host: Host, stores: readonly { readonly store: string }[]): readonly string[] =>
  stores.flatMap(({ store }) => folderIn(host, store) ?? [])

function folderIn(host: Host, store: string): string | null {
  if (!store.startsWith('nss:')) return null
  const folder = store.slice(4).replace(/^sql:/, '')
  return kindAt(host, placeIn(host, folder, 'cert9.db')) === 'file' ? folder : null
}

/** Those whose programs all ask a database, and hold what is to go in no other store. */
async function reachable(host: Host, need: Need): Promise<readonly Served[]> {
  const all = served(need, ({ stores }) => foldersIn(host, stores).length > 0)
  const others = await Promise.all(
    all.map(async ({ askings }) => {
      const stores = askings.flatMap((asking) => asking.stores).filter(({ store }) => folderIn(host, store) === null)
      return stores.length === 0 ? [] : ((await anchorsFor(host, stores)) ?? [])
    }),
  )
  return all.filter((_, i) => need.drop.every(({ sha256 }) => others[i]?.includes(sha256) !== true))
}

/** NSS' own; Windows has another program of that name. */
const certutilOf = (host: Host): string | undefined =>
  [
    ...onSearchPath(host, 'certutil'),
    '/usr/bin/certutil',
    '/opt/homebrew/opt/nss/bin/certutil',
    '/usr/local/opt/nss/bin/certutil',
  ].find((path) => kindAt(host, path) === 'file')

/** What is to be done in one database, or why it is the reader's. Throws where the database cannot be read. */
function waysIn(host: Host, certutil: string, folder: string, { add, drop }: Need): readonly (Step | Advice)[] {
  const records = readNssRecords(host, placeIn(host, folder, 'cert9.db'))
  if (typeof records === 'string') throw new Error(records)
  const way = (anchor: AnchorToChange, present: boolean): readonly (Step | Advice)[] => {
    const own = records.find((record) => isAbout(record, anchor))
    const does = present ? adding(certutil, folder, anchor, own, records) : dropping(certutil, folder, own, records)
    if (does === null) return []
    if (typeof does === 'string') return [{ owner: 'user', what: `${anchor.label} in ${folder}: ${does}`, command: '' }]
    const change: EntryChange = {
      kind: 'entry',
      store: `nss:${folder}`,
      certificate: anchor.sha256,
      present,
      ...does,
      prompt: '',
    }
    const why = present
      ? `${anchor.label} becomes an authority for servers in ${folder}.`
      : `${anchor.label} is no longer an authority for servers in ${folder}; it stays there, and what else it is trusted for stays.`
    return [{ change, why, needsRights: !isWithin(host, folder, host.home) }]
  }
  return [...add.flatMap((anchor) => way(anchor, true)), ...drop.flatMap((anchor) => way(anchor, false))]
}

const isAbout = ({ der, sha1 }: NssRecord, anchor: AnchorToChange): boolean =>
  der === null ? sha1 !== '' && sha1 === thumbprint(anchor.der) : sha256Of(der) === anchor.sha256

type Does = Pick<EntryChange, 'tool' | 'undo'>

/** `null`: it is so already. A text: why it is not done. */
function adding(
  certutil: string,
  folder: string,
  anchor: AnchorToChange,
  own: NssRecord | undefined,
  records: readonly NssRecord[],
): Does | string | null {
  const name = anchorFileName(anchor)
  // Which certificate such an object is about is not known where it stands alone.
  if ((own === undefined ? records.filter(({ der }) => der === null) : [own]).some(({ isToldOtherwise }) => isToldOtherwise))
    return "its trust is written there in a newer way, which is not read here. Look at it in the browser's own settings."
  if (own === undefined)
    return {
      tool: tool(certutil, ['-A', '-d', `sql:${folder}`, '-n', name, '-t', 'C,,', '-i', 'root.pem'], {
        'root.pem': writePem('CERTIFICATE', anchor.der),
      }),
      undo: tool(certutil, ['-D', '-d', `sql:${folder}`, '-n', name]),
    }
  const { trust, der } = own
  if (trust?.server === nssTrust.delegator && der !== null) return null
  if (trust?.server === nssTrust.never) return 'it was distrusted there on purpose, and stays so. Ask who did it.'
  const flags = nssFlags(trust)
  const after = flags === null ? null : asAuthority(flags)
  return modifying(certutil, folder, own, records, flags, after)
}

/** The same for one that is to go. */
function dropping(
  certutil: string,
  folder: string,
  own: NssRecord | undefined,
  records: readonly NssRecord[],
): Does | string | null {
  if (own?.der == null || own.trust?.server !== nssTrust.delegator) return null
  const flags = nssFlags(own.trust)
  return modifying(certutil, folder, own, records, flags, flags === null ? null : withoutAuthority(flags))
}

/**
 * Other flags for a certificate that stands there, and back. certutil knows it by its name alone: several certificates may have one, and
 * what stands before a colon is a token to it (observed, NSS 3.87: `-M -n "Mine: a"` finds none).
 */
function modifying(
  certutil: string,
  folder: string,
  { der, name }: NssRecord,
  records: readonly NssRecord[],
  before: NssFlags | null,
  after: NssFlags | null,
): Does | string {
  if (before === null || after === null || der === null)
    return "its trust is written there in a way that could not be given back. Change it in the browser's own settings."
  if (name === '' || name.startsWith('-') || name.includes(':') || records.filter((record) => record.name === name).length > 1)
    return `certutil cannot name it: «${name}» is not its name alone. Change it in the browser's own settings.`
  const set = (flags: NssFlags): Tool => tool(certutil, ['-M', '-d', `sql:${folder}`, '-n', name, '-t', flagsText(flags)])
  return { tool: set(after), undo: set(before) }
}

const tool = (certutil: string, args: readonly string[], files: Tool['files'] = {}): Tool => ({
  argv: [certutil, ...args],
  env: {},
  files,
})

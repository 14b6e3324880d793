import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import type { Host } from '../host/host.ts'
import { RootcauseError } from '../model/error.ts'
import type { StoreDifference, StoreMember, StoreMembers } from '../model/machine.ts'
import { loadRoots } from '../roots/load.ts'
import { isProblem, parsePlatformId, type PlatformProblem } from '../roots/platform-id.ts'
import { noData, originOf, snapshotsOf, storeAt } from '../roots/store-at.ts'
import type { RawSnapshot } from '../roots/table.ts'
import { readStore } from '../stores/index.ts'
import type { StoreContent } from '../stores/store.ts'
import { readCertificate } from '../x509/certificate.ts'

/** The members of a store of this machine, or of a platform at a time. Throws when there is none of that name. */
export async function storeMembers(host: Host, name: string): Promise<StoreMembers> {
  const content = await readStore(host, name)
  return content === null ? ofPlatform(name) : membersOf(name, content)
}

/** The members of what was read, each once, by their names. */
export function membersOf(name: string, content: StoreContent): StoreMembers {
  const { origin } = content
  if ('unreadable' in content) return { name, origin, unreadable: content.unreadable }
  const all = content.certificates.map(({ der, settings }): StoreMember => {
    const { sha256, label, notAfter } = certificateSummary(readCertificate(der))
    return { sha256, label, notAfter, distrusted: (settings?.rejects.length ?? 0) > 0 }
  })
  return { name, origin, members: sorted(all) }
}

/** How two stores differ. One that could not be read differs in nothing: that is told of it instead. */
export function storeDifference(left: StoreMembers, right: StoreMembers): StoreDifference {
  if ('unreadable' in left || 'unreadable' in right) {
    return { left, right, onlyLeft: [], onlyRight: [], otherwiseTrusted: [] }
  }
  const [inLeft, inRight] = [byIdentity(left.members), byIdentity(right.members)]
  return {
    left,
    right,
    onlyLeft: left.members.filter(({ sha256 }) => !inRight.has(sha256)),
    onlyRight: right.members.filter(({ sha256 }) => !inLeft.has(sha256)),
    otherwiseTrusted: right.members.filter(({ sha256, distrusted }) => {
      const other = inLeft.get(sha256)
      return other !== undefined && other.distrusted !== distrusted
    }),
  }
}

const byIdentity = (members: readonly StoreMember[]): ReadonlyMap<string, StoreMember> =>
  new Map(members.map((m) => [m.sha256, m]))

const sorted = (members: readonly StoreMember[]): readonly StoreMember[] =>
  [...byIdentity(members).values()].toSorted((x, y) => (x.label < y.label ? -1 : x.label > y.label ? 1 : 0))

async function ofPlatform(name: string): Promise<StoreMembers> {
  const at = parsePlatformId(name)
  if (isProblem(at)) throw noSuchStore(name, at)
  const table = await loadRoots()
  const store = storeAt(table, at)
  const { anchors, fit, blocked } = store
  // What it trusted then is not what the table begins with.
  if (fit === 'before-first' || fit === 'other-line') {
    const first = `${at.platform.id}-${firstOf(snapshotsOf(table, at.platform))}`
    throw new RootcauseError(
      'input',
      `${JSON.stringify(name)}: ${noData(store)}`,
      `the oldest is ${first}, the newest ${at.platform.id}`,
    )
  }
  const origin = originOf(store)
  const refused = new Set<string>(blocked)
  const all = anchors.map(({ anchor: { sha256, certificate } }): StoreMember => {
    const { label, notAfter } = certificateSummary(certificate())
    return { sha256, label, notAfter, distrusted: refused.has(sha256) }
  })
  return { name, origin, members: sorted(all) }
}

/** As it is typed behind the name of the platform: the day, else the release. */
const firstOf = ([first]: readonly RawSnapshot[]): string =>
  first === undefined ? '' : first.date === '' ? (first.versions.at(-1)?.split(' ')[0] ?? '') : first.date

function noSuchStore(name: string, { problem, nearest }: PlatformProblem): RootcauseError {
  const what =
    problem === 'needs-version'
      ? `${JSON.stringify(name)}: of that platform releases are known, not days`
      : problem === 'needs-date'
        ? `${JSON.stringify(name)}: of that platform days are known, not releases`
        : `there is no store ${JSON.stringify(name)}`
  const hint =
    nearest.length === 0
      ? 'give a path, system, node, or a platform at a time: debian-12, windows-2020-05-30'
      : `give a path, system, node, or a platform: ${nearest.map((id) => (problem === 'needs-version' ? `${id} (the newest), or ${id}-<release>` : id)).join(', ')}`
  return new RootcauseError('input', what, hint)
}

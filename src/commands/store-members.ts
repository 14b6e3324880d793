import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import type { Host } from '../host/host.ts'
import { RootcauseError } from '../model/error.ts'
import type { StoreDifference, StoreMember, StoreMembers } from '../model/machine.ts'
import { isoTime } from '../model/time.ts'
import { loadRoots } from '../roots/load.ts'
import { isProblem, parsePlatformId } from '../roots/platform-id.ts'
import { storeAt } from '../roots/store-at.ts'
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
  if (isProblem(at)) {
    throw new RootcauseError(
      'input',
      `there is no store ${JSON.stringify(name)}`,
      at.nearest.length === 0
        ? 'give a path, system, node, or a platform at a time: debian-12, windows-2020-05-30'
        : `give a path, system, node, or a platform: ${at.nearest.join(', ')}`,
    )
  }
  const { anchors, date, platform, blocked } = storeAt(await loadRoots(), at)
  const origin = `${platform.title}${date === null ? '' : `, as of ${isoTime(date).slice(0, 10)}`}`
  if (anchors.length === 0) return { name, origin, unreadable: 'what it trusted then is not known' }
  const refused = new Set<string>(blocked)
  const all = anchors.map(({ anchor: { sha256, certificate } }): StoreMember => {
    const { label, notAfter } = certificateSummary(certificate())
    return { sha256, label, notAfter, distrusted: refused.has(sha256) }
  })
  return { name, origin, members: sorted(all) }
}

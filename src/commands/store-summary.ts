import type { Host } from '../host/host.ts'
import type { NamedEnd, StoreSummary } from '../model/machine.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { readStore } from '../stores/index.ts'
import { membersOf } from './store-members.ts'

/** Ninety days: who renews by hand needs so long. */
const soon = 90 * 86_400

/** A store in figures at an instant. `null`: there is no such store. */
export async function storeSummary(
  host: Host,
  { name, title, askedBy }: Pick<StoreSummary, 'name' | 'title' | 'askedBy'>,
  at: UnixSeconds,
): Promise<StoreSummary | null> {
  const content = await readStore(host, name)
  if (content === null) return null
  const read = membersOf(name, content)
  const { origin } = read
  if ('unreadable' in read) return { name, title, origin, askedBy, content: { kind: 'unreadable', why: read.unreadable } }
  const ends = read.members
    .flatMap(({ label, sha256, notAfter }): readonly NamedEnd[] =>
      notAfter === null || notAfter > at + soon ? [] : [{ label, sha256, notAfter }],
    )
    .toSorted((a, b) => a.notAfter - b.notAfter)
  return {
    name,
    title,
    origin,
    askedBy,
    content: {
      kind: 'read',
      certificates: read.members.length,
      distrusted: read.members.filter((m) => m.distrusted).length,
      expired: ends.filter(({ notAfter }) => notAfter < at),
      expiring: ends.filter(({ notAfter }) => notAfter >= at),
      modified: modified(host, name),
    },
  }
}

/** Of a store that is a file or a folder, behind whatever prefix says how it is read. */
function modified(host: Host, name: string): UnixSeconds | null {
  try {
    const at = host.modified(name.replace(/^[a-z0-9-]{2,}:/, ''))
    return at === null || at <= 0 ? null : seconds(at)
  } catch {
    return null
  }
}

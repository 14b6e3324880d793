import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keptFolder } from '../../../src/fetch/kept-folder.ts'
import type { Host } from '../../../src/host/host.ts'
import { nodeHost } from '../../../src/host/node-host.ts'
import type { UnixSeconds } from '../../../src/model/time.ts'
import { nodeOctets } from '../../../src/programmes/cached-content.ts'
import type { PublishedSource } from '../../../src/programmes/published-source.ts'
import { type Had, type Kept, type Keeping, keep } from '../../../src/programmes/shared/cache-keep.ts'
import { marksFolder, publishedFolder } from '../../../src/programmes/shared/cache-read.ts'

/** A user with nothing but a home of his own. */
export interface User {
  readonly home: string
  readonly host: Host
  /** Where publications are kept, and the marks. */
  readonly cache: string
  readonly state: string
  readonly keeping: (now: UnixSeconds) => Promise<Keeping>
  readonly keep: (source: PublishedSource, bytes: Uint8Array, at: UnixSeconds, had?: Partial<Had>) => Promise<Kept>
  readonly remove: () => void
}

/** The real file system, in a folder of its own. */
export function user(): User {
  const home = mkdtempSync(join(tmpdir(), 'rootcause-published-'))
  const host: Host = { ...nodeHost, platform: 'linux', env: {}, home }
  const [cache, state] = [publishedFolder(host) ?? '', marksFolder(host) ?? '']
  const keeping = async (now: UnixSeconds): Promise<Keeping> => ({
    host,
    now,
    octets: await nodeOctets(),
    cache: keptFolder(cache),
    state: keptFolder(state),
  })
  return {
    home,
    host,
    cache,
    state,
    keeping,
    keep: async (source, bytes, at, had = {}) =>
      keep(
        source,
        { address: 'https://lists.example/', etag: '', lastModified: '', fetchedAt: at, how: 'tls', bytes, ...had },
        await keeping(at),
      ),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

import type { Host } from '../host/host.ts'
import type { Delta } from '../model/delta.ts'
import type { Step, Tool } from '../model/plan.ts'
import { onSearchPath } from '../runtimes/search-path.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import { writePem } from '../x509/pem.ts'
import type { AnchorToChange, Cure } from './cure.ts'
import { anchorFileName } from './shared/anchor-file.ts'
import { anchorsFor } from './shared/anchors-for.ts'
import { isWithin } from './shared/own-places.ts'
import { served } from './shared/served.ts'

/**
 * An NSS database (Firefox' profile, what Chrome reads on Linux), changed by NSS' certutil: trust `C,,` makes an authority for TLS servers
 * (certutil(1), -t). SQLite's locks keep it whole while a browser has it open (NSS: lib/softoken/sdb.c). Nothing is refused in it: a
 * refusal would write over trust settings that stand there, for good.
 */
export const nssDatabase: Cure = {
  id: 'nss-database',
  title: 'an NSS database',
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  plan: async (host, need) => {
    const { add, drop } = need
    const certutil = host.platform === 'win32' ? undefined : certutilOf(host)
    const wanted = served(need, ({ stores }) => foldersIn(host, stores).length > 0)
    if (certutil === undefined || wanted.length === 0 || add.length === 0 || drop.length > 0) return null
    const folders = [...new Set(wanted.flatMap(({ askings }) => askings.flatMap(({ stores }) => foldersIn(host, stores))))]
    const steps: Step[] = []
    for (const folder of folders) {
      const store = `nss:${folder}`
      const held = new Set<string>((await anchorsFor(host, [{ store, ifUnreadable: 'fails' }])) ?? [])
      for (const anchor of add.filter(({ sha256 }) => !held.has(sha256)))
        steps.push({
          change: {
            kind: 'entry',
            store,
            certificate: anchor.sha256,
            present: true,
            tool: adding(certutil, folder, anchor),
            undo: removing(certutil, folder, anchor),
            prompt: '',
          },
          why: `${anchor.label} becomes an authority for servers in ${folder}.`,
          needsRights: !isWithin(host, folder, host.home),
        })
    }
    if (steps.length === 0) return null
    const deltas = wanted.flatMap(({ store }) => add.map(({ sha256 }): Delta => ({ kind: 'add-anchor', store, cert: sha256 })))
    return { steps, advice: [], deltas, notes: ['A browser that runs now sees it after it is started again.'] }
  },
}

const foldersIn = (host: Host, stores: readonly { readonly store: string }[]): readonly string[] =>
  stores
    .flatMap(({ store }) => (store.startsWith('nss:') ? [store.slice(4).replace(/^sql:/, '')] : []))
    .filter((folder) => kindAt(host, placeIn(host, folder, 'cert9.db')) === 'file')

/** NSS' own; Windows has another program of that name. */
const certutilOf = (host: Host): string | undefined =>
  [
    ...onSearchPath(host, 'certutil'),
    '/usr/bin/certutil',
    '/opt/homebrew/opt/nss/bin/certutil',
    '/usr/local/opt/nss/bin/certutil',
  ].find((path) => kindAt(host, path) === 'file')

const adding = (certutil: string, folder: string, anchor: AnchorToChange): Tool => ({
  argv: [certutil, '-A', '-d', `sql:${folder}`, '-n', anchorFileName(anchor), '-t', 'C,,', '-i', 'root.pem'],
  env: {},
  files: { 'root.pem': writePem('CERTIFICATE', anchor.der) },
})

const removing = (certutil: string, folder: string, anchor: AnchorToChange): Tool => ({
  argv: [certutil, '-D', '-d', `sql:${folder}`, '-n', anchorFileName(anchor)],
  env: {},
  files: {},
})

import { toolOf } from '../clients/client-id.ts'
import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { ClientEvidence } from '../model/evidence.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import { isDistributions } from '../stores/linux-bundles.ts'

/**
 * Whether a client keeps a list of its own on Linux, so that a script for the system's store changes nothing for it. test/commands/own-list
 * holds it against what the runtimes ask on machines of Linux.
 */
export const hasOwnList = (client: ClientId): boolean => ownLists.has(toolOf(client).tool)

const ownLists: ReadonlySet<string> = new Set([
  // No runtime of a Linux machine: AOSP, system/ca-certificates.
  'android',
  // Compiled in: runtimes/bun, store `bun:`.
  'bun',
  // Chrome Root Store: runtimes/chrome.
  'chrome',
  // Compiled in: runtimes/deno, store `deno:`.
  'deno',
  // NSS' built-in module: runtimes/firefox.
  'firefox',
  // lib/security/cacerts of each JDK: runtimes/java. Debian's own packages have it made of the system's store, which is not known of another machine.
  'java',
  // Compiled in: runtimes/node, store `node`.
  'node',
])

/**
 * Whether a change of the system's store reaches nothing of a client: it keeps a list of its own, or its programs here ask a file that is none
 * of a distribution's. A file that stands for the store of another machine says nothing of that.
 */
const isBeyondSystem = ({ id, store, programs }: ClientEvidence): boolean =>
  hasOwnList(id) || (programs !== undefined && /^(?:\/|[A-Za-z]:\\)/.test(store) && !isDistributions(store))

/** Those of these clients that it does not reach. */
export function beyondSystem(wanted: readonly ClientOnStore[], clients: readonly ClientEvidence[]): readonly ClientEvidence[] {
  const keys = new Set(wanted.map(seatKey))
  return clients.filter((c) => keys.has(seatKey({ client: c.id, store: c.store })) && isBeyondSystem(c))
}

/** Whether a client is a browser that brings its programme's list to every system; what was added to a machine stands beside it. */
export const isBrowser = (client: ClientId): boolean => browsers.has(toolOf(client).tool)

/** A browser that does not ask the system's store: elsewhere that has roots added by hand, which the browser takes, and its programme's own. */
export const isApart = (client: ClientId, { platform }: Pick<Host, 'platform'>): boolean =>
  isBrowser(client) && platform !== 'win32' && platform !== 'darwin'

const browsers: ReadonlySet<string> = new Set(['chrome', 'firefox'])

import { toolOf } from '../clients/client-id.ts'
import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'

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

/** Whether a client is a browser that brings its programme's list to every system; what was added to a machine stands beside it. */
export const isBrowser = (client: ClientId): boolean => browsers.has(toolOf(client).tool)

/** A browser that does not ask the system's store: elsewhere that has roots added by hand, which the browser takes, and its programme's own. */
export const isApart = (client: ClientId, { platform }: Pick<Host, 'platform'>): boolean =>
  isBrowser(client) && platform !== 'win32' && platform !== 'darwin'

const browsers: ReadonlySet<string> = new Set(['chrome', 'firefox'])

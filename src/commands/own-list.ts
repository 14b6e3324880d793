import { toolOf } from '../clients/client-id.ts'
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

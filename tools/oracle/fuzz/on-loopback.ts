import { tmpdir } from 'node:os'
import { certificatesPem } from '../../../src/lab/pem.ts'
import type { Case } from '../../../test/validation/agreement/random-case.ts'
import { clientEnvironment } from '../run-command.ts'
import { serveChains } from '../serve-chains.ts'
import { linewise } from './bulk.ts'
import type { Ask } from './oracle.ts'

/**
 * Asks a client that connects: the chains are served here, each on a port, and the client is one process for all of them. It reads
 * one case a line, in JSON: `faketime`, `port`, `host`, `store` (PEM); and sets its clock by writing `faketime` into its own environment,
 * where libfaketime looks at each reading of the clock (FAKETIME_NO_CACHE).
 */
export function onLoopback(argv: readonly string[], settings: Readonly<Record<string, string>> = {}): Ask {
  return async (cases) => {
    const { served, close } = await serveChains(cases.map(({ sent, key }) => ({ chain: sent, key })))
    const ports = new Map(cases.map((one, i) => [one, served[i]?.port ?? 0]))
    const written = (one: Case): string =>
      JSON.stringify({
        faketime: faketimeText(one.at),
        port: ports.get(one),
        host: one.host,
        store: one.store.map((der) => certificatesPem([der])),
      })
    try {
      return await linewise('env', ['-i', ...environment(settings), ...argv], written)(cases)
    } finally {
      await close()
    }
  }
}

/** libfaketime reads a clock that stands still in this form, in the zone that TZ names. */
const faketimeText = (at: number): string => new Date(at * 1000).toISOString().replace('T', ' ').slice(0, 19)

/** What the clock says before the first case: Deno does not come up in 1970. */
const started = Date.UTC(2026, 10, 22) / 1000

function environment(settings: Readonly<Record<string, string>>): readonly string[] {
  const all = { ...clientEnvironment(tmpdir(), started), FAKETIME_NO_CACHE: '1', ...settings }
  return Object.entries(all).map(([name, value]) => `${name}=${value}`)
}

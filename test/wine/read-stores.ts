import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { nodeHost } from '../../src/host/node-host.ts'
import type { TrustSettings } from '../../src/model/evidence.ts'
import { locateStores, readStore } from '../../src/stores/index.ts'
import { windowsRootUpdate } from '../../src/stores/shared/windows-root-update.ts'

/** What this file writes: certificates by their SHA-1. */
export interface StoresRead {
  readonly platform: string
  /** What Node reads through Windows' own functions. */
  readonly runtime: readonly string[]
  /** What we read; `null`: there is no such store. Text: why it could not be read. */
  readonly stores: Readonly<Record<string, Readonly<Record<string, TrustSettings | null>> | string | null>>
  /** Where each was read; a store that is not there has none. */
  readonly origins: Readonly<Record<string, string>>
  readonly update: unknown
  readonly build: unknown
  readonly absent: unknown
}

const sha1 = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex')

async function read(): Promise<StoresRead> {
  // First: Wine fills its store of roots when somebody opens it. Node from 22.15 does.
  const runtime = (nodeHost.runtimeRoots('system') ?? []).map(sha1)
  const stores: Record<string, Readonly<Record<string, TrustSettings | null>> | string | null> = {}
  const origins: Record<string, string> = {}
  for (const name of ['system', ...locateStores(nodeHost).map((found) => found.name)]) {
    const content = await readStore(nodeHost, name)
    if (content !== null) origins[name] = content.origin
    if (content === null || 'unreadable' in content) stores[name] = content?.unreadable ?? null
    else stores[name] = Object.fromEntries(content.certificates.map(({ der, settings }) => [sha1(der), settings]))
  }
  return {
    platform: nodeHost.platform,
    runtime,
    stores,
    origins,
    update: windowsRootUpdate(nodeHost),
    build: nodeHost.registry('HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion')?.values['CurrentMajorVersionNumber'],
    absent: nodeHost.registry('HKLM\\SOFTWARE\\Nobody\\Nothing'),
  }
}

void read().then((all) => writeFileSync(process.env['OUT'] ?? '', JSON.stringify(all)))

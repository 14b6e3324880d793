import { hash } from 'node:crypto'
import { RootcauseError } from '../model/error.ts'
import type { StoreEvidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { readStore } from '../stores/index.ts'
import { readPemFile } from '../stores/shared/pem-file.ts'
import type { StoreContent } from '../stores/store.ts'
import type { Context } from './context.ts'

/** Certificates by identity, gathered from wire, files and stores. */
export type Certificates = Map<Sha256, Uint8Array>

/** Reads stores by their names, one after the other: what is found first keeps its place. Throws where there is none of a name. */
export async function storesEvidence(
  names: readonly string[],
  context: Context,
  certs: Certificates,
): Promise<readonly StoreEvidence[]> {
  const read: StoreEvidence[] = []
  for (const name of names) read.push(await storeEvidence(name, context, certs))
  return read
}

async function storeEvidence(name: string, { host }: Context, certs: Certificates): Promise<StoreEvidence> {
  const content: StoreContent | null = readPemFile(host, name) ?? (await readStore(host, name))
  if (content === null) {
    throw new RootcauseError(
      'input',
      `there is no store ${name}`,
      'give --store system, --store node, or the path of a bundle or directory',
    )
  }
  return evidenceOf(name, content, certs)
}

/** A store as part of the evidence, under the name by which clients ask it. */
export function evidenceOf(id: string, content: StoreContent, certs: Certificates): StoreEvidence {
  const { origin } = content
  if ('unreadable' in content) return { id, origin, unreadable: content.unreadable }
  const anchors = content.certificates.map(({ der }) => add(der, certs))
  const settings = content.certificates.flatMap((c, i) => (c.settings === null ? [] : [[anchors[i], c.settings] as const]))
  return {
    id,
    origin,
    anchors,
    ...(settings.length === 0 ? {} : { settings: Object.fromEntries(settings) }),
  }
}

/** Puts a certificate among the others, and gives its identity. */
export function add(der: Uint8Array, certs: Certificates): Sha256 {
  // Node's digest: a bundle holds a hundred and more.
  const sha256 = hash('sha256', der) as Sha256
  certs.set(sha256, der)
  return sha256
}

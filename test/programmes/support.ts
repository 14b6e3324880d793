import { createHash, createPublicKey, verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import type { PublishedContent, PublishedSource, ReadContext } from '../../src/programmes/published-source.ts'
import { utc } from '../../src/lab/shapes.ts'

/** An instant after everything in the corpora. */
export const fetchedAt = utc('2026-11-22T00:00:00Z')

/** What a publication needs of Node, with nothing made up. */
export const context: ReadContext = {
  fetchedAt,
  sha1: (bytes) => new Uint8Array(createHash('sha1').update(bytes).digest()),
  inflate: (bytes, dictionary, maxOctets) =>
    new Uint8Array(inflateRawSync(bytes, { maxOutputLength: maxOctets, ...(dictionary.length > 0 ? { dictionary } : {}) })),
  verify: (algorithm, key, data, signature) =>
    verify(algorithm, data, createPublicKey({ format: 'der', type: 'spki', key: Buffer.from(key) }), signature),
}

export type Content = Extract<PublishedContent, { kind: 'content' }>

/** The content, or an error that says why there is none. */
export function contentOf(source: PublishedSource, bytes: Uint8Array | string, in_: ReadContext = context): Content {
  const read = source.read(octets(bytes), in_)
  if (read.kind === 'unreadable') throw new Error(`${source.id}: ${read.why}`)
  return read
}

/** Why it cannot be read; `null`: it can. */
export function whyNot(source: PublishedSource, bytes: Uint8Array | string): string | null {
  const read = source.read(octets(bytes), context)
  return read.kind === 'unreadable' ? read.why : null
}

export const octets = (bytes: Uint8Array | string): Uint8Array =>
  typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes)) : bytes

/** Statements as `programme says` by fingerprint, in the order of the publication. */
export const told = ({ statements }: Content): Readonly<Record<string, readonly string[]>> => {
  const by: Record<string, string[]> = {}
  for (const { sha256, programme, says } of statements) (by[sha256] ??= []).push(`${programme} ${says}`)
  return by
}

export const sha256Hex = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex')

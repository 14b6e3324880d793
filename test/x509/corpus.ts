import { existsSync, readFileSync } from 'node:fs'
import tls from 'node:tls'
import { readPem } from '../../src/x509/pem.ts'

/** Where the shared corpora lie beside the checkout; tests that need them are skipped without. */
const corpora = new URL('../../../shared/corpora/', import.meta.url)

/** Why tests over the corpora are skipped; `null` when they run. */
export const noCorpora: string | null = existsSync(new URL('README.md', corpora))
  ? null
  : 'the corpora are not beside the checkout'

const read = (path: string): Buffer => readFileSync(new URL(path, corpora))

function ndjson(path: string): Uint8Array[] {
  return read(path)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row: unknown = JSON.parse(line)
      const der = typeof row === 'object' && row !== null && 'der' in row && typeof row.der === 'string' ? row.der : ''
      return new Uint8Array(Buffer.from(der, 'base64'))
    })
}

/** Every PEM certificate, or base64 text of one, that stands anywhere in a JSON value. */
function inJson(value: unknown): Uint8Array[] {
  if (typeof value === 'string') {
    if (value.includes('-----BEGIN CERTIFICATE-----')) return readPem(Buffer.from(value)).map((block) => block.der)
    return value.startsWith('MII') ? [new Uint8Array(Buffer.from(value, 'base64'))] : []
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(inJson) : []
}

/** Node's own roots: there on every machine. */
export const nodeRoots = (): Uint8Array[] =>
  tls.rootCertificates.flatMap((pem) => readPem(Buffer.from(pem)).map((block) => block.der))

/** The certificates of one corpus, in its order. */
export const corpus = {
  roots: () => ndjson('truststores/certs.ndjson'),
  intermediates: () => ndjson('intermediates/intermediates.ndjson'),
  limbo: () => inJson(JSON.parse(read('limbo/limbo.json').toString())),
  pkits: () => inJson((JSON.parse(read('pkits/pkits.json').toString()) as { certs: unknown }).certs),
  chains: () =>
    [
      'addtrust-2020/sent.pem',
      'extra/comodo-2016-discord.co/leaf.pem',
      'extra/gts-2021-google/leaf.pem',
      'extra/symantec-2017-badssl/leaf.pem',
      'extra/globalsign-2023-fastly/leaf.pem',
    ].flatMap((path) => readPem(read(`chains/${path}`)).map((block) => block.der)),
} as const

import * as v from 'valibot'
import type { Evidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { readCertificate } from '../x509/certificate.ts'

/** The batch format: certificates by name, and cases that speak of them. */
const batch = v.object({
  certificates: v.record(v.string(), v.string()),
  cases: v.array(v.unknown()),
})

const batchCase = v.object({
  name: v.string(),
  sent: v.array(v.string()),
  store: v.array(v.string()),
  host: v.string(),
  time: v.string(),
})

/** One case of a batch: its evidence for the asked clients, or why it cannot be read. */
export type BatchCase =
  | { readonly name: string; readonly evidence: Evidence; readonly error: null }
  | { readonly name: string; readonly evidence: null; readonly error: string }

/**
 * Reads a batch file. Throws `SyntaxError` or `ValiError` when the file as a whole is none; a case that cannot be read is a
 * value with its error, and the rest go on.
 */
export function readBatch(text: string, clients: readonly string[]): readonly BatchCase[] {
  const { certificates, cases } = v.parse(batch, JSON.parse(text))
  const known = new Map<string, { readonly sha256: Sha256; readonly base64: string } | string>()
  const certificate = (name: string) => {
    let found = known.get(name)
    if (found === undefined)
      known.set(name, (found = identify(name, Object.hasOwn(certificates, name) ? certificates[name] : undefined)))
    return found
  }
  return cases.map((item, i) => readCase(item, i, certificate, clients))
}

function identify(name: string, base64: string | undefined): { readonly sha256: Sha256; readonly base64: string } | string {
  if (base64 === undefined) return `no certificate is named ${JSON.stringify(name)}`
  const { bytes, invalidAt } = decodeBase64(base64)
  if (invalidAt !== null) return `certificate ${JSON.stringify(name)} is not base64 at character ${invalidAt}`
  return { sha256: readCertificate(bytes).sha256, base64 }
}

function readCase(
  item: unknown,
  index: number,
  certificate: (name: string) => { readonly sha256: Sha256; readonly base64: string } | string,
  clients: readonly string[],
): BatchCase {
  const parsed = v.safeParse(batchCase, item)
  if (!parsed.success) return { name: nameOf(item, index), evidence: null, error: parsed.issues.map(issueText).join('; ') }
  const { name, sent, store, host, time } = parsed.output
  const at = parseInstant(time)
  if (at === null) return { name, evidence: null, error: `time ${JSON.stringify(time)} is no RFC 3339 instant` }
  if (sent.length === 0) return { name, evidence: null, error: 'sent is empty: there is no certificate to judge' }
  const certs: Record<Sha256, string> = {}
  const ids: Sha256[] = []
  for (const wanted of [...sent, ...store]) {
    const found = certificate(wanted)
    if (typeof found === 'string') return { name, evidence: null, error: found }
    certs[found.sha256] = found.base64
    ids.push(found.sha256)
  }
  const chain = ids.slice(0, sent.length)
  const evidence: Evidence = {
    schema: 1,
    at,
    clock: at,
    target: { host, port: 0, source: name },
    certs,
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain, tls: null } }],
    stores: [{ id: 'store', origin: 'the store of the case', anchors: ids.slice(sent.length) }],
    clients: clients.map((id) => ({ id, store: 'store', why: 'asked for', asked: true })),
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
  return { name, evidence, error: null }
}

function nameOf(item: unknown, index: number): string {
  const named = v.safeParse(v.object({ name: v.string() }), item)
  return named.success ? named.output.name : `case ${index + 1}`
}

const issueText = (issue: v.BaseIssue<unknown>): string => `${v.getDotPath(issue) ?? 'the case'}: ${issue.message}`

/** RFC 3339 in UTC or with an offset; fractions are cut. */
function parseInstant(text: string): UnixSeconds | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null
  const ms = Date.parse(text)
  // A day that the month does not have is moved on by the runtime: it must come back the same.
  const midnight = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text.slice(0, 10))
  return Number.isNaN(ms) || !isReal ? null : seconds(Math.floor(ms / 1000))
}

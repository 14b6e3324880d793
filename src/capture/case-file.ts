import * as v from 'valibot'
import { RootcauseError } from '../model/error.ts'
import {
  captureFailureCodes,
  clockCauses,
  clockStates,
  type Evidence,
  observedPlatforms,
  observedVerdicts,
  pastInstantKinds,
  resolversKinds,
  starttlsProtocols,
  unaskedKinds,
} from '../model/evidence.ts'
import { helloClasses } from '../model/hello.ts'
import { settingKinds } from '../model/machine.ts'
import type { Sha256 } from '../model/sha256.ts'
import { fits, javaPolicyNames } from '../model/programme.ts'
import { seconds } from '../model/time.ts'
import { packedSha256 } from '../x509/anchor-record.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { readCertificate } from '../x509/certificate.ts'
import { requireJudgeableLength } from './chain-length.ts'
import { withOwnMembers } from './earlier-cases.ts'

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal is expected'))
const sha256 = v.pipe(
  hex,
  v.transform((s) => s as Sha256),
)
/** An object whose members are named by certificates. */
const byCertificate = <S extends v.GenericSchema>(member: S) =>
  v.pipe(
    v.record(hex, member),
    v.transform((record) => record as Readonly<Record<Sha256, v.InferOutput<S>>>),
  )
/** X.690 §11.7 and RFC 5280 §4.1.2.5.2 write years with four digits: from 0000 to 9999. */
const instant = v.pipe(v.number(), v.integer(), v.minValue(-62_167_219_200), v.maxValue(253_402_300_799), v.transform(seconds))
const rule = v.variant('kind', [
  v.object({
    kind: v.literal('distrust-after'),
    after: instant,
    policy: v.picklist(['nss', 'microsoft', 'apple', ...javaPolicyNames]),
    exceptions: v.array(v.object({ through: sha256, after: instant })),
    source: v.string(),
  }),
  v.object({
    kind: v.literal('sct-not-after'),
    after: instant,
    since: v.number(),
    policy: v.exactOptional(v.literal('apple')),
    source: v.string(),
  }),
  v.object({ kind: v.literal('disabled'), from: instant, source: v.string() }),
  v.object({
    kind: v.literal('purposes'),
    lacks: v.string(),
    asOf: instant,
    isLater: v.exactOptional(v.literal(true)),
    source: v.string(),
  }),
])
const entry = v.object({
  says: v.picklist(['trusts', 'rejects', 'nothing']),
  host: v.exactOptional(v.string()),
  application: v.exactOptional(v.literal('one')),
  allows: v.exactOptional(v.picklist(['dates', 'name'])),
})
const settings = v.object({
  trusts: v.array(v.string()),
  rejects: v.array(v.string()),
  binds: v.exactOptional(v.literal('everyone')),
  programme: v.exactOptional(v.array(rule)),
  entries: v.exactOptional(v.object({ list: v.array(entry), otherwise: v.picklist(['trusts', 'nothing']) })),
})
const snapshot = v.object({
  id: v.string(),
  asked: v.string(),
  fit: v.picklist(fits),
  date: v.nullable(instant),
  version: v.string(),
  daysAway: v.nullable(v.number()),
  source: v.string(),
})
const keeps = v.object({
  limits: v.array(
    v.object({ issuedFrom: instant, longest: v.number(), anchors: v.picklist(['of-platform', 'others']), source: v.string() }),
  ),
  timestampsFrom: v.nullable(instant),
  blocked: v.array(sha256),
  milestone: v.nullable(v.number()),
  onRefusal: v.picklist(['goes-on', 'stops']),
  isWholeList: v.boolean(),
})

const setting = v.object({ kind: v.picklist(settingKinds), name: v.string(), value: v.string(), where: v.string() })

const observation = v.object({
  program: v.string(),
  version: v.string(),
  verdict: v.picklist(observedVerdicts),
  says: v.string(),
  why: v.string(),
})

const tls = v.object({
  version: v.string(),
  cipher: v.string(),
  alpn: v.nullable(v.string()),
  ocsp: v.nullable(v.string()),
  scts: v.nullable(v.string()),
  clientCertificateRequested: v.boolean(),
  by: v.picklist(['prober', 'node-tls']),
  warnings: v.array(v.string()),
  possession: v.literal('not-proved'),
})

const send = v.object({
  hello: v.picklist(helloClasses),
  address: v.string(),
  try: v.number(),
  servername: v.exactOptional(v.string()),
  outcome: v.variant('kind', [
    v.object({ kind: v.literal('chain'), chain: v.array(sha256), tls: v.nullable(tls) }),
    v.object({
      kind: v.literal('failed'),
      failure: v.object({
        code: v.picklist(captureFailureCodes),
        by: v.picklist(['peer', 'network', 'self']),
        detail: v.string(),
      }),
    }),
  ]),
})

const time = v.variant('kind', [
  v.object({ kind: v.literal('unknown'), why: v.string() }),
  v.object({
    kind: v.literal('known'),
    at: instant,
    offset: v.pipe(v.number(), v.integer()),
    state: v.picklist(clockStates),
    cause: v.picklist(clockCauses),
    sources: v.array(v.string()),
  }),
])

const stores = v.array(
  v.union([
    v.object({
      id: v.string(),
      origin: v.string(),
      anchors: v.array(sha256),
      settings: v.exactOptional(byCertificate(settings)),
      lost: v.exactOptional(v.string()),
      platform: v.exactOptional(snapshot),
      machine: v.exactOptional(v.string()),
    }),
    v.object({
      id: v.string(),
      origin: v.string(),
      unreadable: v.string(),
      platform: v.exactOptional(snapshot),
      machine: v.exactOptional(v.string()),
    }),
  ]),
)

/** Evidence as it stands in a file, its members in the order in which they are written; unknown members are dropped. */
const evidence = v.object({
  schema: v.literal(1, 'this is not a case file of schema 1'),
  at: instant,
  clock: instant,
  target: v.object({
    host: v.string(),
    port: v.number(),
    starttls: v.exactOptional(v.picklist(starttlsProtocols)),
    source: v.exactOptional(v.string()),
  }),
  certs: byCertificate(v.string()),
  anchors: v.exactOptional(byCertificate(v.string())),
  sends: v.array(send),
  stores,
  storesAfter: v.exactOptional(stores),
  clients: v.array(
    v.object({
      id: v.string(),
      store: v.string(),
      chosenBy: v.exactOptional(v.array(setting)),
      ends: v.exactOptional(v.literal(true)),
      why: v.string(),
      programs: v.exactOptional(v.array(v.string())),
      off: v.exactOptional(v.array(v.object({ program: v.string(), setting }))),
      asked: v.boolean(),
      keeps: v.exactOptional(keeps),
      observed: v.exactOptional(observation),
    }),
  ),
  options: v.object({ offline: v.boolean() }),
  signatures: v.array(v.object({ child: sha256, issuer: sha256, fact: v.picklist(['valid', 'invalid', 'unsupported']) })),
  contacted: v.array(v.string()),
  platform: v.exactOptional(v.picklist(observedPlatforms)),
  unmasked: v.exactOptional(v.literal('people')),
  lab: v.exactOptional(v.literal('demo')),
  settings: v.exactOptional(v.record(v.string(), v.string())),
  authorities: v.exactOptional(
    v.array(v.object({ top: sha256, isPublic: v.boolean(), roots: v.exactOptional(v.array(sha256)) })),
  ),
  fetched: v.exactOptional(v.array(v.object({ sha256, from: v.string(), by: sha256 }))),
  unfetched: v.exactOptional(
    v.array(v.object({ from: v.string(), by: sha256, why: v.string(), unasked: v.exactOptional(v.picklist(unaskedKinds)) })),
  ),
  hostsEntries: v.exactOptional(v.array(v.object({ address: v.string(), where: v.string() }))),
  resolvers: v.exactOptional(
    v.object({
      kind: v.picklist(resolversKinds),
      domain: v.string(),
      servers: v.array(v.string()),
      where: v.array(v.string()),
    }),
  ),
  plainAnswer: v.exactOptional(v.object({ status: v.pipe(v.number(), v.integer()), redirectsTo: v.string() })),
  withoutClientCertificate: v.exactOptional(v.string()),
  time: v.exactOptional(time),
  past: v.exactOptional(v.object({ at: instant, by: v.picklist(pastInstantKinds), path: v.string() })),
})

/**
 * Evidence with its members in the order of a case file, whoever put it together: a case that is read and saved again is the same octets. What is named
 * by certificates keeps the order in which they were met, for searches go by it.
 */
export function inFileOrder(value: Evidence): Evidence {
  const parsed = v.safeParse(evidence, value)
  return parsed.success ? parsed.output : value
}

/** Reads a saved case. Throws `RootcauseError` that says where it is not one; a certificate that is not the one it is filed under is refused. */
export function readCaseFile(text: string, name: string): Evidence {
  const json = parsedAs(text) ?? parsedAs(joined(text))
  if (json === undefined)
    throw new RootcauseError('input', `${name} is not JSON`, 'give a case that was written by rootcause check --save')
  const parsed = v.safeParse(evidence, json)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const where = v.getDotPath(issue)
    throw new RootcauseError(
      'input',
      `${name} is not a case file: ${where === null ? '' : `${where}: `}${issue.message}`,
      'give a case that was written by rootcause check --save',
    )
  }
  for (const [id, base64] of Object.entries(parsed.output.certs)) {
    if (readCertificate(decodeBase64(base64).bytes).sha256 !== id) {
      throw new RootcauseError(
        'input',
        `${name} holds another certificate under ${id}`,
        'the file was altered: save the case again',
      )
    }
  }
  for (const [id, packed] of Object.entries(parsed.output.anchors ?? {})) {
    if (packedSha256(packed) !== id) {
      throw new RootcauseError('input', `${name} holds another anchor under ${id}`, 'the file was altered: save the case again')
    }
  }
  for (const { outcome } of parsed.output.sends) {
    if (outcome.kind === 'failed') continue
    requireJudgeableLength(outcome.chain.length, name)
    // A chain that lacks one of its members would be judged as another chain.
    const lacking = outcome.chain.find((id) => !Object.hasOwn(parsed.output.certs, id))
    if (lacking !== undefined) {
      throw new RootcauseError(
        'input',
        `${name} lacks the certificate ${lacking} of a chain`,
        'the file was altered: save the case again',
      )
    }
  }
  return withOwnMembers(parsed.output)
}

/** `undefined`: it is no JSON. */
function parsedAs(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Without the ends of lines within strings, where JSON has none (RFC 8259 §7): Windows PowerShell breaks what a script prints at the width of
 * its window, even where it goes to a file (dotnet/coreclr#58, rundeck/rundeck#3830).
 */
const joined = (text: string): string => text.replace(/"[^"\\]*(?:\\[^][^"\\]*)*"/g, (string) => string.replace(/\r?\n/g, ''))

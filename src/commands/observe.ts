import { capture } from '../capture/capture.ts'
import { requireJudgeableLength } from '../capture/chain-length.ts'
import { asUtf8, decodeText } from '../capture/decode-text.ts'
import { parseTarget } from '../capture/target.ts'
import { resolveClient } from '../clients/resolve.ts'
import { RootcauseError } from '../model/error.ts'
import type {
  CaptureFailureCode,
  ClientEvidence,
  Evidence,
  Send,
  StarttlsProtocol,
  StoreEvidence,
  Target,
} from '../model/evidence.ts'
import type { HelloClass } from '../model/hello.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { Workshop } from '../graph/world.ts'
import { toBase64 } from '../host/node-base64.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { lostBlock } from '../x509/lost-block.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import { clientsFor } from './asked-clients.ts'
import type { Context } from './context.ts'
import type { ObserveWhom } from './flags.ts'
import type { MachineClients } from './machine-clients.ts'
import { machineFacts } from './machine-facts.ts'
import { isBrowser } from './own-list.ts'
import { pastInstant } from './past-instant.ts'
import { add, type Certificates, evidenceOf, storesEvidence } from './store-evidence.ts'
import { apart, type Named, programsNamed, whoIsAsked } from './who-is-asked.ts'

/** What the reader asked for, beside the target. */
export interface ObserveOptions extends Named {
  readonly at: UnixSeconds | null
  /** Name to check instead of the target's; `null`: the target's. */
  readonly host: string | null
  readonly hellos: readonly HelloClass[]
  readonly starttls: StarttlsProtocol | null
  readonly port: number | null
  readonly servername: string | null
  readonly connect: string | null
  readonly allAddresses: boolean
  readonly repeat: number
  readonly timeoutMs: number
  /** The limit was asked for: it holds for silence too, which ends a wait sooner otherwise. */
  readonly isPatient?: boolean
  readonly offline: boolean
  readonly proxy: boolean
  /** Which of the clients of this machine are run as well: those whose verification changes nothing, all, or none. */
  readonly observe: ObserveWhom
}

/**
 * The evidence for a target: a saved case as it is, a file, standard input (`-`), or a server. `shop`: who will read the certificates,
 * and needs not decode those that were seen here.
 */
export async function observe(
  target: string,
  options: ObserveOptions,
  context: Context,
  shop: Workshop | null = null,
): Promise<Evidence> {
  const file = await fileOf(target, options, context)
  if (file !== null) {
    const text = decodeText(file.bytes)
    if (looksLikeCase.test(text)) {
      const { readCase } = await import('./read-case.ts')
      return replay(readCase(text, file.name), options, context)
    }
  }
  const programs = await programsNamed(options.clients)
  const asked = apart({ ...options, clients: options.clients.filter((id) => !programs.includes(id)) })
  const certs: Certificates = new Map()
  const observed = file === null ? await fromServer(target, options, context, certs) : fromFile(file, context, certs)
  const {
    stores,
    clients: asking,
    askings,
  } = await whoIsAsked({ ...asked, programs, server: observed.target }, options, context, certs)
  const clients = file === null ? await withObserved(asking, askings, { ...observed, certs }, options, context) : asking
  // Only then were clients run whose verification changes the system.
  const again = options.observe === 'all' ? await changedStores(stores, context, certs) : []
  const past = pastInstant(
    context.host,
    context.now,
    stores.flatMap(({ id }) => id.split(' + ')),
  )
  for (const [id, der] of certs) shop?.note(id, der)
  const evidence: Evidence = {
    schema: 1,
    at: context.now,
    clock: options.at ?? context.now,
    target: { ...observed.target, host: options.host ?? withoutZone(observed.target.host) },
    certs: Object.fromEntries([...certs].map(([id, der]) => [id, toBase64(der)])),
    sends: observed.sends,
    stores,
    ...(again.length === 0 ? {} : { storesAfter: again }),
    clients,
    options: { offline: options.offline },
    signatures: [],
    contacted: observed.contacted,
    ...(file === null ? machineFacts(observed, options, context) : { platform: context.host.platform }),
    ...(past === null ? {} : { past }),
  }
  const browsers = options.stores === null ? asked.clients.filter(isBrowser) : []
  if (browsers.length + clients.filter(({ id }) => isBrowser(id)).length === 0) return withPlatforms(asked.onPlatforms, evidence)
  const { besideBrowserLists, onListsAlone } = await import('./browser-lists.ts')
  const lists = onListsAlone(browsers, evidence, context.host)
  return withPlatforms([...asked.onPlatforms, ...lists], await besideBrowserLists(evidence))
}

/** RFC 4007 §11: a zone (`fe80::1%eth0`) is the machine's own matter. No certificate has it (RFC 5280 §4.2.1.6: 16 octets). */
const withoutZone = (host: string): string => (host.includes(':') ? host.replace(/%.*$/s, '') : host)

/** What the clients of this machine say themselves. With another clock than the machine's they could not be compared. */
async function withObserved(
  clients: readonly ClientEvidence[],
  askings: MachineClients['askings'],
  { target, sends, contacted, certs }: Observed & { readonly certs: Certificates },
  options: ObserveOptions,
  context: Context,
): Promise<readonly ClientEvidence[]> {
  const { observe: whom, offline, at, timeoutMs } = options
  if (whom === 'none' || offline || at !== null || askings.size === 0) return clients
  const { observeClients } = await import('./observe-clients.ts')
  const viaProxy = contacted.some((who) => who.startsWith('proxy '))
  const { host: checked, servername, connect } = options
  const route = { target, sends, viaProxy, checked, servername, connect, certificate: certs.get.bind(certs) }
  const browsers = whom === 'all' || options.clients.length > 0
  return observeClients({ clients, askings }, route, { clients: whom, timeout: Math.min(10_000, timeoutMs), browsers }, context)
}

async function changedStores(stores: readonly StoreEvidence[], { host }: Context, certs: Certificates) {
  const { storesReadAgain } = await import('./stores-read-again.ts')
  return storesReadAgain(host, stores, (id, content) => evidenceOf(id, content, certs))
}

/** The evidence with clients on platform stores. What these were is loaded only when somebody asks. */
async function withPlatforms(ids: readonly string[], evidence: Evidence): Promise<Evidence> {
  if (ids.length === 0) return evidence
  const { platformClients } = await import('./platform-clients.ts')
  const added = await platformClients(ids, (sha256) => Object.hasOwn(evidence.certs, sha256))
  const kept = evidence.stores.filter((store) => !added.stores.some((s) => s.id === store.id))
  return {
    ...evidence,
    anchors: { ...evidence.anchors, ...added.anchors },
    stores: [...kept, ...added.stores],
    clients: [...evidence.clients, ...added.clients],
    signatures: [...evidence.signatures, ...added.signatures],
  }
}

/** A case file is JSON; no form of certificates begins so. */
const looksLikeCase = /^\uFEFF?\s*\{/

interface Observed {
  readonly target: Target
  readonly sends: readonly Send[]
  readonly contacted: readonly string[]
}

interface NamedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What no host name is: a path, or the name of a file of certificates. */
const looksLikePath = /^[./~]|^[A-Za-z]:\\|\\|\.(?:pem|crt|cer|der|p7b|p7c|json|txt)$/

/** What is a server's name whatever lies here: with a dot or a port, and the name that every machine has for itself. */
const isHostToo = /^localhost$|[.:]/i

async function fileOf(
  target: string,
  { port, starttls }: ObserveOptions,
  { host, readStdin }: Context,
): Promise<NamedFile | null> {
  if (target === '-') return { name: 'standard input', bytes: await readStdin() }
  // No file system has such a name in one folder; the reader of targets says what is wrong with it.
  if (target.length > 255 && !/[/\\]/.test(target)) return null
  try {
    const kind = host.stat(target)
    if (kind === null && looksLikePath.test(target)) {
      throw new RootcauseError(
        'input',
        `there is no file ${target}`,
        'check the path; a server is given as host, host:port or URL',
      )
    }
    const isPath = looksLikePath.test(target)
    const isHost = port !== null || starttls !== null || isHostToo.test(target)
    if (kind === 'directory' && (isPath || !isHost)) {
      const hint = isPath
        ? 'give one file: PEM, DER, PKCS #7, or a saved case'
        : `give one file in it (PEM, DER, PKCS #7, a saved case), or, for a host of this name, its port: ${target}:443`
      throw new RootcauseError('input', `${target} is a directory`, hint)
    }
    if (kind !== 'file') return null
    const bytes = host.readFile(target)
    return bytes === null ? null : { name: target, bytes }
  } catch (cause) {
    if (cause instanceof RootcauseError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RootcauseError('input', `cannot read ${target}: ${why}`, 'check the path and who may read it', { cause })
  }
}

/**
 * A saved case keeps what it holds; what is asked for beside it is put over it. New stores are asked by the same clients, but for
 * those that ask a platform's.
 */
async function replay(evidence: Evidence, options: ObserveOptions, context: Context): Promise<Evidence> {
  const base: Evidence = {
    ...evidence,
    clock: options.at ?? evidence.clock,
    target: options.host === null ? evidence.target : { ...evidence.target, host: options.host },
    // What was said of another name says nothing of this one.
    clients: options.host === null ? evidence.clients : evidence.clients.map(unobserved),
  }
  if (options.clients.length === 0) evidence.clients.forEach(({ id }) => requireKnown(id))
  if (options.stores === null && options.clients.length === 0) return base
  const isOfPlatform = (id: string): boolean => evidence.stores.some((s) => s.id === id && s.platform !== undefined)
  const asked = apart(options)
  const added: Certificates = new Map()
  const stores =
    options.stores === null
      ? evidence.stores.filter((s) => s.platform === undefined)
      : await storesEvidence(options.stores, context, added)
  const onPlatforms = evidence.clients.filter((c) => isOfPlatform(c.store))
  const others = evidence.clients.filter((c) => !isOfPlatform(c.store)).map((c) => c.id)
  const ids = options.clients.length > 0 ? asked.clients : [...new Set(others)]
  const kept = options.clients.length > 0 ? [] : onPlatforms
  return withPlatforms(asked.onPlatforms, {
    ...base,
    certs: { ...evidence.certs, ...Object.fromEntries([...added].map(([id, der]) => [id, toBase64(der)])) },
    stores: [...stores, ...evidence.stores.filter((s) => kept.some((c) => c.store === s.id))],
    clients: [...(ids.length === 0 ? [] : clientsFor(ids, stores, false)), ...kept],
  })
}

function unobserved({ observed, ...client }: ClientEvidence): ClientEvidence {
  return observed === undefined ? client : { ...client }
}

function fromFile({ name, bytes }: NamedFile, { process }: Context, certs: Certificates): Observed {
  const text = asUtf8(bytes)
  const { certificates, problems, form } = readCertificateFile(text)
  const lost = form === 'der' ? null : lostBlock(text)
  if (lost !== null) {
    const hint = 'mend that block or take it out: without it the chain would be another'
    throw new RootcauseError('input', `${name} cannot be read whole: line ${lost.line}: ${lost.text}`, hint)
  }
  if (certificates.length === 0) {
    const [problem] = problems
    throw new RootcauseError(
      'input',
      `${name} holds no certificate${problem === undefined ? '' : `: ${problem.line === 0 ? '' : `line ${problem.line}: `}${problem.text}`}`,
      'give PEM, DER, PKCS #7, the output of openssl s_client -showcerts, or a saved case',
    )
  }
  requireJudgeableLength(certificates.length, name)
  // A list that is shorter than what was sent gives verdicts on what nobody sent.
  if (form === 's_client')
    for (const { line, text: what } of problems) process.stderr.write(`rootcause: ${name}, line ${line}: ${what}\n`)
  const chain = certificates.map(({ der }) => add(der, certs))
  return {
    target: { host: '', port: 0, source: name },
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain, tls: null } }],
    contacted: [],
  }
}

async function fromServer(text: string, options: ObserveOptions, { host }: Context, certs: Certificates): Promise<Observed> {
  // The network is loaded only for a server.
  const target = parseTarget(text, {
    ...(options.starttls === null ? {} : { starttls: options.starttls }),
    ...(options.port === null ? {} : { port: options.port }),
  })
  const result = await capture({
    target,
    hellos: options.hellos,
    repeat: options.repeat,
    allAddresses: options.allAddresses,
    timeoutMs: options.timeoutMs,
    // Whoever says how long to wait waits as long for a server that is silent.
    ...(options.isPatient ? { idleMs: options.timeoutMs } : {}),
    env: host.env,
    ...(options.connect === null ? {} : { connect: options.connect }),
    ...(options.servername === null ? {} : { servername: options.servername }),
    ...(options.proxy ? {} : { proxy: 'none' as const }),
  })
  throwIfUnreached(result, target, options.connect)
  for (const [id, der] of result.certs) certs.set(id, der)
  return { target, sends: result.sends, contacted: result.contacted }
}

/** Nobody spoke with us: that is no answer of a server. What a server did say, an alert or another protocol, is one. */
function throwIfUnreached(
  { sends, contacted }: { readonly sends: readonly Send[]; readonly contacted: readonly string[] },
  { host, port }: Target,
  connect: string | null,
): void {
  // The dialogue with a proxy says so before what it ran into (capture/proxy): then nobody asked the server.
  const failures = sends.map(({ outcome }) =>
    outcome.kind === 'failed' && (unreached.has(outcome.failure.code) || outcome.failure.detail.startsWith('proxy: '))
      ? outcome.failure
      : null,
  )
  const [first] = failures
  if (first === undefined || first === null || failures.includes(null)) return
  const [what, hint] = unreachedWords(first.code)
  const detail = first.detail === '' ? '' : ` (${escapeUnprintable(first.detail)})`
  const named = (name: string): string => `${escapeUnprintable(name.includes(':') ? `[${name}]` : name)}:${port}`
  if (first.code === 'proxy-refused' && first.by === 'self')
    throw new RootcauseError('observe', `${named(host)}: the proxy that the environment names cannot be used${detail}`, hint)
  const [proxy] = contacted
  if (first.detail.startsWith('proxy: ') && first.code !== 'proxy-refused' && proxy !== undefined) {
    const why = escapeUnprintable(first.detail.slice('proxy: '.length))
    const words = `${named(host)} was not reached: nobody answers at the ${escapeUnprintable(proxy)}, which the environment names (${why})`
    throw new RootcauseError('observe', words, unreachedWords('proxy-refused')[1])
  }
  // Where an address was given nobody looked for the target's name, and it is the address that nobody answers at.
  if (connect !== null && first.code !== 'proxy-refused') {
    const next = first.code === 'name-not-resolved' ? 'give an IP address behind --connect, or a name that has one' : hint
    throw new RootcauseError('observe', `${named(connect)}, to which --connect leads for ${named(host)}: ${what}${detail}`, next)
  }
  throw new RootcauseError(
    'observe',
    `${named(host)}: ${what}${detail}`,
    first.code === 'name-not-resolved' && !host.includes('.') ? `${hint}; rootcause --help lists the commands` : hint,
  )
}

const unreached: ReadonlySet<CaptureFailureCode> = new Set(['name-not-resolved', 'refused', 'unreachable', 'proxy-refused'])

function unreachedWords(code: CaptureFailureCode): readonly [string, string] {
  switch (code) {
    case 'name-not-resolved':
      return ['the name has no address', 'check the spelling, or give an address with --connect']
    case 'refused':
      return ['the connection was refused', 'check the port: rootcause check host:port']
    case 'proxy-refused':
      return ['the proxy refused the connection', 'check HTTPS_PROXY, or go without it: --no-proxy']
    default:
      return ['it cannot be reached', 'check the address and the network, or name a proxy in HTTPS_PROXY']
  }
}

/** A saved case may be of a later release. What it asks is never left out in silence. */
function requireKnown(id: string): void {
  if (resolveClient(id) !== null) return
  throw new RootcauseError(
    'input',
    `the case asks the client ${JSON.stringify(id)}, which this release does not know`,
    'ask others instead, with --client; rootcause clients lists them all',
  )
}

import { resolveClient } from '../clients/resolve.ts'
import { diagnose, sealEvidence } from '../diagnose.ts'
import type { Recognised } from '../explain/explanation.ts'
import { nextProbe } from '../explain/next-probe.ts'
import { workshop } from '../graph/world.ts'
import type { Host } from '../host/host.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Asking } from '../model/machine.ts'
import { lookAround, runtimesNamed } from '../runtimes/look-around.ts'
import { onSearchPath } from '../runtimes/search-path.ts'
import { readTogether } from '../stores/together.ts'
import { encodeBase64 } from '../x509/base64.ts'
import type { Context } from './context.ts'
import { observe } from './observe.ts'
import { ending } from './machine-clients.ts'
import { nextFix } from './next-fix.ts'
import { leadsToFix, optionsOf } from './run-check.ts'
import { type Certificates, evidenceOf } from './store-evidence.ts'
import { weighedReport } from './weighed-report.ts'
import { writeReport } from './write-report.ts'

/** A command that ended with a certificate error. */
export interface FailedCommand {
  /** As it was typed. */
  readonly program: string
  /** What it wrote on standard error; only the names of libraries are looked for in it. */
  readonly said: string
  readonly recognised: Recognised
}

/**
 * Captures the server, and writes what the client that failed makes of it: with the store that this very runtime asks here and now. Of
 * a program that is not known the clients of this machine are asked, as `check` does.
 */
export async function diagnoseFor(context: Context, target: string, failed: FailedCommand): Promise<void> {
  const asking = await askingOf(context.host, failed)
  const id = asking?.installation.client ?? nextProbe([failed.recognised])?.split('--client ')[1]
  const observed = await observe(target, optionsOf(id === undefined ? {} : { client: [id] }, context), context)
  const evidence = asking === null ? observed : await asSeenBy(asking, observed, context)
  const verify = nodeSignatureVerifier()
  const means = { verify, shop: workshop(verify) }
  const sealed = sealEvidence(evidence, means)
  const report = await weighedReport(diagnose(sealed, means), sealed, means.shop, context)
  await writeReport(report, { format: 'text', detail: 'brief' }, context)
  if (leadsToFix(report)) nextFix(target, id === undefined ? {} : { client: [id] }, context)
}

/** Libraries that ask a store of their own, by a word that stands in their tracebacks. */
const libraries: readonly (readonly [id: string, mark: RegExp])[] = [
  ['conda', /CondaHTTPError|CondaSSLError|Parameter ssl_verify = '/],
  ['aiohttp', /\baiohttp\b|ClientConnectorCertificateError/],
  ['httpx', /\bhttpx\b|\bhttpcore\b/],
  ['botocore', /\bbotocore\b|SSL validation failed for /],
  ['requests', /requests\.exceptions|requests[\\/]adapters\.py/],
]

/** The installation that failed, if its client can be predicted; `null`: not known. */
async function askingOf(host: Host, { program, said, recognised }: FailedCommand): Promise<Asking | null> {
  const library = libraries.find(([, mark]) => mark.test(said))?.[0]
  const real = onSearchPath(host, program).map((path) => host.realPath(path))
  for (const word of [isInterpreter(program) ? library : undefined, program, recognised.runtime]) {
    if (word === undefined || word === null || word === '') continue
    const { askings } = await lookAround(host, runtimesNamed(word))
    const able = askings.filter(
      ({ installation: { client }, unknown }) => client !== null && unknown === '' && resolveClient(client) !== null,
    )
    const own = able.find(({ installation: { path } }) => path === program || real.includes(host.realPath(path))) ?? able[0]
    if (own !== undefined) return own
  }
  return null
}

/** What runs any program: the library in use tells more than its name. */
const isInterpreter = (program: string): boolean =>
  /(?:^|[\\/])(?:python|py|conda|uv|poetry|pytest|env|sh|bash|make)[\d.]*(?:\.exe)?$/i.test(program)

/** The evidence with this one client on the store that it asks. */
async function asSeenBy(asking: Asking, observed: Evidence, { host }: Context): Promise<Evidence> {
  const {
    installation: { client },
    stores,
    why,
  } = asking
  if (client === null) return observed
  const id = stores.length === 0 ? 'no store' : stores.map(({ store }) => store).join(' + ')
  const certs: Certificates = new Map()
  const content = await readTogether(host, stores)
  const store = evidenceOf(id, content, certs)
  return {
    ...observed,
    certs: { ...observed.certs, ...Object.fromEntries([...certs].map(([sha256, der]) => [sha256, encodeBase64(der)])) },
    stores: [store],
    clients: [{ id: client, store: id, chosenBy: [why], ...ending(asking, content), why: '', asked: true }],
  }
}

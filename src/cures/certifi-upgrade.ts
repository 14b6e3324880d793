import { loadRoots } from '../roots/load.ts'
import { platform } from '../roots/platforms.ts'
import { storeAt } from '../roots/store-at.ts'
import type { Host } from '../host/host.ts'
import type { Delta } from '../model/delta.ts'
import type { Asking } from '../model/machine.ts'
import type { Advice, Step } from '../model/plan.ts'
import { folderOf, isAbsolutePlace, kindAt, placeIn } from '../runtimes/shared/place.ts'
import { type PythonEnvironment, pythonEnvironments } from '../runtimes/shared/python-environments.ts'
import { packageIn } from '../runtimes/shared/site-packages.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import type { Cure, Draft, Need } from './cure.ts'
import { fileChange, octetsOf, sha256Of } from './shared/anchor-file.ts'
import { certifiExchange, type CertifiExchange } from './shared/certifi-package.ts'
import { outcome } from './shared/outcome.ts'
import { isWithin } from './shared/own-places.ts'
import { served, type Served } from './shared/served.ts'

/**
 * A newer certifi in the environment that asks one. Out of a wheel that the user gives it is a plan: what is in it is known before, and
 * what was there comes back to the octet. Else, where the newest that is known holds what is missing, it is the package manager's to walk.
 */
export const certifiUpgrade: Cure = {
  id: 'certifi-upgrade',
  title: 'a newer certifi',
  owner: 'runtime',
  scope: 'project',
  tried: 'real-tool',
  plan: async (host, need) => {
    const wanted = served(need, (asking) => certifiOf(host, asking) !== null)
    const bundles = [...new Set(wanted.flatMap(({ askings }) => askings.flatMap((a) => certifiOf(host, a) ?? [])))]
    if (bundles.length === 0 || need.add.length === 0) return null
    const known = await newestKnown()
    const { wheel } = need
    const own = wheel === undefined ? null : await outOfWheel(host, need, { wheel, wanted, bundles, known })
    if (own !== null) return own
    if (!need.add.every(({ sha256 }) => known.has(sha256))) return null
    const names = need.add.map(({ label }) => label).join(', ')
    const advice = bundles.map(
      (bundle): Advice => ({
        owner: 'runtime',
        what: `a newer certifi holds ${names}; this environment has an older one (${bundle})`,
        command: `${environmentOf(host, bundle)?.program ?? 'python'} -m pip install --upgrade certifi`,
      }),
    )
    return { steps: [], advice, deltas: [], notes: [] }
  },
}

/** What the newest certifi that the product's own table knows holds, by identity. */
async function newestKnown(): Promise<ReadonlySet<string>> {
  const certifi = platform('certifi')
  if (certifi === null) return new Set()
  const { anchors } = storeAt(await loadRoots(), { platform: certifi, when: { kind: 'latest' } })
  return new Set(anchors.map(({ anchor }) => anchor.sha256))
}

interface FromWheel {
  readonly wheel: string
  readonly wanted: readonly Served[]
  readonly bundles: readonly string[]
  readonly known: ReadonlySet<string>
}

/** `null`: no environment is the user's own with a pip, the wheel does not cure, or it would bring authorities that nobody vouches for. */
async function outOfWheel(host: Host, need: Need, { wheel, wanted, bundles, known }: FromWheel): Promise<Draft | null> {
  const [first] = need.add
  const steps: Step[] = []
  const then: Step[] = []
  const drops = new Map<string, readonly Delta[]>()
  for (const bundle of bundles) {
    const exchange = await exchangeFor(host, bundle, wheel)
    if (exchange === null || first === undefined) continue
    const [now, next] = [identitiesIn(host.readFile(bundle) ?? new Uint8Array()), identitiesIn(octetsOf(exchange.list))]
    const vouched = new Set<string>([...known, ...now, ...need.add.map(({ sha256 }) => sha256)])
    if (![...next].every((sha256) => vouched.has(sha256))) return null
    const { install, restore, exchanged } = exchange
    steps.push({
      change: {
        kind: 'entry',
        store: bundle,
        certificate: first.sha256,
        present: true,
        tool: install,
        undo: restore,
        exchanged,
        prompt: '',
      },
      why: `The environment's own pip puts the certifi of ${wheel} in the place of the one that is there.`,
      needsRights: false,
    })
    then.push({ change: fileChange(host, bundle, octetsOf(exchange.list)), why: '', needsRights: false })
    drops.set(
      bundle,
      [...now].filter((sha256) => !next.has(sha256)).map((cert) => ({ kind: 'drop-anchor', store: bundle, cert })),
    )
  }
  // What the runtimes would ask, were the lists exchanged.
  const { clients, deltas } = await outcome(host, need, wanted, { steps: then, sets: {} })
  if (clients.length === 0) return null
  const lost = [...drops].flatMap(([bundle, own]) =>
    own.length === 0 ? [] : [`Of the list that is there now ${own.length} are not in the wheel's (${bundle}).`],
  )
  return {
    steps,
    advice: [],
    deltas: [...deltas, ...[...drops.values()].flat()],
    notes: [...lost, 'The wheel is taken at your word: the Python in it will run in this environment.'],
  }
}

/** Of an environment within the user's folders alone: a conda's packages are conda's, and the system's the system's. */
async function exchangeFor(host: Host, bundle: string, wheel: string): Promise<CertifiExchange | null> {
  const site = folderOf(folderOf(bundle))
  const environment = environmentOf(host, bundle)
  const isOwn = isWithin(host, site, host.home) || isWithin(host, site, host.cwd)
  if (environment === null || !isOwn || environment.note.startsWith('conda')) return null
  if (packageIn(host, environment.site, 'pip') === null) return null
  return certifiExchange(host, environment, site, wheel)
}

const identitiesIn = (octets: Uint8Array): ReadonlySet<string> & Iterable<ReturnType<typeof sha256Of>> =>
  new Set(readCertificateFile(octets).certificates.map(({ der }) => sha256Of(der)))

/** The bundle of a certifi; that which pip brings in itself comes and goes with pip. */
const certifiOf = (host: Host, { stores, why }: Asking): string | null =>
  (why.kind === 'built-in' &&
    stores
      .map(({ store }) => store)
      .find(
        (store) =>
          /[\\/]certifi[\\/]cacert\.pem$/.test(store) &&
          !/[\\/]_vendor[\\/]/.test(store) &&
          isAbsolutePlace(host, store) &&
          kindAt(host, store) === 'file',
      )) ||
  null

/** The environment in whose folders it lies; `null`: none that was found. */
const environmentOf = (host: Host, bundle: string): PythonEnvironment | null =>
  pythonEnvironments(host).find(({ site }) => site.some((folder) => bundle.startsWith(placeIn(host, folder, 'certifi')))) ?? null

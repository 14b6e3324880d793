import type { Host } from '../host/host.ts'
import type { Advice } from '../model/plan.ts'
import { firefox } from '../runtimes/firefox.ts'
import { isObject, readJsonObject } from '../runtimes/shared/json-object.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import type { Cure, Draft, Need } from './cure.ts'
import { anchorsFor } from './shared/anchors-for.ts'
import { changedHost } from './shared/changed-host.ts'
import { holders } from './shared/holders.ts'
import { moved } from './shared/outcome.ts'
import { isOf, served, type Served } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'
import { unlessUnreadable } from './shared/unless-unreadable.ts'

/**
 * Firefox with the authorities that the system trusts beside its own: the policy Certificates.ImportEnterpriseRoots in policies.json, for
 * Windows and macOS (Firefox administrator reference: Certificates; policies.json in `distribution` beside the program). It reaches every
 * profile. On Linux the policy does nothing, and p11-kit's module does the same (`SecurityDevices`), which is the reader's.
 */
export const firefoxSystemStore: Cure = {
  id: 'firefox-system-store',
  title: "Firefox' policy ImportEnterpriseRoots",
  owner: 'runtime',
  scope: 'machine',
  tried: 'documented',
  plan: unlessUnreadable(async (host, need) => {
    const wanted = served(need, isOf('firefox'))
    // It only adds to what Firefox trusts.
    if (wanted.length === 0 || need.add.length === 0 || need.drop.length > 0) return null
    const found = await Promise.all(need.add.map((anchor) => holders(host, addedStores(host), anchor)))
    if (found.some((stores) => stores.length === 0)) return null
    const path = policyFile(host)
    if (path !== null) return byPolicy(host, need, wanted, path)
    const advice = host.platform === 'win32' || host.platform === 'darwin' ? [] : modules(host).map(byModule)
    return advice.length === 0 ? null : { steps: [], advice, deltas: [], notes: [] }
  }),
}

/** What users and administrators added; what the system's maker trusts is not imported (Firefox administrator reference: Certificates). */
const addedStores = ({ platform }: Host): readonly string[] =>
  platform === 'win32'
    ? ['windows:CU/ROOT', 'windows:LM/ROOT', 'windows:GP/ROOT', 'windows:ENT/ROOT']
    : platform === 'darwin'
      ? ['macos:login', 'macos:System']
      : ['system']

async function byPolicy(host: Host, need: Need, wanted: readonly Served[], path: string): Promise<Draft | null> {
  const steps = settingFile(host, path, withPolicy, "Firefox asks the system's store beside its own list, in every profile.")
  if (steps === null || steps.length === 0) return null
  const then = changedHost(host, steps, {})
  const deltas: Draft['deltas'][number][] = []
  for (const client of wanted) {
    const asked = await Promise.all(
      client.askings.map(async ({ installation }) => (await firefox.asks(then, installation)).stores),
    )
    // Something else may beat the file: the registry, a configuration profile.
    if (!asked.every((stores) => stores.some(({ store }) => store === 'system'))) return null
    const [first] = asked
    const held = first === undefined ? null : await anchorsFor(then, first)
    if (first === undefined || held === null) return null
    deltas.push(...moved(client, first, held, need))
  }
  const isMac = host.platform === 'darwin'
  return {
    steps: steps.map((step) => (step.change.kind === 'file' ? { ...step, change: { ...step.change, mode: 0o644 } } : step)),
    advice: [],
    deltas,
    notes: [
      `Not yet proved on ${isMac ? 'macOS' : 'Windows'}.`,
      'A Firefox that runs now sees it after it is started again.',
      ...(isMac ? ['An update of Firefox may put the program back as it was, without the file.'] : []),
    ],
  }
}

/** Where the program is that would read it; `null`: it is not there, or its system knows no such policy. */
function policyFile(host: Host): string | null {
  const folder =
    host.platform === 'win32'
      ? 'C:\\Program Files\\Mozilla Firefox'
      : host.platform === 'darwin'
        ? '/Applications/Firefox.app/Contents/Resources'
        : ''
  return folder === '' || kindAt(host, folder) !== 'directory' ? null : placeIn(host, folder, 'distribution', 'policies.json')
}

/**
 * The policies with this one more. `null`: they are not written as they would be written again (a member twice, a number that is too large,
 * a byte order mark), so that something of them could be lost.
 */
function withPolicy(text: string): string | null {
  const [name, wanted] = ['ImportEnterpriseRoots', true]
  if (text.trim() === '') return `${JSON.stringify({ policies: { Certificates: { [name]: wanted } } }, null, 2)}\n`
  const whole = readJsonObject(text)
  if (whole === null || withoutBlanks(text) !== JSON.stringify(whole)) return null
  const policies = whole['policies'] ?? {}
  const certificates = isObject(policies) ? (policies['Certificates'] ?? {}) : null
  if (!isObject(policies) || !isObject(certificates)) return null
  if (certificates[name] === wanted) return text
  const next = { ...whole, policies: { ...policies, Certificates: { ...certificates, [name]: wanted } } }
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? 2
  return JSON.stringify(next, null, indent).replaceAll('\n', eol) + (text.endsWith('\n') ? eol : '')
}

/** JSON without what stands between its words. */
const withoutBlanks = (text: string): string =>
  text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, word: string | undefined) => word ?? '')

/** Where distributions put p11-kit's module of trust. */
const modules = (host: Host): readonly string[] =>
  [
    '/usr/lib64/pkcs11/p11-kit-trust.so',
    '/usr/lib/pkcs11/p11-kit-trust.so',
    ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/pkcs11/p11-kit-trust.so`),
  ]
    .filter((path) => kindAt(host, path) === 'file')
    .slice(0, 1)

/** Firefox administrator reference: SecurityDevices, Add. Observed with Firefox 153.7 ESR and p11-kit 0.24 on Debian 12. */
const byModule = (path: string): Advice => ({
  owner: 'runtime',
  what:
    "Firefox on Linux asks the system's store, which holds what is missing, by way of p11-kit's module: an administrator names it in " +
    '/etc/firefox/policies/policies.json',
  command: JSON.stringify({ policies: { SecurityDevices: { Add: { 'p11-kit-trust': path } } } }),
})

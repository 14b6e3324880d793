import type { Host } from '../../host/host.ts'
import type { AskedStore } from '../../model/machine.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { isoTime } from '../../model/time.ts'
import { namesIn, placeIn } from '../../runtimes/shared/place.ts'
import { readCertificateFile } from '../../x509/certificate-file.ts'
import { writePem } from '../../x509/pem.ts'
import { escapeUnprintable } from '../../x509/printable.ts'
import type { AnchorToChange, Need } from '../cure.ts'
import { octetsOf, sha256Of } from './anchor-file.ts'
import { type HeldAnchor, heldBy } from './anchors-for.ts'
import { bundleFolder } from './own-places.ts'

/**
 * The text of a bundle that takes the place of stores: all that they hold, what is to be added, and not what is to go. `null`: one of them
 * cannot be read, or they hold nothing. The same stores give the same octets, on any day.
 */
export async function completeBundle(host: Host, asked: readonly AskedStore[], need: Need): Promise<Uint8Array | null> {
  const held = await heldBy(host, asked)
  if (held === null || held.length === 0) return null
  const lines = [
    '# Made by rootcause. It takes the place of a list of authorities, so it holds all of them.',
    ...asked.map((each) => `# ${each.ifUnreadable === 'fails' ? 'source' : 'source if there'}: ${escapeUnprintable(each.store)}`),
    ...writtenOn(host, asked),
    ...need.add.map(addedLine),
    ...need.drop.map(({ label, sha256 }) => `# left out: ${escapeUnprintable(label)} (${sha256})`),
    '# It does not follow its sources: `rootcause doctor` tells when it has fallen behind. To make it anew:',
    '#   rootcause undo, then rootcause fix <host>',
  ]
  return octetsOf(
    `${lines.join('\n')}\n${body(held, need)
      .map(({ der }) => writePem('CERTIFICATE', der))
      .join('')}`,
  )
}

/** Anchors alone, for settings that add to a list. */
export function additions(add: readonly AnchorToChange[]): Uint8Array {
  const lines = ['# Made by rootcause. It is added to a list of authorities.', ...add.map(addedLine)]
  return octetsOf(`${lines.join('\n')}\n${add.map(({ der }) => writePem('CERTIFICATE', der)).join('')}`)
}

/** How an added anchor is named in a file of ours. */
export const addedLine = ({ label, sha256 }: Pick<AnchorToChange, 'label' | 'sha256'>): string =>
  `# added: ${escapeUnprintable(label)} (${sha256})`

/** The sources' day stands for the bundle's: what it holds is what they held then. */
function writtenOn(host: Host, asked: readonly AskedStore[]): readonly string[] {
  const days = asked.flatMap(({ store }) => {
    try {
      const at = host.modified(store.replace(/^[a-z-]+:(?=\/)/, ''))
      return at === null ? [] : [at]
    } catch {
      return []
    }
  })
  const newest = days.toSorted((a, b) => b - a)[0]
  return newest === undefined ? [] : [`# as of: ${isoTime(newest).slice(0, 10)}, when the newest of them was written`]
}

function body(held: readonly HeldAnchor[], { add, drop }: Need): readonly { readonly der: Uint8Array }[] {
  const left = new Set<string>(drop.map(({ sha256 }) => sha256))
  const has = new Set<string>(held.map(({ sha256 }) => sha256))
  return [...held.filter(({ sha256 }) => !left.has(sha256)), ...add.filter(({ sha256 }) => !has.has(sha256))]
}

/** How a bundle of ours stands to the stores that it was made of. */
export type BundleAge =
  /** Not of ours, or gone. */
  | { readonly kind: 'none' }
  | { readonly kind: 'fresh' }
  /** `lacks`: its sources hold them now. `keeps`: they hold them no more. */
  | { readonly kind: 'aged'; readonly lacks: readonly Sha256[]; readonly keeps: readonly Sha256[] }
  /** A source cannot be read now. */
  | { readonly kind: 'unknown'; readonly why: string }

/** Whether a bundle has fallen behind its sources; its own heading says which they are, what was added, and what was left out. */
export async function bundleAge(host: Host, path: string): Promise<BundleAge> {
  const octets = octetsAt(host, path)
  const text = octets === null ? '' : new TextDecoder().decode(octets)
  if (octets === null || !text.startsWith('# Made by rootcause. It takes the place')) return { kind: 'none' }
  const identities = (name: string): ReadonlySet<string> =>
    new Set(headings(text, name).flatMap((value) => /\(([0-9a-f]{64})\)$/.exec(value)?.[1] ?? []))
  const asked = sourcesOfText(text)
  const now = await heldBy(host, asked)
  if (now === null || now.length === 0)
    return { kind: 'unknown', why: `${asked.map(({ store }) => store).join(', ')}: not readable` }
  const [added, leftOut] = [identities('added'), identities('left out')]
  const current = new Set<string>(now.map(({ sha256 }) => sha256))
  const own = readCertificateFile(octets).certificates.map(({ der }) => sha256Of(der))
  const lacks = now.map(({ sha256 }) => sha256).filter((sha256) => !own.includes(sha256) && !leftOut.has(sha256))
  const keeps = own.filter((sha256) => !current.has(sha256) && !added.has(sha256))
  return lacks.length + keeps.length === 0 ? { kind: 'fresh' } : { kind: 'aged', lacks, keeps }
}

/** The stores that a list of ours was made of, as its heading has them; empty: it is none. */
export const sourcesOfText = (text: string): readonly AskedStore[] => [
  ...headings(text, 'source').map((store) => ({ store, ifUnreadable: 'fails' as const })),
  ...headings(text, 'source if there').map((store) => ({ store, ifUnreadable: 'goes-on' as const })),
]

/** What the lines of this name say in the heading of a file of ours. */
export const headings = (text: string, name: string): readonly string[] =>
  text.startsWith('# Made by rootcause.')
    ? [...text.matchAll(new RegExp(`^# ${name}: (.*)$`, 'gm'))].map(([, value = '']) => value)
    : []

/** `null`: it is no file, or cannot be read. */
export function octetsAt(host: Host, path: string): Uint8Array | null {
  try {
    return host.stat(path) === 'file' ? host.readFile(path) : null
  } catch {
    return null
  }
}

/** The bundles of ours in the user's data folder, each with its age: what `doctor` asks. */
export async function ownBundles(host: Host): Promise<readonly { readonly path: string; readonly age: BundleAge }[]> {
  const folder = bundleFolder(host)
  const names = folder === null ? [] : namesIn(host, folder).filter((name) => name.endsWith('.pem'))
  const all = await Promise.all(
    names.map(async (name) => {
      const path = placeIn(host, folder ?? '', name)
      return { path, age: await bundleAge(host, path) }
    }),
  )
  return all.filter(({ age }) => age.kind !== 'none')
}

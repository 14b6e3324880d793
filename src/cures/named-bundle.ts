import type { Host } from '../host/host.ts'
import type { Asking } from '../model/machine.ts'
import type { Advice, Step } from '../model/plan.ts'
import { isAbsolutePlace, kindAt } from '../runtimes/shared/place.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { writePem } from '../x509/pem.ts'
import type { Cure, Draft, Need } from './cure.ts'
import { addedLine } from './shared/complete-bundle.ts'
import { asCharacters } from './shared/edited-text.ts'
import { outcome } from './shared/outcome.ts'
import { isWithin, withoutLinks } from './shared/own-places.ts'
import { served } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/**
 * Where a setting of the user names a bundle already, the anchor goes into that bundle: it is the file that decides, and whoever made the
 * setting meant it. Files that a tool of the system or a package brings are not touched, for their next update would undo it.
 */
export const namedBundle: Cure = {
  id: 'named-bundle',
  title: 'the bundle that a setting names',
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  plan: async (host, need) => {
    if (need.add.length === 0 || need.drop.length > 0) return null
    const wanted = served(need, (asking) => bundleOf(host, asking) !== null)
    const paths = [...new Set(wanted.flatMap(({ askings }) => askings.flatMap((asking) => bundleOf(host, asking) ?? [])))]
    const steps = paths.map((path) => added(host, path, need))
    const sound = steps.filter((step) => step !== null).flat()
    const advice = need.seats.flatMap(({ asking }) => missing(host, asking) ?? [])
    if (sound.length === 0) return advice.length === 0 ? null : { steps: [], advice, deltas: [], notes: [] }
    const { clients, deltas } = await outcome(host, need, wanted, { steps: sound, sets: {} })
    if (clients.length === 0) return null
    const notes = paths.map((path) => `${path} is yours: whatever else reads it trusts what is added too.`)
    return { steps: sound, advice, deltas, notes } satisfies Draft
  },
}

/** A setting that names a file which is not there: what was meant is for its owner to say. */
function missing(host: Host, { why, stores }: Asking): Advice | null {
  const isNamed = ({ store }: { readonly store: string }): boolean =>
    why.value !== '' && store === why.value && isAbsolutePlace(host, store) && kindAt(host, store) === null
  if (!['variable', 'file', 'flag'].includes(why.kind) || !stores.some(isNamed)) return null
  const place = why.where === '' ? '' : ` in ${why.where}`
  const what = `${why.name}${place} names ${why.value}, which is not there. Put the list there, or take the setting out, and run this again.`
  return { owner: 'user', what, command: '' }
}

/** The one PEM file in the user's folders that a setting of his makes decide; `null`: it is not like that. */
function bundleOf(host: Host, { why, stores }: Asking): string | null {
  if (!['variable', 'file', 'flag'].includes(why.kind)) return null
  const own = stores.filter(({ store }) => kindAt(host, store) === 'file' && isUsers(host, store))
  const [only] = own
  if (only === undefined || own.length > 1) return null
  return isPem(host, only.store) ? withoutLinks(host, only.store) : null
}

/** In his home, or where he stands; not what a package brought, and not the system's, should he stand there. */
function isUsers(host: Host, path: string): boolean {
  const real = withoutLinks(host, path)
  if (/[\\/](?:site|dist)-packages[\\/]|[\\/]node_modules[\\/]/.test(real)) return false
  if (isWithin(host, path, host.home)) return true
  return (
    !/^(?:\/(?:etc|usr|var|lib|System|Library)\/|[A-Za-z]:\\(?:Windows|ProgramData|Program Files))/i.test(real) &&
    isWithin(host, path, host.cwd)
  )
}

function isPem(host: Host, path: string): boolean {
  try {
    const octets = host.readFile(path)
    return octets !== null && readCertificateFile(octets).form === 'pem'
  } catch {
    return false
  }
}

/** At the end of the file, with the line ends that it has. */
function added(host: Host, path: string, { add }: Need): readonly Step[] | null {
  const names = add.map(({ label }) => label).join(', ')
  const edit = (text: string): string => {
    const eol = /\r?\n/.exec(text)?.[0] ?? '\n'
    const has = new Set(
      readCertificateFile(Uint8Array.from(text, (c) => c.charCodeAt(0))).certificates.map(({ der }) => hexOf(der)),
    )
    const blocks = add
      .filter(({ der }) => !has.has(hexOf(der)))
      .map((anchor) =>
        asCharacters(new TextEncoder().encode(`${addedLine(anchor)}\n${writePem('CERTIFICATE', anchor.der)}`)).replaceAll(
          '\n',
          eol,
        ),
      )
    return blocks.length === 0 ? text : `${text}${text === '' || text.endsWith('\n') ? '' : eol}${blocks.join('')}`
  }
  return settingFile(host, path, edit, `It is the file that decides; ${names} is put behind what it holds.`)
}

const hexOf = (der: Uint8Array): string => asCharacters(der)

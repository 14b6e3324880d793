import type { ClientOnStore, Proof, Remedy } from '../../model/remedy.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { Section } from '../section.ts'
import { hintOf, identity, namesThoseCured, proofNote, remedyText } from '../sections/remedies.ts'
import { bad, dim, enumerated, good, hanging, type Line, name, phrase, type Piece, type Span, strong } from '../styled.ts'
import { counted, type View } from '../view.ts'
import { who } from '../who.ts'
import { ownersInBrief } from '../words/remedies.ts'

/** Remedies that are told at most, those alike taken as one; they come best first. */
const mostShown = 6

/** Remedies that one sentence tells. */
type Entry = readonly [Remedy, ...Remedy[]]

/** What cures it: what to do, who can do it, whom it cures and whom it breaks. */
export function briefRemedies(view: View): Section {
  const { remedies } = view.report
  const all = entries(remedies)
  const shown = all.slice(0, mostShown)
  const more = all.slice(mostShown).flat().length
  return {
    title: 'What cures it',
    note: proofNote(remedies),
    lines: shown.flatMap((entry, i) => entryLines(view, entry, i, shown.slice(0, i))),
    leftOut: more === 0 ? [] : [counted(more, 'more cure')],
  }
}

/** The roots that a remedy shown orders to add: it has their full fingerprints. */
export const rootsToAdd = ({ report }: View): ReadonlySet<Sha256> =>
  new Set(
    entries(report.remedies)
      .slice(0, mostShown)
      .flatMap(([first]) => first.deltas.flatMap((d) => (d.kind === 'add-anchor' ? [d.cert] : []))),
  )

/** Newer releases, of which each cures the one client that it replaces, are one entry; so is a root that several stores lack. */
function entries(remedies: readonly Remedy[]): readonly Entry[] {
  const found: Entry[] = []
  for (const remedy of remedies) {
    const i = found.findIndex(([first]) => areOne(first, remedy, remedies))
    const before = found[i]
    if (before === undefined) found.push([remedy])
    else found[i] = [...before, remedy]
  }
  return found
}

/** From so many stores on, a root that each of them lacks is told once. */
const manyStores = 3

function areOne(a: Remedy, b: Remedy, all: readonly Remedy[]): boolean {
  if (isReplacement(a) && isReplacement(b)) return true
  const [one, other] = [rootAdded(a), rootAdded(b)]
  return one !== null && one === other && all.filter((r) => rootAdded(r) === one).length >= manyStores
}

/** The root that it adds to one store, and who has to do it; `null`: it does something else, or costs somebody something. */
function rootAdded({ deltas, proof, owner }: Remedy): string | null {
  const [delta, ...others] = deltas
  return delta?.kind === 'add-anchor' && others.length === 0 && proof.breaks.length === 0 ? `${delta.cert} ${owner}` : null
}

const isReplacement = (remedy: Remedy): boolean =>
  remedy.deltas.length === 1 &&
  remedy.deltas[0]?.kind === 'set-client' &&
  remedy.proof.breaks.length === 0 &&
  namesThoseCured(remedy)

function entryLines(view: View, entry: Entry, index: number, before: readonly Entry[]): readonly Line[] {
  const [{ owner, proof }] = entry
  const orders = isReplacement(entry[0])
    ? phrase`update ${enumerated(entry.flatMap(updates))}`
    : entry.length > 1
      ? addition(view, entry)
      : remedyText(view, entry[0])
  const hint = hintOf(view, entry[0])
  const isNew = hint !== undefined && !before.some(([r]) => hintOf(view, r) === hint)
  const breaks = proof.breaks.length === 0 ? '' : phrase` ${bad('Breaks')} ${who(view, proof.breaks)}.`
  const number = `${index + 1}. `
  return [
    hanging(
      '     ',
      phrase`  ${number}${strong(ownersInBrief[owner])}: ${orders}. ${cured(view, entry, before)}.${breaks}${isNew ? phrase` ${dim(hint)}` : ''}`,
    ),
  ]
}

/** A root that several stores lack. */
function addition(view: View, entry: Entry): readonly Span[] {
  const all = entry.flatMap(({ deltas }) => deltas.flatMap((d) => (d.kind === 'add-anchor' ? [d] : [])))
  const cert = all[0]?.cert
  if (cert === undefined) return []
  return phrase`add ${view.names.noun(cert)} to ${enumerated(all.map((d) => name(d.store)))}${identity(view, cert)}`
}

/** `python-3.8 to 3.9`. */
const updates = ({ deltas }: Remedy): readonly (readonly Span[])[] =>
  deltas.flatMap((d) => (d.kind === 'set-client' ? [phrase`${name(d.client)} to ${name(release(d.to, d.client))} or later`] : []))

/** The version alone, where the rest of the two ids is the same. */
function release(to: string, from: string): string {
  const [, tool = ''] = /^(.*-)[\d.]+$/.exec(from) ?? []
  const version = to.slice(tool.length)
  return tool !== '' && to.startsWith(tool) && /^[\d.]+$/.test(version) ? version : to
}

/** Clients that a cure names one by one; of more it tells how many they are as well. */
const fewEnough = 3

/** Whom it cures: by name, or as those of an entry before. */
function cured(view: View, entry: Entry, before: readonly Entry[]): Piece {
  const [first] = entry
  const { cures, stillRejects } = first.proof
  if (!isReplacement(first) && entry.length > 1) {
    const each = new Set(entry.flatMap(({ proof }) => proof.cures.map(keyOfSeat)))
    const total = cures.length + stillRejects.length
    return good(each.size === total ? `Together that cures all ${total}` : `Together that cures ${each.size} of ${total}`)
  }
  if (isReplacement(first)) return good(entry.length > 1 ? 'Cures each' : 'Cures it')
  if (stillRejects.length === 0) return good(cures.length > 1 ? `Cures all ${cures.length}` : 'Cures it')
  if (namesThoseCured(first)) return good(cures.length > 1 ? 'Cures them' : 'Cures it')
  const same = before.findIndex(([b, ...more]) => more.length === 0 && keyOf(b.proof) === keyOf(first.proof))
  if (same >= 0 && cures.length > 1) return good(`Cures the same as ${same + 1}`)
  const share = cures.length > fewEnough ? ` ${cures.length} of ${cures.length + stillRejects.length}:` : ''
  return phrase`${good('Cures')}${share} ${who(view, cures)}`
}

const keyOfSeat = ({ client, store }: ClientOnStore): string => `${client} ${store}`
const keyOf = ({ cures }: Proof): string => cures.map(keyOfSeat).join('\n')

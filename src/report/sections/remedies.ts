import type { Delta } from '../../model/delta.ts'
import type { Remedy } from '../../model/remedy.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { isoTime } from '../../model/time.ts'
import type { Section } from '../section.ts'
import { names as namesOf, who } from '../who.ts'
import { isShortName } from '../short-name.ts'
import { bad, code, dim, enumerated, good, hanging, type Line, name, phrase, type Piece, type Span, strong } from '../styled.ts'
import type { View } from '../view.ts'
import { ownerWords, remedyHints } from '../words/remedies.ts'

/** Remedies that are told at most; they come best first. */
const mostShown = 6

/** What cures it: what to do, who can do it, whom it cures and whom it breaks. Every one was applied and judged anew. */
export function remediesSection(view: View): Section {
  const { remedies } = view.report
  return {
    title: 'What cures it',
    note: proofNote(remedies),
    lines: [
      ...remedies.slice(0, mostShown).flatMap((remedy, i) => remedyLines(view, remedy, i + 1)),
      ...(remedies.length > mostShown ? [phrase`  ${dim(`... and ${remedies.length - mostShown} more`)}`] : []),
    ],
  }
}

/** That all were proved, and whether one of them does harm. */
export const proofNote = (remedies: readonly Remedy[]): string =>
  remedies.some((r) => r.proof.breaks.length > 0)
    ? 'proved: every client was judged again'
    : 'proved: every client was judged again; none of it breaks one'

function remedyLines(view: View, remedy: Remedy, number: number): readonly Line[] {
  const { cures, breaks, stillRejects } = remedy.proof
  const hint = hintOf(view, remedy)
  const isWhole = stillRejects.length === 0 && cures.length > 1
  const share = isWhole ? `all ${cures.length}` : `${cures.length} of ${cures.length + stillRejects.length}`
  const whom = isWhole || namesThoseCured(remedy) ? '' : phrase`: ${who(view, cures)}`
  return [
    hanging(
      '     ',
      phrase`  ${String(number)}. ${strong(ownerWords[remedy.owner])}: ${remedyText(view, remedy)}. ${good(`Cures ${share}`)}${whom}.`,
    ),
    ...(hint === undefined ? [] : [hanging('     ', phrase`     ${dim(hint)}`)]),
    ...(breaks.length === 0 ? [] : [hanging('       ', phrase`     ${bad('Breaks')} ${who(view, breaks)}.`)]),
  ]
}

/** How the root that is to be added is known: by its whole SHA-256, or, where an administrator trusts it already, by the store that has it. */
export function identity(view: View, root: Sha256): readonly Span[] {
  const store = propagatedFrom(view, root)
  return store === null ? phrase` (SHA-256 ${view.fingerprint(root)})` : phrase`, as ${name(store)} has it`
}

const propagatedFrom = ({ report }: View, root: Sha256): string | null => {
  const verdict = report.weighed?.[root]
  return verdict?.kind === 'propagation' ? verdict.store : null
}

/** What belongs to the rule; of a root that an administrator's store has there is nothing to compare. */
export function hintOf(view: View, { rule, trusts }: Remedy): string | undefined {
  if (trusts.some((root) => propagatedFrom(view, root) !== null)) return undefined
  return Object.hasOwn(remedyHints, rule) ? remedyHints[rule] : undefined
}

/** Whether the order itself names the clients that it cures, each with one store, so that they need not be named again. */
export function namesThoseCured({ deltas, proof }: Remedy): boolean {
  const named = deltas.map((d) => (d.kind === 'set-store' || d.kind === 'set-client' ? d.client : null))
  const cured = proof.cures.map((c) => c.client)
  return cured.length === named.length && cured.every((c) => named.includes(c)) && new Set(cured).size === cured.length
}

/** What to do, as an order without a full stop. */
export function remedyText(view: View, { deltas }: Remedy): readonly Span[] {
  const [first] = deltas
  if (
    first?.kind === 'set-store' &&
    deltas.every((d) => d.kind === 'set-store' && d.store === first.store && d.from === first.from)
  ) {
    const clients = deltas.flatMap((d) => (d.kind === 'set-store' ? [{ client: d.client, store: d.from }] : []))
    return phrase`let ${enumerated(namesOf(view, clients))} use ${storeNoun(first.store)} instead of ${name(first.from)}`
  }
  return enumerated(deltas.map((delta) => orderFor(view, delta)))
}

const storeNoun = (id: string): readonly Span[] => (isShortName(id) ? [name(id)] : phrase`the store ${name(id)}`)

function orderFor(view: View, delta: Delta): readonly Span[] {
  const { names } = view
  switch (delta.kind) {
    case 'add-anchor':
      return phrase`add ${names.noun(delta.cert)} to ${name(delta.store)}${identity(view, delta.cert)}`
    case 'drop-anchor':
      return phrase`remove ${names.noun(delta.cert)} from ${name(delta.store)} (SHA-256 ${view.fingerprint(delta.cert)})`
    case 'set-sent':
      return sending(view, delta.chain)
    case 'set-time':
      return phrase`set the clock to ${code(isoTime(delta.at))}`
    case 'make-store':
      return phrase`make the store ${name(delta.store)}`
    case 'set-store':
      return phrase`let ${name(delta.client)} use ${storeNoun(delta.store)} instead of ${name(delta.from)}`
    case 'set-client':
      return phrase`use ${name(delta.to)} or a later release instead of ${name(delta.client)}`
    case 'set-host':
      return phrase`connect as ${code(delta.host)}`
  }
}

/** The change to the chain in the fewest words: without, with, in another order; the whole list where several chains were sent. */
function sending(view: View, chain: readonly Sha256[]): readonly Span[] {
  const { names, report } = view
  const quoted = (list: readonly Sha256[]): Piece => enumerated(list.map(names.noun))
  const [only] = report.chains
  const whole = phrase`send exactly ${quoted(chain)}, in this order`
  if (only === undefined || report.chains.length > 1) return whole
  const left = only.certificates.filter((c) => !chain.includes(c))
  const extra = chain.filter((c) => !only.certificates.includes(c))
  const kept = only.certificates.filter((c) => chain.includes(c))
  const sameOrder = kept.join() === chain.filter((c) => only.certificates.includes(c)).join()
  if (!sameOrder) return whole
  if (left.length > 0 && extra.length === 0) return phrase`stop sending ${quoted(left)}`
  if (extra.length > 0 && left.length === 0) return phrase`also send ${quoted(extra)}, ${after(view, chain, extra)}`
  if (extra.length > 0 && left.length > 0) return phrase`send ${quoted(extra)} instead of ${quoted(left)}`
  return whole
}

function after(view: View, chain: readonly Sha256[], extra: readonly Sha256[]): readonly Span[] {
  const [first] = extra
  const before = first === undefined ? undefined : chain[chain.indexOf(first) - 1]
  return before === undefined ? phrase`first` : phrase`after ${view.names.noun(before)}`
}

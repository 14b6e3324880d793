import type { Refusal } from '../../model/authenticity.ts'
import type { WithheldRemedy } from '../../model/remedy.ts'
import { contradictionText } from '../evidence-sheet.ts'
import { shortened } from '../escape.ts'
import type { Section } from '../section.ts'
import { enumerated, hanging, joined, name, phrase, plain, type Span } from '../styled.ts'
import type { View } from '../view.ts'
import { who } from '../who.ts'

/** Longest name shown. */
const longest = 100

/** Cures that are not proposed, for the evidence refuses what they rest on: what it was, whom it would have cured, and why not. */
export const withheldSection = (view: View): Section => ({
  title: 'Not proposed',
  note: 'no program should trust what nothing vouches for',
  lines: (view.report.withheld ?? []).map((withheld) => hanging('    ', phrase`  ${withheldText(view, withheld)}`)),
})

/** `With the root "A" of the store b, c would accept. It bears the name of a known root, and another key.` */
export function withheldText(view: View, { label, stores, cures, verdict }: WithheldRemedy): readonly Span[] {
  const where =
    stores.length === 0 ? '' : phrase`, which ${enumerated(stores.map(name))} ${stores.length === 1 ? 'holds' : 'hold'}`
  return phrase`With the root "${name(shortened(label, longest))}"${where}, ${who(view, cures, 'name')} would accept. ${refusalText(verdict)}`
}

/** Why it is refused, in whole sentences. */
export function refusalText(verdict: Refusal): readonly Span[] {
  if (verdict.kind === 'contradicted') return joined(...verdict.by.flatMap((c, i) => [i === 0 ? '' : ' ', contradictionText(c)]))
  const lacks = new Set(verdict.lacks.map(({ reason }) => reason))
  return [
    plain(
      lacks.has('removed')
        ? 'Root programmes had it, and removed it.'
        : lacks.has('private-authority')
          ? 'Nothing vouches for it: only whoever runs that authority can tell its SHA-256, by another way than this connection.'
          : lacks.has('too-old')
            ? 'What is known of it is too old: rootcause update fetches what root programmes say now.'
            : 'Fewer than two root programmes include it now.',
    ),
  ]
}

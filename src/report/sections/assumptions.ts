import type { Assumption } from '../../model/report.ts'
import { shortened } from '../escape.ts'
import { fill } from '../fill.ts'
import type { Section } from '../section.ts'
import { code, enumerated, hanging, joined, type Line, phrase, plain, type Span } from '../styled.ts'
import type { View } from '../view.ts'
import { assumptionWords } from '../words/assumptions.ts'

/** What the verdicts rest on without proof, and whom it took beside the server to make them. */
export function assumptionsSection({ report }: View): Section {
  const { assumptions, contacted, options, chains } = report
  const asked = contacted.map((c) => code(shortened(c, 200)))
  const others =
    asked.length > 0
      ? [phrase`Third parties that were asked: ${enumerated(asked)}.`]
      : options.offline
        ? [phrase`Nobody but the server was asked (offline).`]
        : []
  const taken = chains.length === 0 ? [] : assumptions // without a chain nothing was judged
  const lines = [...taken.map(assumptionText), ...others].map((text): Line => hanging('    ', joined(plain('  - '), text)))
  return { title: 'Taken for granted', note: '', lines }
}

/** An assumption as one sentence. */
export function assumptionText({ name, params }: Assumption): readonly Span[] {
  const words = Object.hasOwn(assumptionWords, name) ? assumptionWords[name] : undefined
  const values = Object.entries(params)
  if (words !== undefined)
    return fill(words, Object.fromEntries(values.map(([k, v]) => [k, v === '' ? '' : code(shortened(v, 500))])))
  return joined(`${name.replaceAll('-', ' ')}`, ...values.map(([k, v]) => phrase`, ${k} ${code(shortened(v, 500))}`), '.')
}

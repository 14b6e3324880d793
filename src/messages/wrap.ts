import { failureCodes, type FailureCode } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'

/** Values of one slot that differ by code and are known when the table is made: OpenSSL's numbers, Node's symbols. */
export type PerCode = Readonly<Partial<Record<FailureCode, string>>>

/**
 * Puts each template of a table into a wrapper's `{text}`: the words of a program over those of its library.
 * A slot named in `fill` is replaced by its value for the code, by nothing where the code has none.
 */
export function wrapTable(table: MessageTable, wrapper: Template, fill: Readonly<Record<string, PerCode>> = {}): MessageTable {
  const filled = Object.entries(fill)
  const around = wrapper.split('{text}')
  if (filled.length === 0) return mapTable(table, (template) => around.join(template))
  return mapTable(table, (template, code) => {
    let out = wrapper
    for (const [slot, values] of filled) out = out.split(`{${slot}}`).join(values[code] ?? '')
    return out.split('{text}').join(template)
  })
}

/** The table with each template exchanged. */
export function mapTable(table: MessageTable, change: (template: Template, code: FailureCode) => Template): MessageTable {
  // Made for every profile at each start: a plain loop is several times cheaper there than pairs and closures.
  const changed: Partial<Record<FailureCode, Template>> = {}
  for (const code of failureCodes) {
    const template = table[code]
    if (template !== undefined) changed[code] = change(template, code)
  }
  return changed
}

/** One template for several codes: texts that do not tell them apart. */
export function sameFor(template: Template, codes: readonly FailureCode[]): MessageTable {
  return Object.fromEntries(codes.map((code) => [code, template]))
}

/** A table's pairs, in the order of the codes. */
export function entriesOf(table: MessageTable): readonly (readonly [FailureCode, Template])[] {
  return failureCodes.flatMap((code) => {
    const template = table[code]
    return template === undefined ? [] : [[code, template] as const]
  })
}

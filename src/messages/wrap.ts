import { failureCodes, type FailureCode } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'

/** Values of one slot that differ by code and are known when the table is made: OpenSSL's numbers, Node's symbols. */
export type PerCode = Readonly<Partial<Record<FailureCode, string>>>

/**
 * Puts each template of a table into a wrapper's `{text}`: the words of a program over those of its library.
 * A slot named in `fill` is replaced by its value for the code, by nothing where the code has none.
 */
export function wrapTable(table: MessageTable, wrapper: Template, fill: Readonly<Record<string, PerCode>> = {}): MessageTable {
  return mapTable(table, (template, code) => {
    let out = wrapper
    for (const [slot, values] of Object.entries(fill)) out = out.replaceAll(`{${slot}}`, () => values[code] ?? '')
    return out.replaceAll('{text}', () => template)
  })
}

/** The table with each template exchanged. */
export function mapTable(table: MessageTable, change: (template: Template, code: FailureCode) => Template): MessageTable {
  return Object.fromEntries(entriesOf(table).map(([code, template]) => [code, change(template, code)]))
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

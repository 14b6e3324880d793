import { eastAsianWidth } from 'get-east-asian-width'
import { once } from '../model/once.ts'
import { narrow } from '../report/columns.ts'

/** Marks that are drawn over the character before them, and what draws nothing: they take no column of their own. */
const zeroWidth = once(() => /[\p{Mark}\p{Default_Ignorable_Code_Point}]/u)

/**
 * Columns that a text takes in a terminal: wide East Asian characters count two (Unicode Standard Annex 11), marks none. A sequence
 * of joined emoji counts its parts: terminals do not agree on it.
 */
export function columns(text: string): number {
  if (narrow.test(text)) return text.length
  let width = 0
  for (const character of text) if (!zeroWidth().test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0)
  return width
}

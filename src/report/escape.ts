import { once } from '../model/once.ts'
import { foldVersions } from './versions.ts'

/**
 * Text from a server, a certificate or an error, made safe to show: what steers a terminal, reorders a line (Unicode
 * TR9's controls), or cannot be seen is written as `\x1b` or `\u{202e}`. Idempotent, for nothing that it writes needs
 * escaping. Letters of every script stay as they are.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe(), escaped).replace(pile(), escaped)
}

/** Nearly every text, with the quotes, lines and marks of our own; classes of Unicode cost a millisecond when they are first met. */
const plain = /^[\x20-\x7e\u2013\u2018\u2019\u201c\u201d\u2026\u2192\u2500-\u257f\u2713\u2717]*$/

// Controls, format characters, lone surrogates, private use, line and paragraph separators, whatever draws nothing, and
// every space but U+0020: it would look like one and not break like one.
const unsafe = once(() => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]|(?! )\p{Zs}/gu)

// Marks may be piled on one letter until they cover the lines above. No orthography needs more than four.
const pile = once(() => /(?<=\p{M}{4})\p{M}/gu)

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16)
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`
}

/** A text of at most `length` characters: the middle of a longer one gives way to a note of how many are left out. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text)
  if (characters.length <= length) return text
  const kept = Math.max(2, length - 20)
  const head = Math.ceil(kept / 2)
  const left = characters.slice(0, head).join('')
  const right = characters.slice(characters.length - (kept - head)).join('')
  return `${left}[... ${characters.length - kept} more ...]${right}`
}

/** Facts that are lists of names, each behind a comma. */
const lists: readonly string[] = ['runtimes', 'have', 'lack', 'accepts', 'rejects']

/** A fact of a finding, of at most `length` characters: of a list the first names are told, and how many more there are. */
export function shortenedFact(key: string, text: string, length: number): string {
  if (!lists.includes(key) || text.length <= length) return shortened(text, length)
  const items = foldVersions(text.split(', '))
  const [first = '', ...rest] = items
  const told = [shortened(first, length)]
  for (const item of rest) {
    if (told.join(', ').length + item.length > length - ' and 000 more'.length) break
    told.push(item)
  }
  const more = items.length - told.length
  return `${told.join(', ')}${more === 0 ? '' : ` and ${more} more`}`
}

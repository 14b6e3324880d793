import { visible } from './escape.ts'

/**
 * What a span means; a painter chooses how that looks. `name` is the name of a certificate, client or store; `code` is to be
 * copied; `quote` is what a client says, to be searched for as it stands: its line is never broken.
 */
export type Style = 'plain' | 'strong' | 'dim' | 'good' | 'bad' | 'warn' | 'code' | 'quote' | 'name'

/** A run of text in one style, safe to print. Made by `span` and its shorthands alone. */
export interface Span {
  readonly text: string
  readonly style: Style
  /** On the first span of a line: what further lines begin with where the line is wrapped. Without it: the line's own indentation. */
  readonly hang?: string
  /** It is one thing to be copied, and stands on one line, however long. */
  readonly whole?: true
  /** Of `code`: it is rather read than copied, and may be cut where it is too long for a line. */
  readonly read?: true
}

/** One line before wrapping, without a line end. No spans: a blank line. */
export type Line = readonly Span[]

/** The only way to make a span: whatever the text holds, it is escaped here. */
export const span = (style: Style, text: string): Span => ({ text: visible(text), style })

export const plain = (text: string): Span => span('plain', text)
export const strong = (text: string): Span => span('strong', text)
export const dim = (text: string): Span => span('dim', text)
export const good = (text: string): Span => span('good', text)
export const bad = (text: string): Span => span('bad', text)
export const warn = (text: string): Span => span('warn', text)
export const code = (text: string): Span => span('code', text)
/** A command to be pasted: a line break in it would run half of it. */
export const command = (text: string): Span => ({ ...span('code', text), whole: true })
/** The name of a server: in the look of code, so that nothing makes a link of it. */
export const host = (text: string): Span => ({ ...span('code', text), read: true })
export const quote = (text: string): Span => span('quote', text)
export const name = (text: string): Span => span('name', text)

/** What may stand in a `phrase`: a text is plain. */
export type Piece = string | Span | readonly Span[]

const spansOf = (piece: Piece): readonly Span[] =>
  typeof piece === 'string' ? (piece === '' ? [] : [plain(piece)]) : 'text' in piece ? [piece] : piece

/** Spans from a template literal: phrase`until ${strong('May')}`. */
export function phrase(texts: TemplateStringsArray, ...pieces: readonly Piece[]): readonly Span[] {
  return texts.flatMap((text, i) => [...spansOf(text), ...spansOf(pieces[i] ?? '')])
}

/** Pieces one after the other. */
export const joined = (...pieces: readonly Piece[]): readonly Span[] => pieces.flatMap(spansOf)

/** The line moved to the right by `columns`. */
export const indented = (columns: number, line: readonly Span[]): Line =>
  line.length === 0 ? line : [plain(' '.repeat(columns)), ...line]

/** The line with what its wrapped parts begin with. */
export function hanging(hang: string, line: readonly Span[]): Line {
  const [first, ...rest] = line
  return first === undefined ? line : [{ ...first, hang: visible(hang) }, ...rest]
}

/** A line without its styles. */
export const textOf = (line: readonly Span[]): string => line.map((s) => s.text).join('')

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(items: readonly Piece[]): readonly Span[] {
  return items.flatMap((item, i) => [...(i === 0 ? [] : [plain(i === items.length - 1 ? ' and ' : ', ')]), ...spansOf(item)])
}

/** The beginning of a sentence: a capital first, but for a name or code, which stays as it is. */
export function capitalised(spans: readonly Span[]): readonly Span[] {
  const [first, ...rest] = spans
  if (first === undefined || first.style === 'name' || first.style === 'code' || first.style === 'quote') return spans
  return [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest]
}

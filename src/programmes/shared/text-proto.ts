/** A message in the text format of protocol buffers: the values of each field, in their order. */
export type TextMessage = ReadonlyMap<string, readonly TextValue[]>
/** A string is what was quoted; a word (an enumerator, `true`) and a number stand as written, behind `bare`. */
export type TextValue = string | { readonly bare: string } | TextMessage

/** Deepest nesting that is read. Ours: the Chrome Root Store has two. */
const deepest = 16

/**
 * Reads the text format of protocol buffers (protobuf.dev, Text Format Language Specification) without a schema: comments, quoted strings
 * that follow each other, numbers, words, lists and nested messages. A text: why it cannot be read. Extension names are none.
 */
export function readTextProto(text: string): TextMessage | string {
  const tokens = tokenise(text)
  if (typeof tokens === 'string') return tokens
  const reader = { tokens, at: 0 }
  const message = readMessage(reader, '', 0)
  if (message === null) return `line ${tokens[Math.min(reader.at, tokens.length - 1)]?.line ?? 1}: not as the format has it`
  return message
}

interface Token {
  readonly kind: 'mark' | 'word' | 'string'
  readonly text: string
  readonly line: number
}

interface Reader {
  readonly tokens: readonly Token[]
  at: number
}

const pattern = /[ \t\r\f\v]+|#[^\n]*|(\n)|([{}<>[\]:,;])|([A-Za-z0-9_.+-]+)|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/y

function tokenise(text: string): readonly Token[] | string {
  const tokens: Token[] = []
  const sticky = new RegExp(pattern)
  let line = 1
  while (sticky.lastIndex < text.length) {
    const found = sticky.exec(text)
    if (found === null) return `line ${line}: not as the format has it`
    const [, end, mark, word, double, single] = found
    if (end !== undefined) line++
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, line })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line })
    else if (double !== undefined || single !== undefined)
      tokens.push({ kind: 'string', text: unescaped(double ?? single ?? ''), line })
  }
  return tokens
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Escapes for single characters and octets in hexadecimal or octal digits; others stand for the character itself. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/g, (_, hex?: string, octal?: string, other?: string) =>
    hex !== undefined
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : octal !== undefined
        ? String.fromCodePoint(Number.parseInt(octal, 8))
        : (controls[other ?? ''] ?? other ?? ''),
  )

/** Fields up to `close`, which is read as well; '': up to the end. `null`: malformed. */
function readMessage(r: Reader, close: string, depth: number): TextMessage | null {
  const fields = new Map<string, TextValue[]>()
  for (;;) {
    const token = r.tokens[r.at++]
    if (token === undefined) return close === '' ? fields : null
    if (token.kind === 'mark' && token.text === close) return fields
    if (token.kind !== 'word' || depth > deepest) return null
    const values = fields.get(token.text) ?? []
    const hasColon = isMark(r.tokens[r.at], ':')
    if (hasColon) r.at++
    if (isMark(r.tokens[r.at], '[')) {
      if (!readList(r, values, depth)) return null
    } else {
      const value = readValue(r, hasColon, depth)
      if (value === null) return null
      values.push(value)
    }
    fields.set(token.text, values)
    if (isMark(r.tokens[r.at], ',') || isMark(r.tokens[r.at], ';')) r.at++
  }
}

function readList(r: Reader, values: TextValue[], depth: number): boolean {
  r.at++
  if (isMark(r.tokens[r.at], ']')) {
    r.at++
    return true
  }
  for (;;) {
    const value = readValue(r, true, depth)
    if (value === null) return false
    values.push(value)
    const behind = r.tokens[r.at++]
    if (isMark(behind, ']')) return true
    if (!isMark(behind, ',')) return false
  }
}

function readValue(r: Reader, scalarAllowed: boolean, depth: number): TextValue | null {
  const token = r.tokens[r.at++]
  if (isMark(token, '{')) return readMessage(r, '}', depth + 1)
  if (isMark(token, '<')) return readMessage(r, '>', depth + 1)
  if (token === undefined || token.kind === 'mark' || !scalarAllowed) return null
  if (token.kind === 'word') return { bare: token.text }
  let text = token.text
  while (r.tokens[r.at]?.kind === 'string') text += r.tokens[r.at++]?.text ?? ''
  return text
}

const isMark = (token: Token | undefined, text: string): boolean => token?.kind === 'mark' && token.text === text

import { decodeBase64 } from '../../x509/base64.ts'

/** A value in a property list of macOS. Dates and reals stay text: nobody here asks for them. */
export type PropertyValue = string | number | boolean | Uint8Array | readonly PropertyValue[] | ReadonlyMap<string, PropertyValue>

/** A dictionary's own entries; `null`: the value is no dictionary. */
export function entriesOf(value: PropertyValue | undefined): ReadonlyMap<string, PropertyValue> | null {
  return value instanceof Map ? value : null
}

/** How deep values may lie in each other. Ours. */
const deepest = 32

/**
 * A property list in its XML form (Apple, PropertyList-1.0.dtd). What stands before `<plist` is passed over. `null`: there is none, it
 * is cut, or it holds what no property list does. Entities of the document type are not expanded: only the five of XML and numbers are.
 */
export function readPropertyList(text: string): PropertyValue | null {
  const start = text.search(/<plist[\s>]/)
  if (start < 0) return null
  const marks = /<(\/?)([A-Za-z]+)[^<>]*?(\/?)>|<!--[\s\S]*?-->/g
  marks.lastIndex = start
  const next = (): Mark | null => {
    for (;;) {
      const from = marks.lastIndex
      const found = marks.exec(text)
      if (found === null) return null
      const [, closes, name, isEmpty] = found
      if (name === undefined) continue
      return { name, kind: closes === '/' ? 'end' : isEmpty === '/' ? 'empty' : 'start', before: text.slice(from, found.index) }
    }
  }
  const first = next()
  if (first?.kind !== 'start' || first.name !== 'plist') return null
  const value = readValue(next(), next, 0)
  const last = next()
  return last?.kind === 'end' && last.name === 'plist' ? value : null
}

interface Mark {
  readonly name: string
  readonly kind: 'start' | 'end' | 'empty'
  /** The text between the mark before and this one. */
  readonly before: string
}

type Next = () => Mark | null

function readValue(mark: Mark | null, next: Next, depth: number): PropertyValue | null {
  if (mark === null || mark.kind === 'end' || depth > deepest) return null
  const isEmpty = mark.kind === 'empty'
  switch (mark.name) {
    case 'true':
    case 'false':
      if (!isEmpty && next()?.kind !== 'end') return null
      return mark.name === 'true'
    case 'dict':
      return isEmpty ? new Map<string, PropertyValue>() : readDictionary(next, depth)
    case 'array':
      return isEmpty ? [] : readArray(next, depth)
    case 'string':
    case 'date':
    case 'real':
    case 'integer':
    case 'data':
      return readText(mark, next)
    default:
      return null
  }
}

function readDictionary(next: Next, depth: number): PropertyValue | null {
  const entries = new Map<string, PropertyValue>()
  for (;;) {
    const mark = next()
    if (mark?.kind === 'end' && mark.name === 'dict') return entries
    if (mark?.name !== 'key') return null
    const key = readText(mark, next)
    const value = readValue(next(), next, depth + 1)
    if (typeof key !== 'string' || value === null) return null
    entries.set(key, value)
  }
}

function readArray(next: Next, depth: number): PropertyValue | null {
  const values: PropertyValue[] = []
  for (;;) {
    const mark = next()
    if (mark?.kind === 'end' && mark.name === 'array') return values
    const value = readValue(mark, next, depth + 1)
    if (value === null) return null
    values.push(value)
  }
}

function readText({ name, kind }: Mark, next: Next): string | number | Uint8Array | null {
  const end = kind === 'empty' ? { kind: 'end', name, before: '' } : next()
  if (end?.kind !== 'end' || end.name !== name) return null
  const text = unescape(end.before)
  if (name === 'data') {
    const { bytes, invalidAt } = decodeBase64(text)
    return invalidAt === null ? bytes : null
  }
  if (name !== 'integer') return text
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : null
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescape = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )

/** Longest text that is looked at, in UTF-16 units. Of a longer one: its two ends, for logs end with the error, and what stands around words of ours. */
export const maxReading = 65_536

/**
 * A pasted text as it was before a terminal, a log or a copy changed it: without colours, escapes of JSON and of Python undone, straight
 * quotes, and then with its lines, as one line, and with lines joined that were cut in the middle of a word.
 */
export function readings(text: string): readonly string[] {
  const lines = plainText(text)
  if (!lines.includes('\n')) return lines === '' ? [] : [lines]
  const flat = lines.replace(/\s*\n\s*/g, ' ')
  const tight = rejoined(lines)
  return [lines, flat, tight]
}

/** What a window cut: lines as long as the longest go on in the next one, behind the indent that PowerShell's lists put before it. */
function rejoined(text: string): string {
  const lines = text.split('\n')
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0)
  return lines
    .map((line, i) => {
      const isGoneOn = line.length === width && i < lines.length - 1
      const isGoingOn = i > 0 && lines[i - 1]?.length === width
      return (isGoingOn ? line.replace(/^ {8,}/, '') : line) + (isGoneOn ? '' : '\n')
    })
    .join('')
}

/** The first of the readings. */
export function plainText(text: string): string {
  return (
    unescaped(
      ends(text)
        .replaceAll('\u0000', '')
        .replace(/^\uFEFF/, ''),
    )
      .replace(terminal, '')
      .replace(/\r\n?/g, '\n')
      .replace(/[\u2018\u2019\u201A\u2032\u00B4]/g, "'")
      .replace(/[\u201C\u201D\u201E]/g, '"')
      .replace(/[\u00A0\u2007\u202F\u200B\u2060]/g, ' ')
      .replace(/&(?:#39|apos|quot|#34|gt|lt|amp);/g, (entity) => entities[entity] ?? entity)
      // Emphasis of chat programs around the whole; quotations, boxes and tables around the lines.
      .replace(/^\s*([*_~]{1,3})(?=\w)([^\n]+?)\1\s*$/, '$2')
      .replace(/^[ \t]*(?:[>│┃╷╵|║]+[ \t]*)+/gm, '')
      .trim()
  )
}

/**
 * What is read of a long text: a part at each end, and between them the surroundings of words that every text of ours has. There are more of
 * them in a log than are read: of lines that differ in numbers and names alone the first, and lines that tell of a failure before all others.
 */
function ends(text: string): string {
  if (text.length <= maxReading) return text
  const [from, until] = [share, text.length - share]
  const [failures, others] = [new Map<string, number>(), new Map<string, number>()]
  let done = 0
  for (const { index } of text.slice(from, until).matchAll(telling)) {
    if (from + index < done) continue
    const { line, end } = lineAround(text, from + index)
    done = end
    const kind = failing.test(line) ? failures : others
    const shape = line.replace(token, (word) => (varying.test(word) ? '#' : word))
    if (kind.size < maxShapes && !kind.has(shape)) kind.set(shape, from + index)
  }
  const room = Math.floor(share / (before + behind)) * 2
  const kept = bothEnds([...failures.values()], room)
  const more = bothEnds([...others.values()], room - kept.length)
  const found: [number, number][] = []
  for (const index of [...kept, ...more].toSorted((a, b) => a - b)) {
    const [start, end] = [Math.max(from, index - before), Math.min(until, index + behind)]
    const last = found.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = end
    else found.push([start, end])
  }
  return [text.slice(0, from), ...found.map(([start, end]) => text.slice(start, end)), text.slice(until)].join('\n')
}

/** The first and the last of many: so many at each end as there is room for. */
const bothEnds = (all: readonly number[], room: number): readonly number[] =>
  all.length <= room ? all : [...all.slice(0, Math.ceil(room / 2)), ...all.slice(all.length - Math.floor(room / 2))]

/** The line in which a word stands, as far as it is near, and where that ends. */
function lineAround(text: string, at: number): { readonly line: string; readonly end: number } {
  const near = text.slice(Math.max(0, at - 150), at)
  const rest = text.slice(at, at + 250)
  const end = rest.indexOf('\n')
  const after = end === -1 ? rest : rest.slice(0, end)
  return { line: near.slice(near.lastIndexOf('\n') + 1) + after, end: at + after.length }
}

const token = /[\w.:-]+/g
/** A token with a digit, or a dot within, as times, numbers, addresses and hosts have them; the numbers of Windows' errors are words. */
const varying = /^(?!0x8).*(?:\d|\w\.\w)/
/** Words of a refusal; a line without one may still be it. */
const failing =
  /fail|error|expire|invalid|unable|trusted|unknown|refus|reject|self.signed|mismatch|not valid|alert|cannot|could not|PKIX|x509: |CERT_|\bSEC_|0x800/i
const maxShapes = 5_000

const share = maxReading / 4
const [before, behind] = [200, 600]
const telling = /certificate|\bSSL|\bTLS|x509|PKIX|handshake|\b(?:0x8009|0x800B|ERR_|SEC_|CERT_|ORA-2)/gi

const entities: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&apos;': "'",
  '&quot;': '"',
  '&#34;': '"',
  '&gt;': '>',
  '&lt;': '<',
  '&amp;': '&',
}

// ECMA-48 §5.4: control sequences; and their remains where a log dropped the escape character.
const terminal =
  // oxlint-disable-next-line no-control-regex -- the control characters are what is looked for
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]|\[\d{0,3}(?:;\d{1,3}){0,4}m/g

/** RFC 8259 §7, and the forms of shells and of Python; twice, for logs hold JSON in JSON. */
function unescaped(text: string): string {
  let out = text
  for (let depth = 0; depth < 2 && out.includes('\\'); depth++) {
    out = out.replace(
      /\\(?:u([0-9a-fA-F]{4})|x1b|033|e(?=\[)|["'/]|\\(?=["'nru\\])|[nr](?![a-z]{2}[\w.-]*\\)|t(?=at ))/g,
      (whole, hex?: string) => {
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
        if (whole === '\\n' || whole === '\\r') return '\n'
        if (whole === '\\t') return '\t'
        return /^\\(?:x1b|033|e)$/.test(whole) ? '\u001b' : whole.slice(1)
      },
    )
  }
  return out
}

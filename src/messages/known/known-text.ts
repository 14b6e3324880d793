import type { Known } from '../../model/client.ts'
import { type CauseWord, isCauseWord } from '../cause-words.ts'
import { namesCause } from '../names-cause.ts'

/** Who refused: the program that printed the text, the other side, or one of them. */
export type Refuser = 'local' | 'peer' | 'unknown'

/** A text that is recognised wherever it stands, and never rendered. */
export interface KnownText {
  /** Whose words they are; `null`: of many, what stands around tells. */
  readonly runtime: string | null
  /** Releases that word it so; `null`: not known, or all. */
  readonly version: string | null
  /** Linear in the text, or quadratic at worst in a part of it of bounded length; white space in it matches any. */
  readonly pattern: RegExp
  /** Likeliest first. */
  readonly causes: readonly CauseWord[]
  /** Whether the words say what is wrong, and not only that something is: `names-cause.ts` has the rule. */
  readonly namesCause: boolean
  readonly who: Refuser
  /** `memory`: not checked against a source. */
  readonly known: Known
}

/** What holds for every row of a family unless the row says otherwise. */
export interface Defaults {
  readonly runtime: string | null
  readonly version?: string
  readonly who?: Refuser
  readonly known: Known
}

/** What a row says otherwise. */
export interface RowOptions extends Partial<Defaults> {
  /** The text tells a symptom, and names none of its causes, though they are one fact. */
  readonly names?: false
}

/**
 * A text or an expression; causes, separated by spaces; what differs. In a text `…` stands for up to 300 characters of a line; it may
 * stand anywhere in the input, but begins and ends no word.
 */
export type Row = readonly [text: string | RegExp, causes: string, options?: RowOptions]

/** A table of texts. Throws for a cause that is none: a table is our own, never input. */
export function family(defaults: Defaults, rows: readonly Row[]): readonly KnownText[] {
  return rows.map(([text, causes, options = {}]) => {
    const { names, ...given } = options
    const { runtime, version = null, who = 'local', known } = { ...defaults, ...given }
    const words = causes.split(' ').map((word) => {
      if (!isCauseWord(word)) throw new Error(`no cause: ${word}`)
      return word
    })
    const pattern = typeof text === 'string' ? literal(text) : flexible(text.source)
    return { runtime, version, pattern, causes: words, namesCause: names ?? namesCause(words), who, known }
  })
}

/** Behind words of a verification; or alone on its line, or set apart by signs from what stands around: a sentence that could stand in any text. */
export const sentence = (text: string): RegExp =>
  flexible(`${frame}${escape(text)}(?![\\w-]| in certificate chain| in(?: c[a-z]{0,11})?$)|${before}${escape(text)}${after}`)

/** Behind words of a verification alone. */
export const framed = (text: string): RegExp => flexible(`${frame}${escape(text)}(?!\\w)`)

/** The whole input, but for signs, and for words with which somebody asks what it is or says where it stood. */
export const alone = (source: string): RegExp => flexible(`(?=(?:${source}))(?<=${onlyBefore})(?:${source})(?=${onlyAfter})`)

/** In an input that speaks of TLS. */
export const beside = (source: string): RegExp =>
  flexible(`(?<!\\w)(?:${source})(?!\\w)(?:(?<=${ofTls}.{0,200})|(?=.{0,200}${ofTls}))`)

const ofTls = '(?<![a-z])(?:ssl|tls|openssl|x509)(?![a-z])'
/** Words of a question, and of programs. */
const around =
  'how|do|to|i|fix|solve|resolve|what|is|does|are|why|am|get|got|getting|mean|means|error|fatal|warning|reason|message|the|a|an|this|of|in|with|on|for|ssl|tls|https|openssl|npm|pip|git|docker|java|curl|node|python|go|apt|wget|php|ruby'
const onlyBefore = `(?<![\\s\\S])(?:(?:${around})?(?![a-z])[^a-z\\d-]{1,20}){0,12}`
const onlyAfter = `(?: ?\\(_ssl\\.c:\\d+\\))?(?:[^a-z\\d]{1,20}(?:${around})?(?![a-z\\d])){0,6}(?![\\s\\S])`

const frame =
  '(?<=verif(?:y|ication) failed[:,]? ?\\(?|problem: |num=\\d{1,3}: ?|return code: ?\\d{1,3} \\(|depth lookup: ?|verify result: |VERIFY ERROR: .{0,200}error=|verify error: ?(?:\\w{1,10}=\\d{1,3}:)?)'

const before = '(?:(?<=^|[:("\'`|\\[=>,.\\u2026\\u201c\\u2018*-] ?)|(?<=^ *|\\d: ))'
const after = '(?=[.!]?(?:$|[)("\'`|;,:\\]<\\\\\\u201d\\u2019*]| [(|{<\\[-]| at | for ))'

const literal = (text: string): RegExp => {
  const start = /^\w/.test(text) ? '(?<!\\w)' : ''
  const end = /\w$/.test(text) ? '(?!\\w)' : ''
  return flexible(start + text.split('…').map(escape).join('.{0,300}?') + end)
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** A terminal or a mail breaks lines where a space was. Inside of a class and before a quantifier a space is meant. */
const flexible = (source: string): RegExp =>
  new RegExp(
    source.replace(/(\[(?:\\.|[^\]\\])*\])|(?<!\\) (?![*?+{])/g, (_, group?: string) => group ?? '\\s+'),
    'im',
  )

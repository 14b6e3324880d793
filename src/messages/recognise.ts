import { failureCodes, type FailureCode } from '../model/failure.ts'
import type { Template } from '../model/message.ts'
import { alertMarks, type AlertWords, alertWords } from './alerts.ts'
import { matchTemplate } from './compile.ts'
import { furtherTexts } from './further.ts'
import { gnutlsCodes } from './gnutls.ts'
import { messageTables } from './index.ts'
import { templateFor } from './says.ts'
import { slotsOf } from './template.ts'
import { maxLayers, wrappers } from './wrappers.ts'

/** One message that would read like a text. */
export interface Recognition {
  /** Identifier in the registry, or the name of a program that has no table. */
  readonly family: string
  readonly code: FailureCode
  /** Whether the client that printed the text refused, or was refused and reports the other side's alert. */
  readonly who: 'we' | 'peer'
  /** What the text holds, by slot. Data from outside: escaped wherever it is shown. */
  readonly params: Readonly<Record<string, string>>
  /** The part of the text that was recognised. */
  readonly sentence: string
}

/** Longest text that is looked at, and longest line of it, in UTF-16 units; the rest is passed over. */
export const maxText = 65_536
const maxSentence = 4_096
const maxSentences = 400

/**
 * The messages that this text may be: each family and code whose template renders it, alone, on a line of its own, or
 * inside what programs put around it. A text that names no cause gives every code that it can stand for; an unknown text
 * gives none. Never throws.
 */
export function recognise(text: string): readonly Recognition[] {
  const found = new Map<string, Recognition>()
  for (const sentence of sentencesOf(text)) {
    for (const recognition of peel(sentence)) {
      const key = `${recognition.family} ${recognition.code} ${recognition.who}`
      if (!found.has(key)) found.set(key, recognition)
    }
  }
  return [...found.values()]
}

/** The whole text as it is, then without white space at its ends, then each of its lines so. */
function sentencesOf(text: string): readonly string[] {
  const bounded = text.slice(0, maxText).replace(/\r\n?/g, '\n')
  const lines = bounded.split('\n', maxSentences).map((line) => line.trim())
  return [...new Set([bounded, bounded.trim(), ...lines])].filter((line) => line !== '' && line.length <= maxSentence)
}

/** Takes layers off until what is left is known; each way of taking them is followed, up to a bound. */
function peel(sentence: string): readonly Recognition[] {
  const out: Recognition[] = []
  const seen = new Set([sentence])
  let layer: readonly string[] = [sentence]
  for (let depth = 0; depth <= maxLayers && layer.length > 0; depth++) {
    const inner: string[] = []
    for (const text of layer) {
      const known = matches(text)
      out.push(...known)
      if (known.length > 0) continue
      for (const { pattern } of wrappers) {
        const next = pattern.exec(text)?.[1]?.trim()
        if (next === undefined || next === '' || seen.has(next) || seen.size >= maxSentences) continue
        seen.add(next)
        inner.push(next)
      }
    }
    layer = inner
  }
  return out
}

function matches(sentence: string): readonly Recognition[] {
  const { literal, patterned } = index()
  const out: Recognition[] = []
  const add = (holders: readonly Holder[], params: Readonly<Record<string, string>>): void => {
    for (const { family, code } of holders) out.push({ family, code, who: whoRefused(code), params, sentence })
  }
  add(literal.get(sentence) ?? [], {})
  for (const { template, holders } of patterned) {
    const params = matchTemplate(template, sentence)
    if (params) add(holders, params)
  }
  for (const code of gnutlsCodes(sentence) ?? []) out.push({ family: 'gnutls', code, who: 'we', params: {}, sentence })
  return [...out, ...alerts(sentence)]
}

/** An alert is the peer's word; whatever else is said, the client says. */
const whoRefused = (code: FailureCode): 'we' | 'peer' => (code === 'handshake-alert' ? 'peer' : 'we')

const marks: readonly { readonly words: AlertWords; readonly marks: readonly string[] }[] = alertWords.map((words) => ({
  words,
  marks: alertMarks(words),
}))

function alerts(sentence: string): readonly Recognition[] {
  const folded = sentence.toLowerCase()
  return marks
    .filter((m) => m.marks.some((mark) => folded.includes(mark)))
    .flatMap(({ words: { codes, number, name } }) =>
      [...(codes ?? []), 'handshake-alert' as const].map(
        (code): Recognition => ({
          family: 'alert',
          code,
          who: 'peer',
          params: { code: String(number), alert: name },
          sentence,
        }),
      ),
    )
}

interface Holder {
  readonly family: string
  readonly code: FailureCode
}

interface Index {
  /** Templates without slots, by the text that they render. */
  readonly literal: ReadonlyMap<string, readonly Holder[]>
  readonly patterned: readonly { readonly template: Template; readonly holders: readonly Holder[] }[]
}

let built: Index | null = null

/** Each distinct template once, with every family and code that renders it; made when first asked for. */
function index(): Index {
  built ??= build()
  return built
}

function build(): Index {
  const holders = new Map<Template, Holder[]>()
  const add = (template: Template, holder: Holder): void => {
    const list = holders.get(template)
    if (list) list.push(holder)
    else holders.set(template, [holder])
  }
  for (const [family, table] of Object.entries(messageTables())) {
    for (const code of failureCodes) add(templateFor(table, code), { family, code })
  }
  for (const { family, template, codes } of furtherTexts()) for (const code of codes) add(template, { family, code })
  const literal = new Map<string, readonly Holder[]>()
  const patterned: { template: Template; holders: readonly Holder[] }[] = []
  for (const [template, list] of holders) {
    if (slotsOf(template).size === 0) literal.set(unescape(template), list)
    else patterned.push({ template, holders: list })
  }
  return { literal, patterned }
}

const unescape = (template: Template): string => template.replaceAll('{{', '{').replaceAll('}}', '}')

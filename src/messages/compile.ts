import type { Template } from '../model/message.ts'
import { slots, type Slot } from './slots.ts'
import { parseTemplate, type Part } from './template.ts'

/** A template as anchored expression: one for each way in which its sections can be there or not. */
export function compile(template: Template): RegExp {
  const sources: string[] = []
  let groups = 0
  for (const flat of variants(template)) {
    const { source, captured } = sourceOf(flat, groups)
    groups += captured.length
    sources.push(source)
  }
  return new RegExp(`^(?:${sources.join('|')})$`)
}

/** The values of the slots with which a template renders this text; `null` when it cannot. */
export function matchTemplate(template: Template, text: string): Readonly<Record<string, string>> | null {
  for (const { expression, captured } of matchersOf(template)) {
    const match = expression.exec(text)
    if (match) return Object.fromEntries(captured.map((slot, i) => [slot, match[i + 1] ?? '']))
  }
  return null
}

interface Matcher {
  readonly expression: RegExp
  readonly captured: readonly Slot[]
}

const compiled = new Map<Template, readonly Matcher[]>()

function matchersOf(template: Template): readonly Matcher[] {
  let matchers = compiled.get(template)
  if (!matchers) {
    matchers = variants(template).map((flat) => {
      const { source, captured } = sourceOf(flat, 0)
      return { expression: new RegExp(`^${source}$`), captured }
    })
    compiled.set(template, matchers)
  }
  return matchers
}

type Flat = readonly Exclude<Part, { kind: 'section' }>[]

/** The template without sections, once for each choice of the slots that its sections ask about. */
function variants(template: Template): readonly Flat[] {
  const parts = parseTemplate(template)
  const asked = [...new Set(parts.flatMap((part) => (part.kind === 'section' ? [part.slot] : [])))]
  const flats = new Map<string, Flat>()
  for (let choice = 0; choice < 1 << asked.length; choice++) {
    const present = new Set(asked.filter((_, i) => choice & (1 << i)))
    const flat = flatten(parts, present)
    flats.set(JSON.stringify(flat), flat)
  }
  return [...flats.values()]
}

function flatten(parts: readonly Part[], present: ReadonlySet<Slot>): Flat {
  return parts.flatMap((part): Flat => {
    if (part.kind !== 'section') return [part]
    return present.has(part.slot) === (part.when === 'present') ? flatten(part.parts, present) : []
  })
}

/** A slot's second occurrence must repeat the first: `verify error:num=10:…` and `Verify return code: 10 (…)`. */
function sourceOf(flat: Flat, offset: number): { readonly source: string; readonly captured: readonly Slot[] } {
  const captured: Slot[] = []
  let source = ''
  for (const part of flat) {
    if (part.kind === 'text') source += part.text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    else if (captured.includes(part.slot)) source += `\\${offset + captured.indexOf(part.slot) + 1}(?!\\d)`
    else {
      captured.push(part.slot)
      source += `(${slots[part.slot].pattern})`
    }
  }
  return { source, captured }
}

import type { Template } from '../model/message.ts'
import { isSlot, slots, type Slot } from './slots.ts'

/**
 * The grammar of a template: text; `{slot}`; `{{` and `}}` for braces; `{?slot}…{/slot}`, text that is there only when
 * the slot has a value, and `{!slot}…{/slot}`, text that is there only when it has none. Sections do not nest.
 */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'section'; readonly slot: Slot; readonly when: 'present' | 'absent'; readonly parts: readonly Part[] }

const token = /\{\{|\}\}|\{([?!/]?)([A-Za-z][A-Za-z0-9]*)\}|[^{}]+|[{}]/y

/** Reads a template. Throws on one that is malformed or names an unknown slot: a template is our own text, never input. */
export function parseTemplate(template: Template): readonly Part[] {
  const known = parsed.get(template)
  if (known) return known
  const outer: Part[] = []
  let parts = outer
  let section: { readonly slot: Slot; readonly when: 'present' | 'absent' } | null = null
  token.lastIndex = 0
  for (let m = token.exec(template); m !== null; m = token.exec(template)) {
    const [whole, sign, name] = m
    if (whole === '{{' || whole === '}}') parts.push({ kind: 'text', text: whole.charAt(0) })
    else if (name === undefined) {
      if (whole === '{' || whole === '}') throw new Error(`single brace in template: ${template}`)
      parts.push({ kind: 'text', text: whole })
    } else if (!isSlot(name)) throw new Error(`unknown slot ${name} in template: ${template}`)
    else if (sign === '') parts.push({ kind: 'slot', slot: name })
    else if (sign === '/') {
      if (section === null || section.slot !== name) throw new Error(`section not open: ${template}`)
      outer.push({ kind: 'section', ...section, parts })
      parts = outer
      section = null
    } else {
      if (section !== null) throw new Error(`sections do not nest: ${template}`)
      section = { slot: name, when: sign === '?' ? 'present' : 'absent' }
      parts = []
    }
  }
  if (section !== null) throw new Error(`section not closed: ${template}`)
  parsed.set(template, outer)
  return outer
}

const parsed = new Map<Template, readonly Part[]>()

/** The slots that a template reads, those of its sections and those that its slots are computed from included. */
export function slotsOf(template: Template): ReadonlySet<Slot> {
  const found = new Set<Slot>()
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === 'text') continue
      found.add(part.slot)
      const from = slots[part.slot].from
      if (from) found.add(from)
      if (part.kind === 'section') visit(part.parts)
    }
  }
  visit(parseTemplate(template))
  return found
}

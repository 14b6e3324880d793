import type { Says } from '../model/message.ts'
import { isoTime, seconds, type UnixSeconds } from '../model/time.ts'
import { slots, type Slot } from './slots.ts'
import { parseTemplate, type Part } from './template.ts'

/**
 * The sentence at an instant. A value that is missing renders as nothing; the clock's slots are computed here,
 * so that equal sentences of a timeline stay equal while time passes.
 */
export function render(says: Says, clock: UnixSeconds): string {
  return renderParts(parseTemplate(says.template), (slot) => valueOf(slot, says.params, clock))
}

function renderParts(parts: readonly Part[], value: (slot: Slot) => string): string {
  let out = ''
  for (const part of parts) {
    if (part.kind === 'text') out += part.text
    else if (part.kind === 'slot') out += value(part.slot)
    else if ((value(part.slot) !== '') === (part.when === 'present')) out += renderParts(part.parts, value)
  }
  return out
}

function valueOf(slot: Slot, params: Says['params'], clock: UnixSeconds): string {
  const rule = slots[slot]
  if (!rule.clock) return Object.hasOwn(params, slot) ? (params[slot] ?? '') : ''
  if (slot === 'now') return isoTime(clock)
  if (slot === 'nowUnix') return String(clock)
  const from = rule.from === undefined ? undefined : params[rule.from]
  if (from === undefined || from === '') return ''
  const instant = seconds(Number(from))
  return String(slot === 'agoSeconds' ? clock - instant : instant - clock)
}

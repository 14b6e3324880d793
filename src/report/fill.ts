import { type Piece, plain, type Span } from './styled.ts'

/**
 * A sentence with slots, as spans. `{slot}` stands for its value; a part in square brackets is left out where a slot
 * inside it has none: `is signed with {digest}[, by {issuer}]`. A slot without a value outside brackets shows as `?`.
 * Sentences stand in `words/`; they are ours, so a slot that is misspelt is a bug that a test finds.
 */
export function fill(sentence: string, slots: Readonly<Record<string, Piece>>): readonly Span[] {
  return sentence
    .split(/(\[[^\]]*\])/)
    .flatMap((part) => (part.startsWith('[') ? (hasAll(part, slots) ? put(part.slice(1, -1), slots) : []) : put(part, slots)))
}

/** Names of the slots in a sentence. */
export const slotNames = (sentence: string): readonly string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')

const hasValue = (piece: Piece | undefined): boolean => piece !== undefined && (typeof piece === 'string' ? piece !== '' : true)

const hasAll = (part: string, slots: Readonly<Record<string, Piece>>): boolean =>
  slotNames(part).every((slot) => Object.hasOwn(slots, slot) && hasValue(slots[slot]))

function put(part: string, slots: Readonly<Record<string, Piece>>): readonly Span[] {
  return part.split(/(\{\w+\})/).flatMap((text): readonly Span[] => {
    if (text === '') return []
    if (!text.startsWith('{')) return [plain(text)]
    const slot = text.slice(1, -1)
    const value = Object.hasOwn(slots, slot) ? slots[slot] : undefined
    if (value === undefined || !hasValue(value)) return [plain('?')]
    return typeof value === 'string' ? [plain(value)] : 'text' in value ? [value] : value
  })
}

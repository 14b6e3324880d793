/**
 * A text file as it is now, with our change to it taken back: the lines that we put in stand there unchanged, together and once, and those
 * that were there before take their place; all else stays to the octet. `null`: that cannot be done safely (they were changed, or stand
 * twice, or we only took lines away, or it is no UTF-8 text, or they are certificates). An empty file: nothing is left of one that we made.
 */
export function withoutOurs(before: Uint8Array | null, ours: Uint8Array, now: Uint8Array): Uint8Array | null {
  const texts = [before ?? new Uint8Array(), ours, now].map(textOf)
  const [then = null, made = null, is = null] = texts.map((text) => text?.match(line) ?? (text === '' ? [] : null))
  if (then === null || made === null || is === null) return null
  const { removed, added } = changed(then, made)
  // A list of certificates is judged as a whole: what somebody put beside ours may need them.
  if (added.length === 0 || added.some((own) => own.startsWith('-----BEGIN '))) return null
  const at = onlyPlace(added, is)
  if (at === null) return null
  const end = at + added.length
  const put = [...removed, ...headingFor(is.slice(end), added, removed)]
  const last = put.at(-1)
  // A line that ended the file then may stand in the middle now.
  if (last !== undefined && !last.endsWith('\n')) put[put.length - 1] = last + endOf(is[end - 1] ?? '')
  return new TextEncoder().encode([...is.slice(0, at), ...put, ...is.slice(end)].join(''))
}

const line = /[^\n]*\n|[^\n]+$/g

function textOf(octets: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

/** The one stretch of lines in which two texts differ. */
function changed(then: readonly string[], made: readonly string[]) {
  const most = Math.min(then.length, made.length)
  let head = 0
  while (head < most && then[head] === made[head]) head++
  let tail = 0
  while (tail < most - head && then.at(-1 - tail) === made.at(-1 - tail)) tail++
  return { removed: then.slice(head, then.length - tail), added: made.slice(head, made.length - tail) }
}

const bare = (text: string): string => text.replace(/\r?\n$/, '')
const endOf = (text: string): string => /\r?\n$/.exec(text)?.[0] ?? ''

/** Where lines stand together, however the last of them ends; `null`: nowhere, or more than once. */
function onlyPlace(added: readonly string[], is: readonly string[]): number | null {
  const places = is.flatMap((_, at) =>
    added.every((own, i) => at + i < is.length && bare(own) === bare(is[at + i] ?? '')) ? [at] : [],
  )
  return places.length === 1 ? (places[0] ?? null) : null
}

const isHeading = (text: string): boolean => /^\s*\[/.test(text)

/** The heading that we wrote, where somebody put more under it since (git config, npm, pip do): without it that would belong elsewhere. */
function headingFor(rest: readonly string[], added: readonly string[], removed: readonly string[]): readonly string[] {
  const own = added.findLast(isHeading)
  const next = rest.find((text) => text.trim() !== '')
  return own === undefined || removed.includes(own) || next === undefined || isHeading(next) ? [] : [own]
}

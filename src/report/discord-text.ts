import { visible } from './escape.ts'
import type { Line, Span } from './styled.ts'

/**
 * Text between Discord's own marks: nothing in it is markup, a link, a mention, an emoji or an invitation. Discord knows no HTML, so
 * that what a backslash cannot stop is broken by a space that everybody sees.
 */
export const escapeDiscord = (text: string): string =>
  broken(visible(text))
    .replace(/[\\`*_~|[\]<>]/g, '\\$&')
    .replace(/:(?=[a-z]\w+:)/gi, '\\:')
    .replace(/^(\s*)([-#+>]|\d+(?=[.)]))/, '$1\\$2')

/**
 * Data as a code span, in which nothing is markup. A backtick cannot stand in one of Discord's, so that an apostrophe stands for it;
 * mentions and invitations are broken even here, for they are looked for before the text is laid out.
 */
export function discordCode(text: string): string {
  const safe = broken(visible(text)).replace(/`/g, "'")
  return safe.trim() === '' ? '' : `\`${safe}\``
}

/** Mass mentions, mentions by number, links and invitations, each with a space in it. */
const broken = (text: string): string =>
  text
    .replace(/@(?=everyone|here)/gi, '@ ')
    .replace(/<(?=[@#:/&]|a:|t:|id:)/gi, '< ')
    .replace(/:(?=\/\/)/g, ' :')
    .replace(/\b(discord(?:app)?\.(?:gg|com|me|new)|dsc\.gg)(?=\/)/gi, '$1 ')

/** Spans as one line of Discord's Markdown: names and codes as code spans, what is strong or bad in bold. */
export function inlineDiscord(line: Line): string {
  const merged: Span[] = []
  for (const span of line) {
    const last = merged.at(-1)
    if (last !== undefined && last.style === span.style) merged[merged.length - 1] = { ...last, text: last.text + span.text }
    else merged.push(span)
  }
  return merged.map(inlineSpan).join('').trim()
}

function inlineSpan({ text, style }: Span): string {
  if (style === 'name' || style === 'code' || style === 'quote') return discordCode(text)
  const safe = escapeDiscord(text)
  const isLoud = style === 'strong' || style === 'bad' || style === 'good' || style === 'warn'
  if (!isLoud || text.trim() === '') return safe
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(safe) ?? []
  return `${before}**${middle}**${after}`
}

import { lineEnd } from './project-files.ts'

/**
 * A YAML text with one more entry in a mapping at its top level, made if need be before the line that `before` finds; all else stays to the
 * octet. `null`: the mapping is written in a way (in braces, with an anchor, with a merge) in which a line cannot be put safely, or the name
 * stands in the text already.
 */
export function withVariable(
  text: string,
  {
    mapping,
    name,
    value,
    before,
  }: { readonly mapping: string; readonly name: string; readonly value: string; readonly before: RegExp },
): string | null {
  // Tabs at the beginning of a line, several documents or the name: not ours to judge.
  if (text.includes(name) || /^\t/m.test(text) || /\n---/.test(text)) return null
  const end = lineEnd(text)
  const lines = text.split(end)
  const tops = lines.flatMap((line, i) => (new RegExp(`^["']?${mapping}["']?\\s*:`).test(line) ? [i] : []))
  if (tops.length > 1) return null
  const [top] = tops
  if (top !== undefined) {
    if (!new RegExp(`^${mapping}:\\s*(?:#.*)?$`).test(lines[top] ?? '')) return null
    const next = lines.slice(top + 1).find((line) => !/^\s*(?:#|$)/.test(line)) ?? ''
    const indent = /^( +)[A-Za-z_"']/.exec(next)?.[1]
    return indent === undefined ? null : lines.toSpliced(top + 1, 0, `${indent}${name}: ${value}`).join(end)
  }
  const at = lines.findIndex((line) => before.test(line))
  return at < 0 ? null : lines.toSpliced(at, 0, `${mapping}:`, `  ${name}: ${value}`, '').join(end)
}

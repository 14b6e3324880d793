import { lineEnd } from './project-files.ts'

/** What became of a Dockerfile. */
export interface PatchedDockerfile {
  /** All of it; the same text where nothing is to be put in. */
  readonly text: string
  /** Images behind which lines were put. */
  readonly bases: readonly string[]
  /** Why it was left alone; empty: it was not. */
  readonly why: string
}

/**
 * The Dockerfile with lines behind each FROM whose image is not made in the same file: what is built on an earlier stage has its store
 * already. `scratch` has no shell, and nothing to trust with. All else stays to the octet (Dockerfile reference: Format, FROM, Here-documents).
 */
export function patchedDockerfile(text: string, lines: readonly string[]): PatchedDockerfile {
  const end = lineEnd(text)
  const own = text.split('\n')
  if (/^#\s*escape\s*=(?!\s*\\\s*$)/im.test(text))
    return { text, bases: [], why: 'it is written for Windows (its escape character is another)' }
  const result: string[] = []
  const stages = new Set<string>()
  const bases: string[] = []
  let count = 0
  let taken = 0
  for (const instruction of instructions(own)) {
    result.push(...instruction)
    taken += instruction.length
    const from = readFrom(instruction)
    if (from === null) continue
    const isMade = stages.has(from.image.toLowerCase()) || (/^\d+$/.test(from.image) && Number(from.image) < count)
    count++
    if (from.stage !== '') stages.add(from.stage.toLowerCase())
    if (isMade || from.image.toLowerCase() === 'scratch') continue
    bases.push(from.image)
    // Each line keeps its own end; the last of a text may have none.
    const isLast = taken === own.length
    if (isLast) result[result.length - 1] += end.slice(0, -1)
    result.push(...lines.map((line, i) => (isLast && i === lines.length - 1 ? line : `${line}${end.slice(0, -1)}`)))
  }
  return { text: bases.length === 0 ? text : result.join('\n'), bases, why: bases.length === 0 ? 'it begins with no image' : '' }
}

/** Lines that belong together: an instruction with its continuations, comments among them, and its here-documents; or one other line. */
function instructions(lines: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = []
  for (let i = 0; i < lines.length; ) {
    const whole: string[] = []
    const isInstruction = !isPassed(lines[i] ?? '')
    do whole.push(lines[i++] ?? '')
    while (isInstruction && i < lines.length && goesOn(whole))
    for (const delimiter of hereDocuments(whole)) {
      while (i < lines.length && (lines[i] ?? '').replace(/^\t+|\r$/g, '') !== delimiter) whole.push(lines[i++] ?? '')
      if (i < lines.length) whole.push(lines[i++] ?? '')
    }
    found.push(whole)
  }
  return found
}

/** Comments and empty lines: within an instruction they are passed over. */
const isPassed = (line: string): boolean => /^\s*(?:#|$)/.test(line)

const goesOn = (whole: readonly string[]): boolean =>
  whole
    .findLast((line) => !isPassed(line))
    ?.trimEnd()
    .endsWith('\\') === true

function hereDocuments(whole: readonly string[]): readonly string[] {
  const text = whole.filter((line) => !isPassed(line)).join(' ')
  if (!/^\s*(?:RUN|COPY|ADD)\s/i.test(text)) return []
  return [...text.matchAll(/(?<![<\w])<<-?(["']?)(\w+)\1/g)].map(([, , name]) => name ?? '')
}

function readFrom(whole: readonly string[]): { readonly image: string; readonly stage: string } | null {
  const text = whole
    .filter((line) => !isPassed(line))
    .join(' ')
    .replaceAll('\\', ' ')
  const match = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/i.exec(text)
  return match === null ? null : { image: match[1] ?? '', stage: match[2] ?? '' }
}

import type { Conflict } from '../apply/take-back.ts'
import { command, dim, type Line, name, plain, strong } from '../report/styled.ts'
import { withoutSecrets } from './shown-plan.ts'
import { shellWord } from './typed-again.ts'

/** The three versions of a file that somebody changed since, each where they differ. */
export function conflictLines({ path, before, ours, now }: Conflict, id: string): readonly Line[] {
  const [then, made, is] = [linesOf(before), linesOf(ours), linesOf(now)]
  const all = [then, made, is].flatMap((lines) => lines ?? [])
  const shown = {
    around: sameEnds([then, made, is].filter((lines) => lines !== null)),
    isText: !all.some((line) => line.includes('\0')),
  }
  return [
    [strong('Left alone: '), name(path), plain(' was changed by somebody else since.')],
    ...version('Before rootcause', then, 'there was no such file', shown),
    ...version('As rootcause made it', made, 'it was removed', shown),
    ...version('Now', is, 'it is gone', shown),
    [dim('  To keep it as it is now: '), command(`rootcause undo ${id} --keep ${shellWord(path)}`)],
    [],
  ]
}

interface Shown {
  /** Lines at both ends that all versions have in common. */
  readonly around: readonly [number, number]
  readonly isText: boolean
}

const linesOf = (octets: Uint8Array | null): readonly string[] | null =>
  octets === null ? null : new TextDecoder().decode(octets).replace(/\n$/, '').split('\n')

function sameEnds(versions: readonly (readonly string[])[]): readonly [number, number] {
  const [first = [], ...others] = versions
  const most = Math.min(...versions.map((lines) => lines.length))
  let head = 0
  while (head < most && others.every((lines) => lines[head] === first[head])) head++
  let tail = 0
  while (tail < most - head && others.every((lines) => lines.at(-1 - tail) === first.at(-1 - tail))) tail++
  return [Math.max(0, head - context), Math.max(0, tail - context)]
}

function version(
  title: string,
  lines: readonly string[] | null,
  none: string,
  { around: [head, tail], isText }: Shown,
): readonly Line[] {
  if (lines === null) return [[dim(`  ${title}: `), plain(`${none}.`)]]
  if (!isText) return [[dim(`  ${title}: `), plain('it is no text.')]]
  const [from, to] = [head, lines.length - tail]
  const told = lines.slice(from, Math.min(to, from + mostLines))
  const cut = to - from - told.length
  return [
    [dim(`  ${title}:`)],
    ...told.map(
      (line): Line => [
        plain('    '),
        { ...command(withoutSecrets(line.replace(/\r$/, '').replaceAll('\t', '    '))), style: 'plain' },
      ],
    ),
    ...(cut > 0 ? [[dim(`    (${cut} more ${cut === 1 ? 'line' : 'lines'})`)]] : []),
  ]
}

/** Lines around what differs that help to find the place. */
const context = 2

/** Lines of one version that are shown at most. */
const mostLines = 20

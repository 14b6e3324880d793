import { structuredPatch } from 'diff'
import type { LineChange } from '../../model/fix-report.ts'

/** Lines around a change that help to find the place. */
const context = 2

/** Lines in which two texts differ, with their neighbours. Empty: they do not differ, or only in how lines end. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context, stripTrailingCr: true })
  return hunks.flatMap(({ lines }) =>
    lines.flatMap((line): readonly LineChange[] => {
      const kind = kinds[line.charAt(0)]
      return kind === undefined ? [] : [{ kind, text: line.slice(1) }]
    }),
  )
}

const kinds: Readonly<Record<string, LineChange['kind']>> = { ' ': 'kept', '+': 'added', '-': 'removed' }

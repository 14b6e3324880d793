import type { Report } from '../model/report.ts'
import { type Detail, renderText } from '../report/text.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context, Output } from './context.ts'

/** Where a text report goes, and how much of it. */
export interface PaintOptions {
  readonly out: Output
  readonly env: Context['host']['env']
  readonly detail: Detail
}

/** The text report as this terminal shows it. */
export function paintReport(report: Report, { out, env, detail }: PaintOptions): string {
  const terminal = terminalOf(out, env)
  return paint(renderText(report, { width: terminal.width, detail }), terminal)
}

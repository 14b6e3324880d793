import type { Report } from '../model/report.ts'
import { renderText } from '../report/text.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context, Output } from './context.ts'

/** The text report as this terminal shows it. */
export function paintReport(report: Report, out: Output, env: Context['host']['env']): string {
  const terminal = terminalOf(out, env)
  return paint(renderText(report, { width: terminal.width }), terminal)
}

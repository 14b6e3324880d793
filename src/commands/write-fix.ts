import type { PlanReport } from '../report/plan/plan-report.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { Format } from './flags.ts'

/** Writes the plan in the asked form; nothing else goes to standard output. */
export async function writeFix(report: PlanReport, format: Format, { process: { stdout }, host }: Context): Promise<void> {
  if (format === 'json') stdout.write((await import('../report/plan/json.ts')).fixJson(report))
  else if (format === 'markdown') stdout.write((await import('../report/plan/markdown.ts')).fixMarkdown(report))
  else stdout.write(paint((await import('../report/plan/text.ts')).renderPlans(report), terminalOf(stdout, host.env)))
}

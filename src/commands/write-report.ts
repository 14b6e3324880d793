import type { Report } from '../model/report.ts'
import type { Detail } from '../report/text.ts'
import type { Context } from './context.ts'
import type { Format } from './flags.ts'
import { paintReport } from './paint-report.ts'

/** How a report is written. `detail` is of the text alone: the other forms are always whole. */
export interface Form {
  readonly format: Format
  readonly detail: Detail
}

/** Writes the report to standard output in the asked form; nothing else goes there. */
export async function writeReport(report: Report, form: Form, { process, host }: Context): Promise<void> {
  process.stdout.write(await rendered(report, form, process.stdout, host.env))
}

/** The renderers that are seldom asked for are loaded when they are. */
async function rendered(
  report: Report,
  { format, detail }: Form,
  out: Context['process']['stdout'],
  env: Context['host']['env'],
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(report)
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(report)
    case 'text':
      return paintReport(report, { out, env, detail })
  }
}

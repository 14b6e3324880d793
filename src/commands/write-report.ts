import type { Report } from '../model/report.ts'
import type { Detail } from '../report/text.ts'
import type { Context } from './context.ts'
import type { ReportFormat } from './flags.ts'
import { paintReport } from './paint-report.ts'

/** How a report is written. `detail` is of the text alone: the other forms are always whole. */
export interface Form {
  readonly format: ReportFormat
  readonly detail: Detail
  /** Forms that are made to be shared mask people and internal hosts; absent: they do. */
  readonly redact?: false
}

/** Writes the report to standard output in the asked form; nothing else goes there. */
export async function writeReport(report: Report, form: Form, { process, host }: Context): Promise<void> {
  process.stdout.write(await rendered(report, form, process.stdout, host.env))
}

/** The renderers that are seldom asked for are loaded when they are. */
async function rendered(
  report: Report,
  { format, detail, redact }: Form,
  out: Context['process']['stdout'],
  env: Context['host']['env'],
): Promise<string> {
  const shared = async (): Promise<Report> =>
    redact === false ? report : (await import('../report/redact.ts')).redactReport(report)
  switch (format) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(report)
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(await shared())
    case 'github':
      return (await import('../report/github.ts')).renderGithub(await shared())
    case 'discord':
      return (await import('../report/discord.ts')).renderDiscord(await shared())
    case 'text':
      return paintReport(report, { out, env, detail })
  }
}

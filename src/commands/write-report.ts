import type { Report } from '../model/report.ts'
import type { Context } from './context.ts'
import type { Format } from './flags.ts'

/** Writes the report to standard output in the asked form; nothing else goes there. */
export async function writeReport(report: Report, format: Format, { process, host }: Context): Promise<void> {
  process.stdout.write(await rendered(report, format, process.stdout, host.env))
}

/** Only the asked renderer is loaded. */
async function rendered(
  report: Report,
  format: Format,
  out: Context['process']['stdout'],
  env: Context['host']['env'],
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(report)
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(report)
    case 'text':
      return (await import('./paint-report.ts')).paintReport(report, out, env)
  }
}

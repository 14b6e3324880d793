import type { Report } from '../model/report.ts'
import { renderJson } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { renderText } from '../report/text.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { Format } from './flags.ts'

/** Writes the report to standard output in the asked form; nothing else goes there. */
export function writeReport(report: Report, format: Format, { process, host }: Context): void {
  process.stdout.write(rendered(report, format, process.stdout, host.env))
}

function rendered(report: Report, format: Format, out: Context['process']['stdout'], env: Context['host']['env']): string {
  switch (format) {
    case 'json':
      return renderJson(report)
    case 'markdown':
      return renderMarkdown(report)
    case 'text': {
      const terminal = terminalOf(out, env)
      return paint(renderText(report, { width: terminal.width }), terminal)
    }
  }
}

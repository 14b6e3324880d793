import type { FoundReport } from '../model/found.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { Format } from './flags.ts'

/** Writes what was found in the asked form; nothing else goes to standard output. */
export async function writeFound(report: FoundReport, format: Format, { process: { stdout }, host }: Context): Promise<void> {
  if (format === 'json') stdout.write((await import('../report/found/json.ts')).foundJson(report))
  else if (format === 'markdown') stdout.write((await import('../report/found/markdown.ts')).foundMarkdown(report))
  else stdout.write(paint((await import('../report/found/text.ts')).renderFound(report), terminalOf(stdout, host.env)))
}

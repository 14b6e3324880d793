import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { diagnose } from '../../src/diagnose.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Report } from '../../src/model/report.ts'
import type { SignatureVerifier } from '../../src/model/signature.ts'
import { renderText } from '../../src/report/text.ts'
import { paint } from '../../src/terminal/paint.ts'

const folder = fileURLToPath(new URL('../cases', import.meta.url))

/** The names of the golden cases: the folders of `test/cases`. */
export const goldenNames: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((e) => e.isDirectory())
  .map((e) => e.name)
  .sort()

/** Where a file of a golden case is, or would be. */
export const goldenPath = (name: string, file: 'case.json' | 'expected.txt'): string => `${folder}/${name}/${file}`

/** The saved evidence of a golden case, read as the program reads it. */
export const goldenEvidence = (name: string): Evidence => {
  const path = goldenPath(name, 'case.json')
  const text = readFileSync(path, 'utf8')
  return readCaseFile(text, path)
}

/** The report on a golden case. */
export const goldenReport = (name: string, verify: SignatureVerifier): Report => diagnose(goldenEvidence(name), { verify })

/** A report as a terminal of 80 columns without colour shows it. */
export const goldenText = (report: Report): string => paint(renderText(report, { width: 80 }), { width: 80, color: false })

/** The text that a golden case is expected to give; `null` before it was blessed for the first time. */
export function goldenExpected(name: string): string | null {
  const path = goldenPath(name, 'expected.txt')
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

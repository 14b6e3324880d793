import type { FoundReport } from '../../model/found.ts'
import { jsonText } from '../json.ts'
import { masked, withheldAmong } from './withheld.ts'

/** What was found as JSON. What was refused stands in it without what would let anybody install it. */
export const foundJson = (report: FoundReport): string =>
  jsonText(
    masked({ ...report, candidates: report.candidates.map((c) => withheldAmong(c, report.candidates)) }, report.candidates),
  )

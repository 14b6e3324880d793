import type { FixReport } from '../../model/fix-report.ts'
import { masked, withheld } from '../found/withheld.ts'
import { jsonText } from '../json.ts'

/** The plan as JSON. What was refused stands in it without what would let anybody install it. */
export const fixJson = (report: FixReport): string =>
  jsonText(masked({ ...report, refused: report.refused.map(withheld), vouched: report.vouched.map(withheld) }, report.refused))

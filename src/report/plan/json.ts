import { masked, withheld } from '../found/withheld.ts'
import { jsonText } from '../json.ts'
import type { PlanReport } from './plan-report.ts'

/** The plan as JSON. What was refused stands in it without what would let anybody install it. */
export const fixJson = (report: PlanReport): string =>
  jsonText(masked({ ...report, refused: report.refused.map(withheld), vouched: report.vouched.map(withheld) }, report.refused))

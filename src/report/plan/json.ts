import type { FixReport } from '../../model/fix-report.ts'
import { masked, withheld } from '../found/withheld.ts'
import { jsonText } from '../json.ts'
import type { Aside } from '../aside.ts'

/** The plan as JSON. What was refused stands in it without what would let anybody install it. */
export const fixJson = (report: FixReport & Aside): string =>
  jsonText(masked({ ...report, refused: report.refused.map(withheld), vouched: report.vouched.map(withheld) }, report.refused))

import type { Finding } from '../model/finding.ts'
import type { Situation } from '../validation/proof.ts'

/** One kind of fact worth telling, looked for in the whole situation. Empty: it is not there. Pure, and total on any evidence. */
export type FindingRule = (situation: Situation) => readonly Finding[]
